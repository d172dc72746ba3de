import { halfWidth, withoutInvisible } from '#app/domain/clean-text.ts';

/** Crockford's base 32: no I, L, O or U, so that a serial survives being read aloud, copied by hand and typed on a phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** What ISO/IEC 7064 reckons with. */
const ISO_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const SERIAL_BYTES = 10;
/** Sixteen characters, and a check character behind them on every serial since it was brought in. */
export const SERIAL_PATTERN = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}(?:-[0-9A-HJKMNP-TV-Z])?$/;
const LENGTHS = { withoutCheck: 16, withCheck: 17 };

/**
 * A new serial: eighty random bits in four groups and a check character, 7K2M-QX4D-9TVA-3HNC-M. Drawn again while the
 * check character is one of the four letters that serials avoid, so that every one can be read aloud.
 */
export function drawSerial(bytes: (length: number) => Uint8Array): string {
  for (;;) {
    const body = spell(bytes(SERIAL_BYTES));
    const check = checkCharacter(body);
    if (ALPHABET.includes(check)) return inGroups(`${body}${check}`);
  }
}

/** Ten bytes as sixteen characters, highest bits first. */
export function spell(bytes: Uint8Array): string {
  if (bytes.length !== SERIAL_BYTES) throw new RangeError(`a serial takes ${SERIAL_BYTES} bytes, got ${bytes.length}`);
  const bits = bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let characters = '';
  for (let shift = 75n; shift >= 0n; shift -= 5n) characters += ALPHABET.charAt(Number((bits >> shift) & 31n));
  return characters;
}

/** ISO/IEC 7064 MOD 37,36: finds every single wrong character and nearly every pair that changed places. */
export function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body) {
    const sum = (product + ISO_ALPHABET.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ISO_ALPHABET.charAt((37 - product) % 36);
}

export type ReadSerial =
  | { outcome: 'serial'; serial: string }
  /** `length`: characters are missing or too many; `character`: one that no serial has; `check`: a slip of the pen. */
  | { outcome: 'mistyped'; reason: 'length' | 'character' | 'check' };

/**
 * Reads a serial as a person types or pastes it: any case, grouped or not, with what nobody sees, full-width
 * characters, O for 0, I or L for 1, the words printed before it, a full stop behind it, or the address that a QR
 * code leads to. A serial of sixteen characters has no check character and is as it is.
 */
export function readSerial(typed: string): ReadSerial {
  if (typed.length > 500) return { outcome: 'mistyped', reason: 'length' };
  const characters = withoutLabel(fromAddress(halfWidth(withoutInvisible(typed)).normalize('NFC').trim()))
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\u2212_.,:;·'"!?…|]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if ([...characters].some((character) => !ALPHABET.includes(character))) {
    return { outcome: 'mistyped', reason: 'character' };
  }
  if (characters.length === LENGTHS.withCheck) {
    const isRight = checkCharacter(characters.slice(0, -1)) === characters.at(-1);
    return isRight ? { outcome: 'serial', serial: inGroups(characters) } : { outcome: 'mistyped', reason: 'check' };
  }
  return characters.length === LENGTHS.withoutCheck
    ? { outcome: 'serial', serial: inGroups(characters) }
    : { outcome: 'mistyped', reason: 'length' };
}

/** Whether a slip of the pen in this serial would have been found. */
export const hasCheckCharacter = (serial: string): boolean => serial.replaceAll('-', '').length === LENGTHS.withCheck;

/** The serial of an address: behind /verify/, or what the form sends; of anything else with slashes the last part. */
function fromAddress(text: string): string {
  const found = /\/verify\/([^\s/?#]+)/i.exec(text) ?? /[?&]serial=([^\s&#]+)/i.exec(text);
  const part =
    found?.[1] ??
    text
      .replace(/[?#].*$/s, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ??
    '';
  try {
    return decodeURIComponent(part.replace(/\+/g, ' '));
  } catch {
    return part;
  }
}

/** Without the words that stand before the number on paper, in either language or both. */
function withoutLabel(text: string): string {
  const label =
    /^[\s\p{P}]*(?:số\s+chứng\s+chỉ|mã\s+chứng\s+chỉ|chứng\s+chỉ\s+số|chứng\s+chỉ|số|certificate\s+(?:number|no)|certificate|serial\s+number|serial|number|no)(?![\p{L}\p{N}-])[\s.:#№]*/iu;
  let rest = text;
  for (let shorter = rest.replace(label, ''); shorter !== rest; shorter = rest.replace(label, '')) rest = shorter;
  return rest;
}

function inGroups(characters: string): string {
  return characters.replace(/(.{4})(?=.)/gsu, '$1-');
}
