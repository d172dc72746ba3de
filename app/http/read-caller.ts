import { parseAddress, type TrustedProxies } from '#app/platform/network-address.ts';

export type Caller = {
  /** Where the request came from, as far as it can be believed. */
  address: string;
  /** Scheme and host under which the caller knows this site. */
  origin: string;
};

type Asked = {
  remoteAddress: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
};

/**
 * Who asks, and for which host. What forwarding headers say is believed only of proxies that are trusted; what makes no
 * sense in them is as if it were not there. Null: the host is none.
 */
export function readCaller({ remoteAddress, headers }: Asked, trusted: TrustedProxies, appUrl: string): Caller | null {
  const remote = parseAddress(remoteAddress) ?? 'unknown';
  const behindProxy = 'hops' in trusted ? trusted.hops > 0 : trusted.includes(remote);
  const forwarded = (name: string) => (behindProxy ? listOf(headers[name]) : []);
  const { protocol: officialProtocol, host: officialHost } = new URL(appUrl);
  const scheme = forwarded('x-forwarded-proto').at(-1)?.toLowerCase();
  const protocol = scheme === 'http' || scheme === 'https' ? `${scheme}:` : behindProxy ? officialProtocol : 'http:';
  const forwardedHost = forwarded('x-forwarded-host').at(-1);
  const named = forwardedHost !== undefined && isHost(forwardedHost) ? forwardedHost : headers.host;
  // HTTP/1.0 knows no Host.
  const host = typeof named === 'string' && named !== '' ? named : officialHost;
  if (!isHost(host)) return null;
  return { address: addressOf(remote, forwarded('x-forwarded-for'), trusted), origin: `${protocol}//${host}` };
}

const listOf = (header: string | string[] | undefined): string[] =>
  (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());

/** Each proxy adds whom it was asked by, so that the list is believed from its end for as long as proxies are trusted. */
function addressOf(remote: string, forwardedFor: readonly string[], trusted: TrustedProxies): string {
  let address = remote;
  for (let hop = 0; hop < forwardedFor.length; hop++) {
    if ('hops' in trusted ? hop >= trusted.hops : !trusted.includes(address)) break;
    const before = parseAddress(forwardedFor[forwardedFor.length - 1 - hop]);
    if (before === null) break;
    address = before;
  }
  return address;
}

/** A name or an address, with or without a port, that an address of a page can be made of. */
export function isHost(written: string): boolean {
  if (written.length > 255 || !/^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(written)) return false;
  return URL.canParse(`http://${written}/`);
}
