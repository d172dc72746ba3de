import { describe, expect, it } from 'vitest';
import type { Statement } from './statement.ts';
import { wordCertificate, writtenDate } from './wording.ts';

const statement: Statement = {
  serial: '7K2M-QX4D-9TVA-3HNC',
  kind: 'COURSE_COMPLETION',
  templateVersion: 1,
  holderName: 'Nguyễn Thị Lan',
  holderAgency: { vi: 'Ủy ban nhân dân xã Bà Nà', en: 'People’s Committee of Ba Na Commune' },
  course: { code: 'K1', title: { vi: 'Tên khóa', en: 'Course name' }, lessons: 1, minutes: 1_250 },
  completedAt: '2026-01-04T17:30:00.000Z',
  completedOn: '2026-01-05',
  issuer: { vi: 'Ủy ban nhân dân tỉnh Đắk Lắk', en: 'People’s Committee of Dak Lak Province' },
  place: { vi: 'Đắk Lắk', en: 'Dak Lak' },
  verifyUrl: 'http://localhost:3000/verify/7K2M-QX4D-9TVA-3HNC',
};

describe('wordCertificate', () => {
  const words = wordCertificate(statement);

  it('writes the issuing agency in capitals with all its marks', () => {
    expect(words.issuer.heading).toBe('ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK');
  });

  it('dates the document by the Vietnamese day, in each language’s own way', () => {
    expect(words.placeAndDate).toEqual({
      vi: 'Đắk Lắk, ngày 05 tháng 01 năm 2026',
      en: 'Dak Lak, 5 January 2026',
    });
  });

  it('counts in each language’s own way', () => {
    expect(words.facts.vi).toContain('1 bài, 1.250 phút');
    expect(words.facts.en).toContain('1 lesson, 1,250 minutes');
  });

  it('prints an address a person can copy, and gives the full one to the code', () => {
    expect(words.address).toBe('localhost:3000/verify');
    expect(words.qrAlternative).toContain(statement.verifyUrl);
  });

  it('claims no signature', () => {
    expect(JSON.stringify(words)).not.toMatch(/chữ ký|ký số|signature|signed/i);
  });
});

describe('writtenDate', () => {
  it('puts a zero before days under ten and before the first two months only', () => {
    expect(writtenDate('2026-02-28').vi).toBe('ngày 28 tháng 02 năm 2026');
    expect(writtenDate('2026-03-09').vi).toBe('ngày 09 tháng 3 năm 2026');
    expect(writtenDate('2026-12-10')).toEqual({ vi: 'ngày 10 tháng 12 năm 2026', en: '10 December 2026' });
  });
});
