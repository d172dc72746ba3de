import type { Refusal } from './refuse-shape.ts';
import type { RouteLimit } from './route-limits.ts';

/** Our field names are words, perhaps with numbers: nothing that a parser takes for a path into an object. */
const FIELD_NAME = /^[A-Za-z][\w-]{0,80}$/;
/** An answer lies five levels deep, and a paper has two hundred of them with a few parts each. */
const DEEPEST_JSON = 8;
const MOST_VALUES = 10_000;

const TOO_MUCH: Refusal = { status: 413, kind: 'body' };
const UNREADABLE: Refusal = { status: 400, kind: 'body' };

/** Why a body that was announced is not read at all. Null: it is. */
export function refuseAnnounced(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  limit: RouteLimit,
): Refusal | null {
  // A length that is not told beforehand could be any.
  if (headers['transfer-encoding'] !== undefined) return { status: 411, kind: 'length' };
  const length = Number(headers['content-length'] ?? 0);
  if (length > limit.bytes) return limit.takes === 'nothing' ? { status: 405, kind: 'method' } : TOO_MUCH;
  const type = String(headers['content-type'] ?? '');
  const isForm = /^application\/x-www-form-urlencoded(\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i.test(type);
  if (limit.takes === 'form' && length > 0 && !isForm) return { status: 415, kind: 'body' };
  return null;
}

/** Why a body that was read is not handed on: what is in it would keep its parser busy. Null: it is handed on. */
export function refuseBody(body: Uint8Array, limit: RouteLimit): Refusal | null {
  if (limit.takes === 'json') return isSimpleJson(body) ? null : TOO_MUCH;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const fields = text.split('&', limit.fields + 2).filter((pair) => pair !== '');
  if (fields.length > limit.fields) return TOO_MUCH;
  return fields.every((pair) => FIELD_NAME.test(pair.split('=', 1)[0] ?? '')) ? null : UNREADABLE;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const COMMA = 0x2c;

/** Whether a text, if it is JSON, is neither deep nor of many values. */
function isSimpleJson(body: Uint8Array): boolean {
  let depth = 0;
  let values = 0;
  let inText = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (OPENING.has(byte)) {
      depth++;
      values++;
    } else if (CLOSING.has(byte)) depth--;
    else if (byte === COMMA) values++;
    if (depth > DEEPEST_JSON || values > MOST_VALUES) return false;
  }
  return true;
}
