/** Crockford's base 32: no I, L, O or U, so that a serial survives being read aloud, copied by hand and typed on a phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const SERIAL_BYTES = 10;
export const SERIAL_PATTERN = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

/** Eighty random bits as sixteen characters in four groups: 7K2M-QX4D-9TVA-3HNC. The caller hands in the randomness. */
export function serialFromBytes(bytes: Uint8Array): string {
  if (bytes.length !== SERIAL_BYTES) throw new RangeError(`a serial takes ${SERIAL_BYTES} bytes, got ${bytes.length}`);
  const bits = bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let characters = '';
  for (let shift = 75n; shift >= 0n; shift -= 5n) characters += ALPHABET.charAt(Number((bits >> shift) & 31n));
  return inGroups(characters);
}

/**
 * Reads a serial as a person types or pastes it: any case, with or without dashes and spaces, full-width characters,
 * O for 0, I or L for 1, or the whole address a QR code leads to. Answers the serial as it is stored, or null.
 */
export function parseSerial(typed: string): string | null {
  if (typed.length > 500) return null;
  const tail =
    typed
      .normalize('NFKC')
      .trim()
      .replace(/[?#].*$/s, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? '';
  const characters = tail
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const serial = inGroups(characters);
  return SERIAL_PATTERN.test(serial) ? serial : null;
}

function inGroups(characters: string): string {
  return characters.replace(/(.{4})(?=.)/gsu, '$1-');
}
