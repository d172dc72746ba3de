import { expect, test, vi } from 'vitest';
import { ClockUnknown } from './clock.server.ts';
import { isDatabaseAway } from './database-away.server.ts';
import { TooSlow } from './within.server.ts';

test('a database that has not told the time or is too slow is away, also when another bundle says so', async () => {
  vi.resetModules();
  const other = await import('./clock.server.ts');
  const slow = await import('./within.server.ts');
  expect(other.ClockUnknown).not.toBe(ClockUnknown);
  for (const error of [new ClockUnknown(''), new TooSlow(''), new other.ClockUnknown(''), new slow.TooSlow('')])
    expect(isDatabaseAway(error)).toBe(true);
});

test('a fault of ours is none of the database', () => {
  for (const error of [new Error('x is not a function'), new TypeError('fetch failed'), null, 'ECONNREFUSED'])
    expect(isDatabaseAway(error)).toBe(false);
});
