import { expect, test } from 'vitest';
import { checkDueDay } from './due-day.ts';

const at = new Date('2026-11-22T16:59:59Z');

test('a due day lies after today in Viet Nam, at most exactly five years away', () => {
  expect(checkDueDay('2026-11-22', at)).toBe('due-not-after-today');
  expect(checkDueDay('2026-11-23', at)).toBeNull();
  expect(checkDueDay('2031-11-22', at)).toBeNull();
  expect(checkDueDay('2031-11-23', at)).toBe('due-too-far');
});

test('at midnight in Viet Nam the day that was tomorrow is today', () => {
  const midnight = new Date('2026-11-22T17:00:00Z');
  expect(checkDueDay('2026-11-23', midnight)).toBe('due-not-after-today');
  expect(checkDueDay('2031-11-23', midnight)).toBeNull();
});
