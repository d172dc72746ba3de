import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLines } from './fit-lines.ts';

/** Every character is as wide as the type is high. */
const characters = new Intl.Segmenter('vi');
const measure = (text: string) => [...characters.segment(text)].length;

describe('fitLines', () => {
  const fit = { width: 120, sizes: [12, 10, 8], lines: 2 };

  it('takes the first size at which the text stands on one line', () => {
    expect(fitLines('Ngô Thị An', measure, fit)).toEqual({ size: 12, lines: ['Ngô Thị An'] });
    expect(fitLines('Ngô Thị Ánh', measure, fit)).toEqual({ size: 10, lines: ['Ngô Thị Ánh'] });
    expect(fitLines('Nguyễn Thị Ánh', measure, fit)).toEqual({ size: 8, lines: ['Nguyễn Thị Ánh'] });
  });

  it('then wraps at the last size into lines of like length', () => {
    expect(fitLines('Tôn Nữ Phước Ngọc An', measure, fit)).toEqual({ size: 8, lines: ['Tôn Nữ Phước ', 'Ngọc An'] });
  });

  it('then goes on shrinking', () => {
    const { size, lines } = fitLines('một hai ba bốn năm sáu bảy tám chín mười', measure, fit);
    expect(lines).toHaveLength(2);
    expect(size).toBeLessThan(8);
  });

  it('breaks a word that is wider than the page', () => {
    const { lines } = fitLines('W'.repeat(290), measure, fit);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toBe('W'.repeat(290));
  });

  it('loses nothing and clips nothing, whatever the text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'ễ', 'Ư', 'g\u0303', '-', '&'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
        const text = words.join(' ');
        const { size, lines } = fitLines(text, measure, fit);
        expect(lines.join('')).toBe(text);
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(measure(line.trimEnd()) * size).toBeLessThanOrEqual(fit.width + 1e-6);
      }),
    );
  });
});
