import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, signInAs } from '#tests/support/factories.ts';
import { readAllLessons } from '#tests/support/learner.ts';
import { describeOnBothBackends, eventually } from '#tests/support/queue.ts';
import { createWorld } from '#tests/support/world.ts';
import { tick } from './tick.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const DAY_MS = 86_400_000;
const database = useDatabase();
const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const wrong = (aheadMs: number): NodeJS.ProcessEnv => ({
  ...process.env,
  CLOCK_AHEAD_MS: String(aheadMs),
  NODE_OPTIONS: `--import ${pathToFileURL(path.join(root, 'tests/support/shift-clock.mjs')).href}`,
});

describeOnBothBackends('clocks that differ', (backend) => {
  const clocks = [
    ['a day ahead', DAY_MS],
    ['a day behind', -DAY_MS],
  ] as const;

  test.each(clocks)(
    'a schedule that was kept by a clock %s comes again once the clock is right',
    async (_, aheadMs) => {
      const queue = backend.open(database.url);
      try {
        await queue.ready({ withinMs: 25_000 });
        const stranger = fork(
          new URL('./tick-by-another-clock.ts', import.meta.url).pathname,
          [JSON.stringify(queue.place)],
          { execArgv: ['--import', 'tsx'], env: wrong(aheadMs), stdio: 'ignore' },
        );
        children.push(stranger);
        for (let times = 0; times < 2; times++) await once(stranger, 'message');
        const ended = once(stranger, 'exit');
        stranger.kill('SIGTERM');
        await ended;
        const at: number[] = [];
        queue.startWorker([{ definition: tick, run: async () => void at.push(Date.now()) }]);
        queue.schedule([
          { id: 'tick', job: tick, payload: {}, everySeconds: 1 },
          { id: 'daily', job: tick, payload: {}, dailyAt: '02:00', timeZone: 'Asia/Ho_Chi_Minh' },
        ]);
        await eventually('three ticks', () => at.length >= 3, 25_000);
      } finally {
        await queue.close({ graceMs: 2_000 });
      }
    },
    60_000,
  );

  test.each(clocks)(
    'a worker whose clock is %s says so, sweeps nothing, ends no attempt and signs nobody out, until it is right',
    async (_, aheadMs) => {
      await createAgencies(database.db);
      const { id } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
      await signInAs(database.db, id);
      await publishSample(database.db, {
        slug: 'sample',
        timeLimitMinutes: 30,
        now: () => new Date(Date.now() - DAY_MS),
      });
      const running = await startedAt(new Date());
      const overdue = await startedAt(new Date(Date.now() - 2 * 3_600_000));
      const deltas = await database.db.rollupDelta.count();
      expect(deltas).toBeGreaterThan(0);
      const queue = backend.open(database.url);
      const start = (env: NodeJS.ProcessEnv) => startWorker(env, queue.place);
      try {
        const worker = start(wrong(aheadMs));
        const clockTrouble = () => database.db.trouble.findFirst({ where: { kind: 'clock' } });
        await eventually('it says so', async () => (await clockTrouble()) !== null, 25_000);
        await sleep(3_000);
        const detail = (await clockTrouble())?.detail as { aheadSeconds: number } | undefined;
        expect(Math.abs((detail?.aheadSeconds ?? 0) - aheadMs / 1_000)).toBeLessThan(5);
        expect(await database.db.session.count()).toBe(1);
        expect(await database.db.rollupDelta.count()).toBe(deltas);
        expect(await statesOf(running, overdue)).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
        worker.kill('SIGKILL');
        start(process.env);
        await eventually('the sweep goes on', async () => (await statesOf(overdue))[0] !== 'IN_PROGRESS', 25_000);
        expect(await statesOf(running)).toEqual(['IN_PROGRESS']);
        await eventually('fold goes on', async () => (await database.db.rollupDelta.count()) === 0, 25_000);
        expect(await database.db.session.count()).toBe(1);
      } finally {
        await queue.close({ graceMs: 2_000 });
      }
    },
    90_000,
  );
});

/** A timed attempt of 30 minutes that somebody began at that time. */
async function startedAt(now: Date): Promise<string> {
  const world = createWorld(database.db, { now: new Date(now.getTime() - 121_000) });
  const { id: personId } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await readAllLessons(world, { personId, slug: 'sample' });
  const started = await startAttempt(world, { personId, slug: 'sample' });
  if (started.outcome !== 'started') throw new Error(`not started: ${started.outcome}`);
  return started.attemptId;
}

async function statesOf(...ids: string[]): Promise<string[]> {
  const rows = await database.db.attempt.findMany({ where: { id: { in: ids } }, select: { id: true, state: true } });
  return ids.map((id) => rows.find((row) => row.id === id)?.state ?? 'none');
}

function startWorker(env: NodeJS.ProcessEnv, place: { databaseUrl: string; redisUrl?: string; name: string }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-clock-'));
  folders.push(folder);
  const child = spawn(process.execPath, ['--import', 'tsx', 'jobs/main.ts'], {
    cwd: root,
    env: {
      PATH: env.PATH,
      NODE_OPTIONS: env.NODE_OPTIONS ?? '',
      CLOCK_AHEAD_MS: env.CLOCK_AHEAD_MS ?? '0',
      NODE_ENV: 'production',
      DATABASE_URL: place.databaseUrl,
      ...(place.redisUrl ? { REDIS_URL: place.redisUrl } : {}),
      STORAGE_URL: pathToFileURL(folder).href,
      APP_URL: 'http://127.0.0.1:3000',
      QUEUE_NAME: place.name,
    } as NodeJS.ProcessEnv,
    stdio: 'ignore',
  });
  children.push(child);
  return child;
}
