import { BlockList, isIP } from 'node:net';

/** An address as it is compared and counted: IPv4 also where it comes dressed as IPv6. Null: no address. */
export function parseAddress(written: string | undefined): string | null {
  const bare = (written ?? '')
    .trim()
    .replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1')
    .replace(/^(\d[\d.]*):\d{1,5}$/, '$1')
    .replace(/%[\w.-]+$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(bare) === 0 ? null : bare.toLowerCase();
}

/**
 * Whom an address stands for when guesses are counted: itself, and of IPv6 the network of 64 bits, since one line has
 * all addresses in it.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Who is believed about where a request came from: so many proxies in a row, or those at these addresses. */
export type TrustedProxies = { hops: number } | { includes: (address: string) => boolean };

export const NO_PROXIES: TrustedProxies = { hops: 0 };

/** Reads `2`, or addresses and networks such as `10.0.0.5, 192.168.7.0/24, fd00::/8`. Null: it is neither. */
export function parseTrustedProxies(written: string): TrustedProxies | null {
  const text = written.trim();
  if (text === '') return NO_PROXIES;
  if (/^\d{1,2}$/.test(text)) return { hops: Number(text) };
  const list = new BlockList();
  for (const part of text.split(',')) {
    const [, base = '', bits] = /^\s*([^/\s]+)(?:\/(\d{1,3}))?\s*$/.exec(part) ?? [];
    const address = parseAddress(base);
    if (address === null) return null;
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const longest = family === 'ipv6' ? 128 : 32;
    if (Number(bits ?? longest) > longest) return null;
    list.addSubnet(address, Number(bits ?? longest), family);
  }
  return { includes: (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') };
}
