import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter, drawSerial, hasCheckCharacter, readSerial, SERIAL_PATTERN, spell } from './serial.ts';

const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
/** Draws with these bytes first, then with others. */
const drawn = (bytes: Uint8Array) => {
  let turn = 0;
  return drawSerial(() => Uint8Array.from(bytes, (byte) => (byte + 7 * turn++) & 255));
};
const OLD = '7K2M-0X4D-91VA-3HNC';
const NEW = '7K2M-0X4D-91VA-3HNC-K';

describe('a new serial', () => {
  it('spells the bytes in Crockford base 32, highest bits first', () => {
    expect(spell(new Uint8Array(10))).toBe('0000000000000000');
    expect(spell(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZ');
    expect(spell(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toBe('0000000000000001');
    expect(spell(Uint8Array.of(0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe('1000000000000000');
    expect(() => spell(new Uint8Array(9))).toThrow(RangeError);
  });

  it('loses no bit: different bytes never share a serial', () => {
    fc.assert(
      fc.property(tenBytes, fc.nat(79), (bytes, bit) => {
        const other = Uint8Array.from(bytes);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(spell(other)).not.toBe(spell(bytes));
      }),
    );
  });

  it('has the check character of ISO/IEC 7064 MOD 37,36, as in the examples that others publish', () => {
    // The example of the Global Release Identifier standard.
    expect(checkCharacter('A12425GABC1234002')).toBe('M');
    expect(checkCharacter('7K2M0X4D91VA3HNC')).toBe('K');
  });

  it('has the stored shape, a length of its own, and reads back as itself', () => {
    fc.assert(
      fc.property(tenBytes, (bytes) => {
        const serial = drawn(bytes);
        expect(serial).toMatch(SERIAL_PATTERN);
        expect(serial.replaceAll('-', '')).toHaveLength(17);
        expect(hasCheckCharacter(serial)).toBe(true);
        expect(readSerial(serial)).toEqual({ outcome: 'serial', serial });
      }),
    );
  });

  it('tells every single wrong character', () => {
    fc.assert(
      fc.property(tenBytes, fc.nat(16), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), (bytes, at, other) => {
        const characters = [...drawn(bytes).replaceAll('-', '')];
        fc.pre(characters[at] !== other);
        characters[at] = other;
        expect(readSerial(characters.join(''))).toEqual({ outcome: 'mistyped', reason: 'check' });
      }),
    );
  });

  it('tells nearly every pair of neighbours that changed places', () => {
    let [told, all] = [0, 0];
    fc.assert(
      fc.property(tenBytes, fc.nat(15), (bytes, at) => {
        const characters = [...drawn(bytes).replaceAll('-', '')];
        const [one = '', two = ''] = characters.slice(at, at + 2);
        if (one === two) return;
        characters.splice(at, 2, two, one);
        all += 1;
        if (readSerial(characters.join('')).outcome === 'mistyped') told += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(told / all).toBeGreaterThan(0.97);
  });
});

describe('a typed or pasted serial', () => {
  it.each([
    ['lower case', '7k2m-0x4d-91va-3hnc-k'],
    ['no dashes', '7K2M0X4D91VA3HNCK'],
    ['spaces around and between', '  7K2M 0X4D  91VA 3HNC K\n'],
    ['no-break spaces and long dashes', '7K2M\u00a00X4D–91VA—3HNC‑K'],
    ['zero-width characters of a web page', '\u200b7K2M\u00ad-0X4D-\u206091VA-3HNC-K\ufeff'],
    ['O for zero', '7k2m-ox4d-91va-3hnc-k'],
    ['I and l for one', '7K2M-0X4D-9IVA-3HNC-K'],
    ['full-width characters of an input method', '７Ｋ２Ｍ－０Ｘ４Ｄ－９１ＶＡ－３ＨＮＣ－Ｋ'],
    ['a full stop behind it', '7K2M-0X4D-91VA-3HNC-K.'],
    ['quotes and brackets', '“7K2M-0X4D-91VA-3HNC-K” (…)'.slice(0, 24)],
    ['the words before it', 'Số chứng chỉ: 7K2M-0X4D-91VA-3HNC-K'],
    ['the words before it, decomposed', 'Số chứng chỉ: 7K2M-0X4D-91VA-3HNC-K'.normalize('NFD')],
    ['the words in both languages, as copied from the PDF', 'Số chứng chỉ  Certificate number\n7K2M-0X4D-91VA-3HNC-K'],
    ['a label in English', 'Certificate No. 7K2M-0X4D-91VA-3HNC-K,'],
    ['the address of the QR code', 'https://truc.example.gov.vn/verify/7K2M-0X4D-91VA-3HNC-K'],
    ['the address with what a messenger adds', 'truc.example.gov.vn/verify/7k2m-0x4d-91va-3hnc-k/?utm=x#top'],
    ['a sentence with the address', 'Kiểm tra tại https://truc.example/verify/7K2M-0X4D-91VA-3HNC-K nhé'],
    ['the address of the form', 'https://truc.example/verify?serial=7K2M+0X4D%2D91VA-3HNC-K&x=1'],
  ])('is read with %s', (_, typed) => {
    expect(readSerial(typed)).toEqual({ outcome: 'serial', serial: NEW });
  });

  it('of before is as it is: sixteen characters and none to check them', () => {
    expect(readSerial('Số chứng chỉ: 7k2m ox4d 9iva 3hnc.')).toEqual({ outcome: 'serial', serial: OLD });
    expect(hasCheckCharacter(OLD)).toBe(false);
    expect(OLD).toMatch(SERIAL_PATTERN);
  });

  it.each([
    ['nothing', '', 'length'],
    ['a character too few', '7K2M-0X4D-91VA-3HN', 'length'],
    ['two too many', '7K2M-0X4D-91VA-3HNC-KK', 'length'],
    ['more than any person types', '7'.repeat(100_000), 'length'],
    ['a slip of the pen', '7K2M-0X4D-91VA-3HNC-X', 'check'],
    ['two neighbours that changed places', '7K2M-0X4D-91AV-3HNC-K', 'check'],
    ['a U, which no serial has', '7K2M-0X4D-91VA-3HNU', 'character'],
    ['a letter with a mark', '7K2M-0X4D-91VA-3HNÇ', 'character'],
    ['a raised digit', '7K2M-0X4D-91VA-3HN²', 'character'],
    ['a control character', '7K2M-0X4D-91VA-3HN\u0000', 'character'],
    ['markup', '<script>alert(1)</script>', 'character'],
  ])('is mistyped with %s', (_, typed, reason) => {
    expect(readSerial(typed)).toEqual({ outcome: 'mistyped', reason });
  });

  it('never throws and only ever answers a stored shape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const read = readSerial(typed);
        if (read.outcome === 'serial') expect(read.serial).toMatch(SERIAL_PATTERN);
      }),
    );
  });
});
