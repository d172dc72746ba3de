import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSerial, SERIAL_BYTES, SERIAL_PATTERN, serialFromBytes } from './serial.ts';

const tenBytes = fc.uint8Array({ minLength: SERIAL_BYTES, maxLength: SERIAL_BYTES });

describe('serialFromBytes', () => {
  it('spells the bytes in Crockford base 32, highest bits first', () => {
    expect(serialFromBytes(new Uint8Array(10))).toBe('0000-0000-0000-0000');
    expect(serialFromBytes(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
    expect(serialFromBytes(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toBe('0000-0000-0000-0001');
    expect(serialFromBytes(Uint8Array.of(0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe('1000-0000-0000-0000');
  });

  it('loses no bit: different bytes never share a serial', () => {
    fc.assert(
      fc.property(tenBytes, fc.nat(79), (bytes, bit) => {
        const other = Uint8Array.from(bytes);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(serialFromBytes(other)).not.toBe(serialFromBytes(bytes));
      }),
    );
  });

  it('has the stored shape and reads back as itself', () => {
    fc.assert(
      fc.property(tenBytes, (bytes) => {
        const serial = serialFromBytes(bytes);
        expect(serial).toMatch(SERIAL_PATTERN);
        expect(parseSerial(serial)).toBe(serial);
      }),
    );
  });

  it('refuses another number of bytes', () => {
    expect(() => serialFromBytes(new Uint8Array(9))).toThrow(RangeError);
  });
});

describe('parseSerial', () => {
  const serial = '7K2M-0X4D-91VA-3HNC';

  it.each([
    ['lower case', '7k2m-0x4d-91va-3hnc'],
    ['no dashes', '7K2M0X4D91VA3HNC'],
    ['spaces around and between', '  7K2M 0X4D  91VA 3HNC\n'],
    ['no-break spaces and long dashes', '7K2M\u00a00X4D–91VA—3HNC'],
    ['a hyphen put in by a phone', '7K2M‑0X4D‐91VA−3HNC'],
    ['O for zero', '7k2m-ox4d-91va-3hnc'],
    ['I for one', '7K2M-0X4D-9IVA-3HNC'],
    ['l for one', '7K2M-0X4D-9lVA-3HNC'],
    ['full-width characters of an input method', '７Ｋ２Ｍ－０Ｘ４Ｄ－９１ＶＡ－３ＨＮＣ'],
    ['the address of the QR code', 'https://truc.example.gov.vn/verify/7K2M-0X4D-91VA-3HNC'],
    ['the address with what a messenger adds', 'truc.example.gov.vn/verify/7k2m-0x4d-91va-3hnc/?utm=x#top'],
  ])('accepts %s', (_, typed) => {
    expect(parseSerial(typed)).toBe(serial);
  });

  it.each([
    ['nothing', ''],
    ['a character too few', '7K2M-0X4D-91VA-3HN'],
    ['a character too many', '7K2M-0X4D-91VA-3HNCC'],
    ['a U, which no serial has', '7K2M-0X4D-91VA-3HNU'],
    ['a letter with a mark', '7K2M-0X4D-91VA-3HNÇ'],
    ['a control character', '7K2M-0X4D-91VA-3HN\u0000'],
    ['markup', '<script>alert(1)</script>'],
    ['more than any person types', '7'.repeat(100_000)],
  ])('answers null to %s', (_, typed) => {
    expect(parseSerial(typed)).toBeNull();
  });

  it('never throws and only ever answers a stored shape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const parsed = parseSerial(typed);
        if (parsed !== null) expect(parsed).toMatch(SERIAL_PATTERN);
      }),
    );
  });
});
