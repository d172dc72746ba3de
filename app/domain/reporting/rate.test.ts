import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rate } from './rate.ts';

test('a rate is people with a valid completion of those assigned, and shows both', () => {
  expect(rate({ completed: 3, assigned: 4 })).toEqual({ completed: 3, assigned: 4, value: 0.75 });
});

test('nobody assigned is no rate, not nought', () => {
  expect(rate({ completed: 0, assigned: 0 }).value).toBeNull();
});

test('a rate is never above one or below nought', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (completed, assigned) => {
      const { value } = rate({ completed, assigned });
      expect(value === null || (value >= 0 && value <= 1)).toBe(true);
    }),
  );
});
