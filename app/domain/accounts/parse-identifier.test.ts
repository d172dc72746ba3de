import { describe, expect, it } from 'vitest';
import { foldForSearch, searchPatterns } from '../fold-for-search.ts';
import { cleanEmail, cleanIdentifier, parsePersonnelNumber } from './parse-identifier.ts';

describe('who somebody says that she is', () => {
  it.each([
    ...[
      'lan@truc.example',
      ' Lan@Truc.Example ',
      'lan@truc.example.',
      'lan@truc.example,',
      '<lan@truc.example>',
      '"lan@truc.example"',
    ],
    ...[
      '\u200blan@truc\u00ad.example\ufeff',
      'ｌａｎ＠ｔｒｕｃ．ｅｘａｍｐｌｅ',
      'mailto:lan@truc.example',
      'Thư điện tử: lan@truc.example',
    ],
  ])('%j is one e-mail address', (typed) => {
    expect(cleanEmail(typed)).toBe('lan@truc.example');
    expect(cleanIdentifier(typed)).toBe('lan@truc.example');
  });

  it.each([
    ...[
      '0123456789',
      ' 0123 456 789 ',
      '0123.456.789',
      '0123-456-789',
      '０１２３４５６７８９',
      '0123\u200b456\u2060789.',
    ],
    ...['Số hiệu: 0123456789', '(0123456789)'],
  ])('%j is one personnel number', (typed) => {
    expect(parsePersonnelNumber(typed)).toBe('0123456789');
    expect(cleanIdentifier(typed)).toBe('0123456789');
  });

  it.each(['012345678', '01234567890', '٠١٢٣٤٥٦٧٨٩', 'lan', ''])('%j is no personnel number', (typed) => {
    expect(parsePersonnelNumber(typed)).toBeNull();
  });
});

describe('a search', () => {
  it('finds a number however it is grouped, and a name with what nobody sees, full-width signs or a comma', () => {
    for (const typed of ['0123456789', '0123 456 789', '０１２３.４５６.７８９', '0123\u200b456789,']) {
      expect(searchPatterns(typed)).toEqual(['%0123456789%']);
    }
    for (const typed of ['Đặng Lan', 'Ðặng Lan', 'Ɖặng\u200b Lan,', '“Đặng Lan”', 'Ｄặng Lan.', 'Họ tên: Đặng Lan']) {
      expect(searchPatterns(typed)).toEqual(['%dang%', '%lan%']);
    }
  });

  it('finds every apostrophe with every apostrophe', () => {
    for (const typed of ["H'Bê", 'H’Bê', 'HʼBê', 'H‘Bê']) expect(searchPatterns(typed)).toEqual(['%h_be%']);
    expect(foldForSearch('H’Ðà')).toBe("h'da");
  });

  it('keeps a few digits as the words that they are', () => {
    expect(searchPatterns('2026 12')).toEqual(['%2026%', '%12%']);
  });
});
