import { expect, test } from 'vitest';
import { tellsRate } from './rate.ts';

test('a rate is told of ten people, not of nine', () => {
  expect([0, 1, 9, 10, 11].map(tellsRate)).toEqual([false, false, false, true, true]);
});
