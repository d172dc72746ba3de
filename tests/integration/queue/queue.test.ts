import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '#app/platform/job.ts';
import type { OpenQueue } from '#app/platform/queue.server.ts';
import { PATIENCE_MS } from '#app/platform/queue-connection.server.ts';
import type { JobHandler } from '#app/platform/queue-worker.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type Cable, describeOnBothBackends, drain, eventually, layCable } from '#tests/support/queue.ts';

const database = useDatabase({ empty: false });

const note = defineJob({
  name: 'test.note',
  payload: z.object({ word: z.string() }),
  dedupe: ({ word }) => `test.note-${word}`,
  attempts: 3,
});
const tick = defineJob({ name: 'test.tick', payload: z.object({}), dedupe: () => 'test.tick', attempts: 1 });

/** A handler that keeps what it was given. */
function keep(then: (word: string, times: number) => Promise<unknown> | undefined = () => undefined) {
  const words: string[] = [];
  const handler: JobHandler = {
    definition: note,
    run: async (payload) => {
      const { word } = payload as { word: string };
      words.push(word);
      await then(word, words.filter((kept) => kept === word).length);
    },
  };
  return { words, handler };
}

function count() {
  const at: number[] = [];
  return { at, handler: { definition: tick, run: async () => void at.push(Date.now()) } satisfies JobHandler };
}

/** How much later than it is due a machine that does much else comes to a thing: less than the patience of the queue. */
const LOADED_MS = 1_500;

const everySecond = { id: 'tick', job: tick, payload: {}, everySeconds: 1 };

describeOnBothBackends('the queue', (backend) => {
  const queues: OpenQueue[] = [];
  const cables: Cable[] = [];
  const open = (...options: Parameters<typeof backend.open> extends [unknown, ...infer Rest] ? Rest : never) => {
    const queue = backend.open(database.url, ...options);
    queues.push(queue);
    return queue;
  };
  /** Open and answering, so that a busy machine does not look like a queue that is away. */
  const opened = async (...options: Parameters<typeof open>) => {
    const queue = open(...options);
    await queue.ready({ withinMs: 25_000 });
    return queue;
  };
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close({ graceMs: 2_000 })));
    for (const cable of cables.splice(0)) await cable.close();
  });

  test('a job reaches its handler with its payload', async () => {
    const queue = await opened();
    const { words, handler } = keep();
    queue.startWorker([handler]);
    await expect(queue.enqueue(note, { word: 'tre' })).resolves.toBe('queued');
    await drain(queue);
    expect(words).toEqual(['tre']);
    expect(queue.failures()).toBe(0);
  });

  test('the same id waits once at a time, and may come again when it is done', async () => {
    const queue = await opened();
    const { words, handler } = keep();
    for (let round = 0; round < 5; round++) await queue.enqueue(note, { word: 'một' });
    await queue.enqueue(note, { word: 'hai' });
    await expect(queue.depth()).resolves.toMatchObject({ waiting: 2 });
    queue.startWorker([handler]);
    await drain(queue);
    await queue.enqueue(note, { word: 'một' });
    await drain(queue);
    expect(words.toSorted()).toEqual(['hai', 'một', 'một']);
  });

  test('a job that fails is tried again, as often as its definition says', async () => {
    const queue = await opened();
    const { words, handler } = keep(async (word, times) => {
      if (word === 'never' || times < 3) throw new Error('not yet');
    });
    queue.startWorker([handler]);
    await queue.enqueue(note, { word: 'third time' });
    await queue.enqueue(note, { word: 'never' });
    await drain(queue);
    expect(words.filter((word) => word === 'third time')).toHaveLength(3);
    expect(words.filter((word) => word === 'never')).toHaveLength(3);
    await expect(queue.depth()).resolves.toMatchObject({ failed: 1 });
  });

  test('a hopeless job is not tried again, and its id is free for the next', async () => {
    const queue = await opened();
    const { words, handler } = keep(async (_, times) => {
      if (times === 1) throw new RangeError('gone');
    });
    queue.startWorker([handler], { isHopeless: (error) => error instanceof RangeError });
    await queue.enqueue(note, { word: 'lá' });
    await drain(queue);
    expect(words).toEqual(['lá']);
    await expect(queue.depth()).resolves.toMatchObject({ failed: 1 });
    await queue.enqueue(note, { word: 'lá' });
    await drain(queue);
    expect(words).toEqual(['lá', 'lá']);
  });

  test('a payload that is none is refused on the way in and, from another release, on the way out', async () => {
    const queue = await opened();
    const other = defineJob({ ...note, payload: z.object({ wort: z.number() }), dedupe: () => 'other' });
    await expect(queue.enqueue(note, { word: 7 } as never)).resolves.toBe('unavailable');
    expect(queue.failures()).toBe(1);
    await queue.enqueue(other, { wort: 7 });
    await queue.enqueue(tick, {});
    const { words, handler } = keep();
    queue.startWorker([handler]);
    await drain(queue);
    expect(words).toEqual([]);
    await expect(queue.depth()).resolves.toMatchObject({ failed: 2 });
  });

  test('twenty queues opened at once on nothing all work', async () => {
    const first = open();
    const all = [first, ...Array.from({ length: 19 }, () => open({ place: first.place }))];
    await Promise.all(all.map((queue) => queue.ready({ withinMs: 20_000 })));
    const outcomes = await Promise.all(all.map((queue, index) => queue.enqueue(note, { word: `từ ${index}` })));
    expect(outcomes.filter((outcome) => outcome === 'queued')).toHaveLength(20);
    await expect(first.depth()).resolves.toMatchObject({ waiting: 20 });
  });

  test('a job is done again after its worker was killed', async () => {
    const queue = await opened();
    const victim = fork(new URL('./hang-in-a-job.ts', import.meta.url).pathname, [JSON.stringify(queue.place)], {
      execArgv: ['--import', 'tsx'],
      stdio: 'ignore',
    });
    try {
      const taken = new Promise((resolve) => victim.once('message', resolve));
      await queue.enqueue(note, { word: 'lại' });
      await taken;
      await expect(queue.depth()).resolves.toMatchObject({ waiting: 0, active: 1 });
    } finally {
      victim.kill('SIGKILL');
    }
    const { words, handler } = keep();
    queue.startWorker([handler], { lockMs: 2_000, checkMs: 1_000 });
    await eventually('the job is done again', () => words.length > 0, 15_000);
    await drain(queue);
    expect(words).toEqual(['lại']);
  });

  test('wiped while it is open, it takes and does jobs again without a restart', async () => {
    const queue = await opened();
    const web = await opened({ place: queue.place });
    const { words, handler } = keep();
    queue.startWorker([handler]);
    await web.enqueue(note, { word: 'trước' });
    await drain(queue);
    await queue.wipe();
    await eventually('a job is taken in', async () => (await web.enqueue(note, { word: 'sau' })) === 'queued');
    await eventually('the job after the wipe is done', () => words.includes('sau'));
    await queue.wipe();
    await sleep(50);
    await eventually('the next is taken in', async () => (await web.enqueue(note, { word: 'sau nữa' })) === 'queued');
    await eventually('the job after the second wipe is done', () => words.includes('sau nữa'));
  });

  test('wiped with nobody enqueueing, its repeating jobs come back', async () => {
    const queue = await opened();
    const ticks = count();
    queue.startWorker([ticks.handler]);
    queue.schedule([everySecond]);
    await eventually('the first ticks', () => ticks.at.length >= 2);
    await queue.wipe();
    const before = ticks.at.length;
    await eventually('ticks after the wipe', () => ticks.at.length >= before + 3);
  });

  test('wiped while a job is in hand, the job is finished and the next ones are taken', async () => {
    const queue = await opened();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let finished = 0;
    const { words, handler } = keep(async (word) => {
      if (word === 'lâu') await held;
      finished++;
    });
    queue.startWorker([handler]);
    await queue.enqueue(note, { word: 'lâu' });
    await eventually('the long job is in hand', () => words.length === 1);
    await queue.wipe();
    await eventually('a job is taken in', async () => (await queue.enqueue(note, { word: 'mau' })) === 'queued');
    await eventually('the short job is done', () => words.includes('mau'));
    letGo();
    await eventually('the long job is done', () => finished === 2);
    await queue.enqueue(note, { word: 'nữa' });
    await eventually('the next job is done', () => words.includes('nữa'));
    expect(words).toEqual(['lâu', 'mau', 'nữa']);
  });

  test('cut off, enqueue answers "unavailable" within two seconds, and all goes on when it is back', async () => {
    const cable = await layCable(backend.storeUrl(database.url));
    cables.push(cable);
    const queue = await opened({ storeUrl: cable.url });
    const { words, handler } = keep();
    const ticks = count();
    queue.startWorker([handler, ticks.handler]);
    queue.schedule([everySecond]);
    await queue.enqueue(note, { word: 'trước' });
    await eventually('the first job is done', () => words.length === 1);
    cable.cut();
    for (let round = 0; round < 3; round++) {
      const from = Date.now();
      await expect(queue.enqueue(note, { word: `không ${round}` })).resolves.toBe('unavailable');
      expect(Date.now() - from).toBeLessThan(PATIENCE_MS + LOADED_MS);
    }
    // Once it is known to be away, nobody waits for it.
    const from = Date.now();
    await queue.enqueue(note, { word: 'không' });
    expect(Date.now() - from).toBeLessThan(LOADED_MS);
    expect(queue.failures()).toBe(4);
    await expect(queue.depth()).rejects.toThrow();
    await sleep(1_000);
    cable.mend();
    const before = ticks.at.length;
    await eventually('jobs are taken in again', async () => (await queue.enqueue(note, { word: 'sau' })) === 'queued');
    await eventually('and done', () => words.includes('sau'));
    await eventually('ticks are back', () => ticks.at.length >= before + 2);
  });

  test('a store that falls silent keeps nobody longer than two seconds either', async () => {
    const cable = await layCable(backend.storeUrl(database.url));
    cables.push(cable);
    const queue = await opened({ storeUrl: cable.url });
    const { words, handler } = keep();
    queue.startWorker([handler]);
    await queue.ready();
    cable.hold();
    const from = Date.now();
    await expect(queue.enqueue(note, { word: 'không' })).resolves.toBe('unavailable');
    await expect(queue.depth()).rejects.toThrow();
    expect(Date.now() - from).toBeLessThan(2 * PATIENCE_MS + LOADED_MS);
    cable.mend();
    await eventually('jobs are taken in again', async () => (await queue.enqueue(note, { word: 'sau' })) === 'queued');
    await eventually('and done', () => words.includes('sau'));
  });

  test('opened while its store is away, it begins when the store comes', async () => {
    const cable = await layCable(backend.storeUrl(database.url));
    cables.push(cable);
    cable.cut();
    const queue = open({ storeUrl: cable.url });
    const { words, handler } = keep();
    const ticks = count();
    queue.startWorker([handler, ticks.handler]);
    queue.schedule([everySecond]);
    await expect(queue.enqueue(note, { word: 'sớm quá' })).resolves.toBe('unavailable');
    cable.mend();
    await queue.ready({ withinMs: 20_000 });
    await expect(queue.enqueue(note, { word: 'giờ' })).resolves.toBe('queued');
    await eventually('the job is done and the clock ticks', () => words.includes('giờ') && ticks.at.length > 0);
  });

  test('repeating jobs come once a time however many workers there are, and go when the table drops them', async () => {
    const queue = await opened();
    const other = await opened({ place: queue.place });
    const ticks = count();
    for (const worker of [queue, other]) {
      worker.startWorker([ticks.handler]);
      worker.schedule([everySecond]);
      await worker.ready();
    }
    const before = ticks.at.length;
    await sleep(3_000);
    expect(ticks.at.length - before).toBeGreaterThanOrEqual(2);
    expect(ticks.at.length - before).toBeLessThanOrEqual(4);
    await other.close();
    queue.schedule([]);
    await queue.ready();
    await drain(queue);
    const then = ticks.at.length;
    await sleep(1_500);
    expect(ticks.at.length).toBe(then);
  });

  test('repeating jobs go before a backlog', async () => {
    const queue = await opened();
    const { words, handler } = keep(() => sleep(20));
    const ticks = count();
    for (let index = 0; index < 300; index++) await queue.enqueue(note, { word: `${index}` });
    queue.startWorker([handler, ticks.handler], { concurrency: 2 });
    queue.schedule([everySecond]);
    await eventually('two ticks', () => ticks.at.length >= 2, 15_000);
    expect(words.length).toBeLessThan(300);
  });

  test('closing lets the job in hand finish', async () => {
    const queue = await opened();
    let finished = false;
    const { words, handler } = keep(async () => {
      await sleep(800);
      finished = true;
    });
    queue.startWorker([handler]);
    await queue.enqueue(note, { word: 'chậm' });
    await eventually('the job is in hand', () => words.length === 1);
    await queue.close();
    expect(finished).toBe(true);
    const again = await opened({ place: queue.place });
    await expect(again.depth()).resolves.toMatchObject({ waiting: 0, active: 0, failed: 0 });
    await expect(queue.enqueue(note, { word: 'quá muộn' })).resolves.toBe('unavailable');
  });
});
