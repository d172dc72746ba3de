import { openDatabase } from '#app/platform/database.server.ts';
import type { Env } from '#app/platform/env.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { type OpenQueue, openQueue } from '#app/platform/queue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import type { World } from '#app/platform/world.ts';

/** A worker sends nobody a file. */
export type WorkerWorld = Omit<World, 'copyRows'>;

/** Opens everything that the worker works with. `close` lets the jobs in hand finish, then lets go in order. */
export function openWorkerWorld(env: Env): {
  world: WorkerWorld;
  queue: OpenQueue;
  close(graceMs: number): Promise<void>;
} {
  const log = openLog(env.LOG_LEVEL, 'worker');
  const storage = openStorage(env.STORAGE_URL);
  const db = openDatabase(env.DATABASE_URL, { max: 10, application: 'truc-worker' });
  const queue = openQueue({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, name: env.QUEUE_NAME, log });
  return {
    world: {
      db,
      now: () => new Date(),
      random: systemRandom,
      storage,
      enqueue: queue.enqueue,
      log,
      appUrl: env.APP_URL,
      queueDepth: queue.depth,
    },
    queue,
    async close(graceMs) {
      await queue.close({ graceMs });
      await db.$disconnect();
    },
  };
}
