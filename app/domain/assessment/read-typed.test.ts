import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRADER_VERSION, markAnswer } from './grade-paper.ts';
import type { Key } from './paper.ts';
import { isAnswered, isUnreadable } from './question.ts';
import { cleanAnswer, decimalOf, foldShortText, isWithin, readNumbers } from './read-typed.ts';

const explanation = { vi: '', en: '' };
const numeric = (value: string, tolerance = '0', unit?: Key['unit']): Key => ({
  type: 'numeric',
  value,
  tolerance,
  explanation,
  ...(unit ? { unit } : {}),
});
const short: Key = { type: 'short_text', accepted: { vi: ['bản sắc'], en: ['identity'] }, explanation };
const earns = (key: Key, text: string) => markAnswer(key, { text }).n === 1;
/** What a text was read as, in writing. */
const read = (text: string, unit?: Key['unit']) =>
  readNumbers(text, unit).map(({ units, scale }) => Number(units) / 10 ** scale);

const DAYS = { vi: 'ngày', en: 'days' };
const PERCENT = { vi: '%', en: '%' };

describe('a typed number', () => {
  it.each([
    '100%',
    '100 %',
    '100\u00a0%',
    '％100',
    '１００％',
    '"100%"',
    '(100 %)',
    '100 %.',
    ' 100\u200b% ',
    '\u202a100%\u202c',
  ])('%j is a hundred where the unit is %%', (text) => expect(earns(numeric('100', '0', PERCENT), text)).toBe(true));

  it.each(['30', '30 ngày', '30ngày', '30 NGÀY', '30 ngay', '30 days', '30 day', '“30 ngày”', '[30]', '30.'])(
    '%j is thirty where the unit is days',
    (text) => expect(earns(numeric('30', '0', DAYS), text)).toBe(true),
  );

  it('with another unit is not read: it means something else', () => {
    for (const text of ['30 tháng', '30%', '30 ngày làm việc', 'khoảng 30', '30 31'])
      expect(read(text, DAYS)).toEqual([]);
    expect(read('30 ngày')).toEqual([]);
    expect(read('30 days', { vi: 'ngày', en: 'day' })).toEqual([30]);
  });

  it.each([
    ['1204,5', [1204.5]],
    ['1.204,5', [1204.5]],
    ['1,204.5', [1204.5]],
    ['1 204,5', [1204.5]],
    ["1'204.5", [1204.5]],
    ['1 204 500', [1204500]],
    ['1.204.500', [1204500]],
    ['01.204', [1.204]],
    ['9'.repeat(30), [Number('9'.repeat(30))]],
    ['1.204', [1.204, 1204]],
    ['1,204', [1.204, 1204]],
    ['0,125', [0.125]],
    ['.5', [0.5]],
    ['−5', [-5]],
    ['- 5,25', [-5.25]],
    ['+5', [5]],
    ['１．２０４，５', [1204.5]],
  ])('%j is read as %j', (text, numbers) => expect(read(text)).toEqual(numbers));

  it.each([
    ...['', ' ', '\u200b', '0x1E', '1e3', '1E3', 'Infinity', '-Infinity', 'NaN', '1,2,3.4.5', '12.34,5', '1.204,500,1'],
    ...['3 0', '1 2', '1.204,5x', '10²', '½', '+-5', '--5', '5-', '٣٠', '0b11', '1_000', '9'.repeat(31)],
  ])('%j is none', (text) => expect(read(text)).toEqual([]));

  it('is compared exactly: 1 ± 0.1 takes 1.1 and 0.9 and nothing beyond', () => {
    const key = numeric('1', '0.1');
    for (const text of ['1.1', '1,1', '0.9', '1.10', '1']) expect(earns(key, text)).toBe(true);
    for (const text of ['1.1000000000000000001', '0.8999999999999999999', '1.11']) expect(earns(key, text)).toBe(false);
  });

  it('is within a tolerance exactly when whole numbers say so', () => {
    const hundredths = fc.integer({ min: -100_000, max: 100_000 });
    const written = (units: number) => {
      const digits = String(Math.abs(units)).padStart(3, '0');
      return `${units < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    };
    fc.assert(
      fc.property(hundredths, hundredths, fc.nat({ max: 1_000 }), (value, typed, tolerance) => {
        const key = numeric(written(value), written(tolerance));
        expect(earns(key, written(typed))).toBe(Math.abs(value - typed) <= tolerance);
        expect(earns(key, written(typed).replace('.', ','))).toBe(Math.abs(value - typed) <= tolerance);
      }),
    );
  });

  it('of any size is the same number in Vietnamese, English and plain writing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 99 }), (whole, cents) => {
        const groups = whole.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
        const decimals = String(cents).padStart(2, '0');
        const meant = decimalOf(`${whole}.${decimals}`);
        const zero = { units: 0n, scale: 0 };
        for (const text of [
          `${groups}.${decimals}`,
          `${groups.replaceAll(',', '.')},${decimals}`,
          `${groups.replaceAll(',', ' ')},${decimals}`,
          `${whole}.${decimals}`,
        ]) {
          expect(readNumbers(text).some((one) => isWithin(one, meant, zero))).toBe(true);
        }
      }),
    );
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(readNumbers(text, DAYS).length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('that cannot be read is told, and nothing else is', () => {
    const question = { type: 'numeric', unit: DAYS } as const;
    expect(isUnreadable(question, { text: 'ba mươi' })).toBe(true);
    expect(isUnreadable(question, { text: '30 tháng' })).toBe(true);
    for (const answer of [{ text: '30 ngày' }, { text: '' }, { text: ' \u200b' }, null, { choice: 'a' }]) {
      expect(isUnreadable(question, answer)).toBe(false);
    }
    expect(isUnreadable({ type: 'short_text' }, { text: 'ba mươi' })).toBe(false);
  });
});

describe('a short text', () => {
  it.each([
    ...[
      'bản\u200b sắc',
      'bản\u00ad sắc',
      '\ufeffbản sắc',
      '"bản sắc"',
      '“bản sắc”',
      '«bản sắc»',
      '‘bản sắc’',
      '(bản sắc)',
    ],
    ...['bản sắc)', '[bản sắc].', ' BẢN   SẮC… ', 'bản\u00a0sắc', 'ＩＤＥＮＴＩＴＹ', 'Identity!'],
  ])('%j counts', (text) => expect(earns(short, text)).toBe(true));

  it.each(['ban sac', 'bản sác', 'bản-sắc', 'bản', '""', '\u200b', ''])('%j does not: diacritics count', (text) =>
    expect(earns(short, text)).toBe(false),
  );

  it('has one apostrophe, one dash and one Đ', () => {
    const key: Key = { type: 'short_text', accepted: { vi: ["H'Đà-Lạt"], en: ['x'] }, explanation };
    for (const text of ['H’Đà-Lạt', 'HʼÐà–Lạt', "h'Ɖà‑lạt", 'H´đà-lạt', 'H\u1fefđà-lạt'])
      expect(earns(key, text)).toBe(true);
  });

  it('is folded once: again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldShortText(foldShortText(text))).toBe(foldShortText(text));
        expect(cleanAnswer(cleanAnswer(text))).toBe(cleanAnswer(text));
      }),
    );
  });

  it('loses no letter and no mark', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ]+$/), (word) => {
        expect(foldShortText(` "${word.toLocaleUpperCase('vi')}." `)).toBe(word.normalize('NFC'));
      }),
    );
  });
});

it('answers of nothing that can be seen are no answers', () => {
  expect(isAnswered({ text: '\u200b\u00ad ' })).toBe(false);
});

it('gradings of this reading have a version of their own', () => {
  expect(GRADER_VERSION).toBe(2);
});
