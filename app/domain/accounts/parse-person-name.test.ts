import { describe, expect, it } from 'vitest';
import { foldForSearch, searchPatterns } from '../fold-for-search.ts';
import { parsePersonName, searchTextOf, sortNameOf } from './parse-person-name.ts';

describe('a name', () => {
  it('becomes NFC with one space between its words', () => {
    const decomposed = '  Nguyễn   Thị\u00a0Lan '.normalize('NFD');
    expect(parsePersonName(decomposed)).toEqual({ outcome: 'name', name: 'Nguyễn Thị Lan'.normalize('NFC') });
  });

  it('loses what nobody sees: soft hyphens, zero-width spaces, marks that turn the direction of writing', () => {
    const signs = [
      '\u00ad',
      '\u034f',
      '\u200b',
      '\u200d',
      '\u200f',
      '\u202a',
      '\u202e',
      '\u2060',
      '\u2066',
      '\u2069',
      '\ufeff',
    ];
    for (const sign of signs) {
      expect(parsePersonName(`${sign}Lê${sign} Th${sign}ị ${sign}`)).toEqual({ outcome: 'name', name: 'Lê Thị' });
    }
    expect(parsePersonName(`Le\u200b\u0302`)).toEqual({ outcome: 'name', name: 'Lê' });
    expect(parsePersonName('\u200b\u2060')).toEqual({ outcome: 'refused', reason: 'empty' });
    expect(parsePersonName('Lê\u3000Thị\u2009Hoa')).toEqual({ outcome: 'name', name: 'Lê Thị Hoa' });
  });

  it('may be in any script', () => {
    for (const name of ['ສົມສະຫວັດ ພົມວິຫານ', 'សុខ សុភា', 'สมชาย ใจดี', 'မောင်မောင်', "Siti binti O'Neil-Ðà"]) {
      expect(parsePersonName(name)).toEqual({ outcome: 'name', name: name.normalize('NFC') });
    }
  });

  it('is refused with its reason', () => {
    expect(parsePersonName(' \u00a0 ')).toEqual({ outcome: 'refused', reason: 'empty' });
    for (const sign of ['\u0000', '\n', '\t', '\u0007', '\u0085', '\u2028']) {
      expect(parsePersonName(`Lan${sign}Anh`)).toEqual({ outcome: 'refused', reason: 'control-characters' });
    }
    expect(parsePersonName('ă'.repeat(120)).outcome).toBe('name');
    expect(parsePersonName('ă'.repeat(121))).toEqual({ outcome: 'refused', reason: 'too-long', limit: 120 });
    expect(parsePersonName('Lan 李', () => ['李'])).toEqual({
      outcome: 'refused',
      reason: 'unprintable',
      characters: ['李'],
    });
  });

  it('sorts by the given name', () => {
    expect(sortNameOf('Nguyễn Thị Lan')).toBe('Lan Nguyễn Thị');
    expect(sortNameOf('Lan')).toBe('Lan');
  });
});

describe('search', () => {
  it('knows neither case nor diacritics', () => {
    expect(foldForSearch('  ĐẶNG  Thị Ngọc Ưỡn ')).toBe('dang thi ngoc uon');
    expect(foldForSearch('Nguyễn'.normalize('NFD'))).toBe(foldForSearch('NGUYỄN'));
    expect(searchTextOf({ fullName: 'Đỗ Lê', personnelNumber: '0123456789', email: 'do.le@a.vn' })).toBe(
      'do le 0123456789 do.le@a.vn',
    );
  });

  it('takes what is typed for letters, never for wildcards', () => {
    expect(searchPatterns('100% _a\\b')).toEqual(['%100\\%%', '%\\_a\\\\b%']);
    expect(searchPatterns(' \u0000 ')).toEqual([]);
    expect(searchPatterns('a '.repeat(50))).toHaveLength(8);
  });
});
