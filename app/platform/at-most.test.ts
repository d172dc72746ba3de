import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { atMost, TooBusy } from './at-most.ts';

test('never more run at once than may, and all that wait have their turn, failures or not', async () => {
  const run = atMost({ running: 3, waiting: 97 });
  let active = 0;
  let most = 0;
  const work = (index: number) => async () => {
    active++;
    most = Math.max(most, active);
    await sleep(1);
    active--;
    if (index % 10 === 0) throw new Error('failed');
    return index;
  };
  const answers = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => run(work(index))));
  expect(most).toBe(3);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(90);
  expect(await run(async () => 'again')).toBe('again');
});

test('who comes when enough are waiting is told so at once, and who is in front goes first', async () => {
  const run = atMost({ running: 1, waiting: 2 });
  const order: string[] = [];
  const piece = (name: string) => async () => {
    await sleep(1);
    order.push(name);
  };
  const all = [run(piece('running')), run(piece('behind')), run(piece('in front'), { first: true })];
  await expect(run(piece('too many'))).rejects.toThrow(TooBusy);
  await Promise.all(all);
  expect(order).toEqual(['running', 'in front', 'behind']);
  await run(piece('later'));
  expect(order.at(-1)).toBe('later');
});

test('whose turn does not come in time is told so and stands in nobody’s way', async () => {
  const run = atMost({ running: 1, waiting: 2 });
  let end = () => {};
  const running = run(() => new Promise<void>((resolve) => (end = resolve)));
  const impatient = run(async () => 'never', { waitMs: 5 });
  const patient = run(async () => 'later', { waitMs: 60_000 });
  await expect(impatient).rejects.toThrow(TooBusy);
  end();
  await running;
  expect(await patient).toBe('later');
});
