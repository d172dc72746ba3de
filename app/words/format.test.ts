import { describe, expect, it } from 'vitest';
import {
  daysBetween,
  formatBytes,
  formatCount,
  formatDate,
  formatDateTime,
  formatDays,
  formatFraction,
  formatMinutes,
  formatMonth,
  formatNumber,
  formatPeople,
  formatPercent,
  formatTime,
  isoDay,
  isoMoment,
} from './format.ts';

describe('numbers', () => {
  it('groups thousands with the mark of the language, from four digits on', () => {
    expect(formatNumber('vi', 1204)).toBe('1.204');
    expect(formatNumber('en', 1204)).toBe('1,204');
    expect(formatNumber('vi', 876757)).toBe('876.757');
    expect(formatNumber('vi', 1870145)).toBe('1.870.145');
    expect(formatNumber('en', 999)).toBe('999');
    expect(formatNumber('vi', 0)).toBe('0');
  });

  it('drops trailing zeros unless a column asks for its decimals', () => {
    expect(formatNumber('vi', 2 / 3)).toBe('0,67');
    expect(formatNumber('en', 12.67)).toBe('12.67');
    expect(formatNumber('vi', 0.5)).toBe('0,5');
    expect(formatNumber('vi', 10)).toBe('10');
    expect(formatNumber('vi', 100)).toBe('100');
    expect(formatNumber('vi', 43.1, { decimals: 1 })).toBe('43,1');
    expect(formatNumber('vi', 43, { decimals: 1 })).toBe('43,0');
  });

  it('writes a true minus, and none before nought', () => {
    expect(formatNumber('vi', -62.4)).toBe('−62,4');
    expect(formatNumber('vi', -0.001)).toBe('0');
  });

  it('prints a dash where there is no number', () => {
    expect(formatNumber('vi', Number.NaN)).toBe('–');
  });
});

describe('rates', () => {
  it('has the decimal mark of the language', () => {
    expect(formatPercent('vi', 876757, 1870145)).toBe('46,8%');
    expect(formatPercent('vi', 469, 1000)).toBe('46,9%');
    expect(formatPercent('en', 469, 1000)).toBe('46.9%');
  });

  it('never rounds up: 79.99 is not 80 and all but one is not 100', () => {
    expect(formatPercent('vi', 7999, 10000)).toBe('79,9%');
    expect(formatPercent('vi', 1870144, 1870145)).toBe('99,9%');
    expect(formatPercent('vi', 1870145, 1870145)).toBe('100%');
    expect(formatPercent('en', 7999, 10000, 0)).toBe('79%');
    expect(formatPercent('en', 9999, 10000, 2)).toBe('99.99%');
  });

  it('is exact for every share of a thousand', () => {
    for (let n = 1; n < 1000; n++) {
      expect(formatPercent('en', n, 1000)).toBe(`${Math.floor(n / 10)}.${n % 10}%`);
    }
  });

  it('knows nought and nothing apart', () => {
    expect(formatPercent('vi', 0, 12)).toBe('0%');
    expect(formatPercent('vi', 0, 0)).toBe('–');
  });

  it('stands beside numerator and denominator', () => {
    expect(formatFraction('vi', 876757, 1870145)).toBe('876.757\u00a0/\u00a01.870.145');
  });
});

describe('dates and times', () => {
  const evening = new Date('2026-11-18T13:11:07Z');

  it('is the calendar of Viet Nam, not of the machine', () => {
    expect(formatDate('vi', '2026-11-18T16:59:59Z')).toBe('18/11/2026');
    expect(formatDate('vi', '2026-11-18T17:00:00Z')).toBe('19/11/2026');
    expect(formatDate('en', '2026-12-31T17:00:00Z')).toBe('1 January 2027');
  });

  it('takes a bare date as that day', () => {
    expect(formatDate('vi', '2026-11-05')).toBe('05/11/2026');
    expect(formatDate('en', '2026-11-18')).toBe('18 November 2026');
  });

  it('names the weekday of a deadline', () => {
    expect(formatDate('vi', '2026-11-20', { weekday: true })).toBe('thứ Sáu 20/11/2026');
    expect(formatDate('vi', '2026-11-20', { weekday: true, year: false })).toBe('thứ Sáu 20/11');
    expect(formatDate('en', '2026-11-20', { weekday: true })).toBe('Friday 20 November 2026');
    expect(formatDate('vi', '2026-11-22', { weekday: true })).toBe('Chủ nhật 22/11/2026');
  });

  it('writes the clock on 24 hours', () => {
    expect(formatTime('vi', evening)).toBe('20:11:07');
    expect(formatTime('en', evening, { seconds: false })).toBe('20:11');
    expect(formatTime('vi', '2026-11-18T17:00:00Z')).toBe('00:00:00');
    expect(formatDateTime('vi', evening)).toBe('20:11 ngày 18/11/2026');
    expect(formatDateTime('en', evening)).toBe('20:11 on 18 November 2026');
  });

  it('agrees with the zone database on every hour of some years', () => {
    const zone = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Ho_Chi_Minh',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    for (let at = Date.UTC(2024, 1, 27); at < Date.UTC(2029, 0, 1); at += 37 * 3_600_000) {
      expect(isoDay(at)).toBe(zone.format(at));
    }
  });

  it('counts calendar days', () => {
    expect(daysBetween(evening, '2026-11-20')).toBe(2);
    expect(daysBetween('2026-11-18T16:59:00Z', '2026-11-18T17:01:00Z')).toBe(1);
    expect(daysBetween(evening, '2026-11-15')).toBe(-3);
    expect(daysBetween(evening, evening)).toBe(0);
  });

  it('gives machines their own spelling', () => {
    expect(isoMoment(evening)).toBe('2026-11-18T20:11:07+07:00');
    expect(formatMonth('vi', evening)).toBe('11/2026');
    expect(formatMonth('en', evening)).toBe('November 2026');
  });

  it('prints a dash for what is no date', () => {
    expect(formatDate('vi', 'soon')).toBe('–');
    expect(formatDateTime('vi', 'soon')).toBe('–');
  });
});

describe('units', () => {
  it('never breaks between number and unit, and counts in English', () => {
    expect(formatMinutes('vi', 20)).toBe('20\u00a0phút');
    expect(formatMinutes('en', 1)).toBe('1\u00a0minute');
    expect(formatDays('en', 2)).toBe('2\u00a0days');
    expect(formatPeople('vi', 1204)).toBe('1.204\u00a0người');
    expect(formatPeople('en', 1)).toBe('1\u00a0person');
    expect(formatCount('vi', 1204, 'người')).toBe('1.204\u00a0người');
    expect(formatCount('en', 1, 'person', 'people')).toBe('1\u00a0person');
  });

  it('says the size of a file', () => {
    expect(formatBytes('vi', 58_300)).toBe('58\u00a0KB');
    expect(formatBytes('vi', 940_000)).toBe('940\u00a0KB');
    expect(formatBytes('vi', 1_940_000)).toBe('1,9\u00a0MB');
    expect(formatBytes('en', 12)).toBe('1\u00a0KB');
  });
});
