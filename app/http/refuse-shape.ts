import type { refusalWords } from '#app/words/refusals.ts';

/** Methods that pages have. */
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];
export const ALLOW = METHODS.join(', ');

/**
 * What no address, form or browser of ours comes near, so that nothing behind this reads more of it: Remix looks at an
 * address once for each of its parts, and every parser has an input on which it is slow.
 */
const LONGEST_PATH = 4_096;
const DEEPEST_PATH = 12;
/** Two hundred people chosen for an assignment are seven thousand characters. */
const LONGEST_QUERY = 12_000;
const MOST_PARAMETERS = 400;
const MOST_HEADERS = 80;
const LONGEST_COOKIES = 8_192;

export type Refusal = { status: number; kind: keyof typeof refusalWords };

type Asked = {
  method: string;
  /** The target as it stands in the first line of the request. */
  url: string;
  rawHeaders: readonly string[];
  headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** Why a request is answered before anything reads it further, by its first line and its headers. Null: it is not. */
export function refuseShape({ method, url, rawHeaders, headers }: Asked): Refusal | null {
  if (!METHODS.includes(method)) return { status: 405, kind: 'method' };
  // `OPTIONS *` asks what the server as a whole can do.
  if (method === 'OPTIONS' && url === '*') return null;
  if (!url.startsWith('/')) return { status: 400, kind: 'address' };
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  if (path.length > LONGEST_PATH || url.length - path.length > LONGEST_QUERY) return { status: 414, kind: 'too-long' };
  if (count(path, '/') > DEEPEST_PATH) return { status: 404, kind: 'too-deep' };
  if (at !== -1 && count(url, '&') >= MOST_PARAMETERS) return { status: 414, kind: 'too-long' };
  // Remix takes it as a question of its own kind, which no page of ours asks, and writes each one down as a failure.
  if (at !== -1 && new URLSearchParams(url.slice(at)).has('_data')) return { status: 400, kind: 'address' };
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) return { status: 400, kind: 'host' };
  const isTooMuch = rawHeaders.length > 2 * MOST_HEADERS || (headers.cookie?.length ?? 0) > LONGEST_COOKIES;
  if (isTooMuch) return { status: 431, kind: 'headers' };
  if (method === 'POST') return null;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
  return hasBody ? { status: 400, kind: 'body' } : null;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}

/** `GET http://this.host/path` means the path alone; other targets stay as they are. */
export function pathOfTarget(target: string, host: string | undefined): string {
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(target) ?? [];
  if (authority === undefined || authority.toLowerCase() !== host?.toLowerCase()) return target;
  return rest?.startsWith('/') ? rest : `/${rest ?? ''}`;
}
