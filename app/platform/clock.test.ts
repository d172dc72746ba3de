import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Clock, ClockUnknown, openClock } from './clock.server.ts';

const DAY_MS = 86_400_000;
const clocks: Clock[] = [];
const open = (options: Parameters<typeof openClock>[0]) => {
  const clock = openClock({ everyMs: 60_000, ...options });
  clocks.push(clock);
  return clock;
};
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
});

test.each([
  ['a day ahead', DAY_MS],
  ['a day behind', -DAY_MS],
])('a machine whose clock is %s knows the time of the database', async (_, offset) => {
  const database = () => new Date(Date.now() - offset);
  const clock = open({ ask: async () => database() });
  await clock.measure();
  expect(Math.abs(clock.now().getTime() - database().getTime())).toBeLessThan(250);
  expect(Math.abs(clock.aheadMs() - offset)).toBeLessThan(250);
  expect(clock.agrees()).toBe(false);
});

test('a wall clock that is moved moves nothing, and is noticed at once', async () => {
  const wall = { ahead: 0 };
  const clock = open({ ask: async () => new Date(), wall: () => Date.now() + wall.ahead });
  await clock.measure();
  expect(clock.agrees()).toBe(true);
  const before = clock.now().getTime();
  wall.ahead = DAY_MS;
  expect(clock.now().getTime() - before).toBeLessThan(1_000);
  expect(clock.agrees()).toBe(false);
  wall.ahead = 0;
  expect(clock.agrees()).toBe(true);
});

test('before the database has answered nobody is told a time', async () => {
  const clock = open({ ask: () => Promise.reject(new Error('away')) });
  await expect(clock.measure()).rejects.toThrow('away');
  expect(() => clock.now()).toThrow(ClockUnknown);
  expect(clock.agrees()).toBe(false);
});

test('an answer that took long does not replace one that came at once', async () => {
  let slow = false;
  const clock = open({
    ask: async () => {
      const told = new Date();
      if (slow) await sleep(1_200);
      return told;
    },
  });
  await clock.measure();
  slow = true;
  await clock.measure();
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(250);
});
