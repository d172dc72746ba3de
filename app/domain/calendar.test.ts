import { expect, test } from 'vitest';
import { asDate, dueDay, endOfDay, parseDay, startOfDay, vietnamDay, vietnamMonth } from './calendar.ts';

test('a day begins at 17:00 UTC of the day before', () => {
  expect(startOfDay('2026-11-20').toISOString()).toBe('2026-11-19T17:00:00.000Z');
  expect(vietnamDay(new Date('2026-11-19T16:59:59.999Z'))).toBe('2026-11-19');
  expect(vietnamDay(new Date('2026-11-19T17:00:00Z'))).toBe('2026-11-20');
});

test('the last minutes of December in Viet Nam belong to December, whatever the hour in UTC', () => {
  expect(vietnamMonth(new Date('2026-12-31T16:59:00Z'))).toBe('2026-12-01');
  expect(vietnamMonth(new Date('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
});

test('a due day holds to its last moment', () => {
  const due = endOfDay('2028-02-29');
  expect(due.toISOString()).toBe('2028-02-29T17:00:00.000Z');
  expect(dueDay(due)).toBe('2028-02-29');
});

test('only days that exist are days', () => {
  expect(parseDay('2026', '2', '9')).toBe('2026-02-09');
  expect(parseDay('2026', '2', '30')).toBeNull();
  expect(parseDay('2028', '02', '29')).toBe('2028-02-29');
  expect(parseDay('26', '1', '1')).toBeNull();
  expect(parseDay('2026', 'x', '1')).toBeNull();
});

test('a day is typed in digits of the right number, with spaces around at most', () => {
  expect(parseDay(' 2026 ', ' 11 ', ' 3 ')).toBe('2026-11-03');
  for (const year of ['x2026', '2026x', '20260', '', '+2026']) expect(parseDay(year, '1', '1')).toBeNull();
  for (const month of ['x1', '1x', '001', '', '13', '0', '-1']) expect(parseDay('2026', month, '1')).toBeNull();
  for (const day of ['x1', '1x', '001', '', '32', '0', '-1']) expect(parseDay('2026', '1', day)).toBeNull();
});

test('a day travels as midnight UTC', () => {
  expect(asDate('2026-11-20').toISOString()).toBe('2026-11-20T00:00:00.000Z');
});
