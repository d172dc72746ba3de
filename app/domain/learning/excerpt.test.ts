import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, searchWords } from './excerpt.ts';

const shown = (body: string, query: string) =>
  excerptOf(body, searchWords(query))
    .map((piece, at) => (at % 2 === 1 ? `[${piece}]` : piece))
    .join('');

describe('an excerpt', () => {
  test('shows the hit as it is written, whatever diacritics were typed', () => {
    expect(shown('Nền công vụ thích ứng với thay đổi.', 'thich ung')).toBe('Nền công vụ [thích] [ứng] với thay đổi.');
    expect(shown('Đơn tố cáo gửi đến.', 'DON TO')).toBe('[Đơn] [tố] cáo gửi đến.');
  });

  test('takes the line that has the words one after the other before one that has them apart', () => {
    expect(shown('Thích một điều, ứng một điều.\nMột nền công vụ thích ứng.', 'thích ứng')).toContain('nền công vụ');
  });

  test('marks words from their beginning: half a word is found, the end of another is not', () => {
    expect(shown('Một cửa liên thông, xacua', 'cua lien tho')).toBe('Một [cửa] [liên] [thông], xacua');
  });

  test('of a long line shows a piece around the hit, cut between words', () => {
    const long = `${'trước '.repeat(80)}đích ${'sau '.repeat(80)}`.trim();
    const text = shown(long, 'đích');
    expect(text).toMatch(/^… (?:trước )+\[đích\] (?:sau )*sau …$/);
    expect(text.length).toBeLessThan(200);
  });

  test('is empty when nothing is found, or nothing was asked', () => {
    expect(shown('Không có gì', 'xyz')).toBe('');
    expect(shown('Không có gì', ' ?! ')).toBe('');
  });

  test('never changes a letter of what it shows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Đề án', 'ứng', 'ﬁ', '𝒜bc', 'Trúc', 'ở'), { minLength: 1 }), (words) => {
        const line = words.join(' ');
        const text = excerptOf(line, searchWords('trúc ung')).join('');
        expect(line).toContain(text.replace(/^… | …$/g, ''));
      }),
    );
  });
});
