import { openDatabase } from '#app/platform/database.server.ts';
import type { Env } from '#app/platform/env.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { type OpenQueue, openQueue } from '#app/platform/queue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { openStorage, type Storage } from '#app/platform/storage.server.ts';
import { readStorageMark } from '#app/platform/storage-mark.server.ts';
import { openVitalSigns, type VitalSigns } from '#app/platform/vital-signs.server.ts';
import type { World } from '#app/platform/world.ts';

/** A worker sends nobody a file, and shows nobody a page. */
export type WorkerWorld = Omit<World, 'copyRows' | 'heavy'>;

/** Opens everything that the worker works with. `close` lets the jobs in hand finish, then lets go in order. */
export function openWorkerWorld(env: Env): {
  world: WorkerWorld;
  queue: OpenQueue;
  vitalSigns: VitalSigns;
  close(graceMs: number): Promise<void>;
} {
  const log = openLog(env.LOG_LEVEL, 'worker');
  const db = openDatabase(env.DATABASE_URL, { max: 10, application: 'truc-worker' });
  const storage: Storage = openStorage(env.STORAGE_URL, () => readStorageMark(db));
  const vitalSigns = openVitalSigns({ db, log, random: systemRandom, process: 'worker', storage });
  const { clock, troubles } = vitalSigns;
  const queue = openQueue({
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    name: env.QUEUE_NAME,
    log,
    mayWork: clock.agrees,
  });
  return {
    world: {
      db,
      now: clock.now,
      async clockAgrees() {
        await clock.measure();
        return clock.agrees();
      },
      random: systemRandom,
      storage,
      enqueue: queue.enqueue,
      log,
      troubles,
      appUrl: env.APP_URL,
      queueDepth: queue.depth,
    },
    queue,
    vitalSigns,
    async close(graceMs) {
      await queue.close({ graceMs });
      vitalSigns.close();
      await db.close();
    },
  };
}
