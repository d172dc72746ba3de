import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { openCopyRows } from '#app/platform/copy-rows.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue, JobDefinition } from '#app/platform/job.ts';
import { type Random, systemRandom } from '#app/platform/random.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { openTroubles } from '#app/platform/trouble.server.ts';
import type { World } from '#app/platform/world.ts';
import { silentLog } from './content.ts';

export type TestWorld = World & {
  /** The clock, moved by the test and by nothing else. */
  clock: { now: Date; advance(ms: number): void };
  /** What was asked of the worker and not taken away yet. */
  asked: { name: string; payload: unknown }[];
};

/**
 * A world over a real database and real files, with a clock that a test moves. What is asked of the worker is written down
 * for the test to hand on, or to lose.
 */
export function createWorld(db: Db, options: { now?: Date; random?: Random; databaseUrl?: string } = {}): TestWorld {
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-documents-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const clock = {
    now: options.now ?? new Date('2026-11-22T02:00:00Z'),
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  const asked: TestWorld['asked'] = [];
  const enqueue: Enqueue = async (job: JobDefinition, payload) => {
    asked.push({ name: job.name, payload: job.payload.parse(payload) });
    return 'queued';
  };
  return {
    db,
    heavy: { page: db, file: db },
    copyRows: openCopyRows(options.databaseUrl ?? 'postgres://the-test-names-none/'),
    now: () => clock.now,
    clockAgrees: async () => true,
    random: options.random ?? systemRandom,
    storage: openStorage(pathToFileURL(folder).href),
    enqueue,
    log: silentLog,
    troubles: openTroubles({ db, log: silentLog }),
    appUrl: 'http://localhost:3000',
    queueDepth: async () => ({ waiting: asked.length, active: 0, delayed: 0, failed: 0 }),
    clock,
    asked,
  };
}

/** The same thing asked by `n` at once; what each was told, errors included. */
export async function atOnce<T>(n: number, work: (index: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  return Promise.allSettled(Array.from({ length: n }, (_, index) => work(index)));
}

/** The values of those that were answered; an error of any of them is thrown. */
export function answersOf<T>(settled: readonly PromiseSettledResult<T>[]): T[] {
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
