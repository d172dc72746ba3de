import { hostname } from 'node:os';
import { CLOCK_TOLERANCE_MS, type Clock, openClock } from './clock.server.ts';
import type { Db } from './database.server.ts';
import { type Log, throttle } from './log.server.ts';
import type { Random } from './random.server.ts';
import type { Writer } from './sql.server.ts';
import type { Storage, StorageState } from './storage.server.ts';
import { openTroubles, type Troubles } from './trouble.server.ts';

const BEAT_MS = 10_000;

export type VitalSigns = {
  clock: Clock;
  troubles: Troubles;
  /** Writes that this process is there. @throws when the database takes no writes. */
  beat(): Promise<void>;
  /** As it was found last. */
  storageState(): StorageState;
  close(): void;
};

/**
 * What a process tells of itself: that it is there, that its clock is the database's, that it reaches the storage. What
 * fails is a trouble until it holds again.
 */
export function openVitalSigns({
  db,
  log,
  random,
  process: name,
  storage,
}: {
  db: Db;
  log: Log;
  random: Random;
  process: 'web' | 'worker';
  storage: Pick<Storage, 'check'>;
}): VitalSigns {
  const id = random.uuid(new Date());
  const here = `${name}@${hostname()}`;
  const troubles = openTroubles({ db, log });
  const complain = throttle(log);
  let clockDiffers = false;
  let storageIsAway = false;
  let storageState: StorageState = 'well';

  const clock = openClock({
    async ask() {
      const row = await db.one<{ at: Date }>`SELECT clock_timestamp() AS at`;
      return row.at;
    },
    onMeasured(aheadMs) {
      const differs = Math.abs(aheadMs) > CLOCK_TOLERANCE_MS;
      if (differs) {
        void troubles.report({ kind: 'clock', subject: here, detail: { aheadSeconds: Math.round(aheadMs / 1_000) } });
      } else if (clockDiffers) void troubles.end('clock', here);
      clockDiffers = differs;
    },
    onFailed: (reason) => complain('the database does not tell the time', { reason }),
  });

  async function beat(): Promise<void> {
    await db.run`
      INSERT INTO "Heartbeat" (id, process, host, pid) VALUES (${id}::uuid, ${name}, ${hostname()}, ${process.pid})
      ON CONFLICT (id) DO UPDATE SET "seenAt" = now()`;
  }

  async function checkStorage(): Promise<void> {
    const state = await storage.check();
    storageState = state;
    const isAway = state === 'absent' || state === 'foreign' || state === 'unwritable';
    if (isAway) await troubles.report({ kind: 'storage', subject: here, detail: { state } });
    else if (storageIsAway) await troubles.end('storage', here);
    storageIsAway = isAway;
  }

  const tick = async () => {
    await beat();
    await checkStorage();
  };
  const timer = setInterval(
    () => void tick().catch((error: unknown) => complain('a sign of life could not be given', { err: error })),
    BEAT_MS,
  ).unref();

  return {
    clock,
    troubles,
    beat,
    storageState: () => storageState,
    close() {
      clearInterval(timer);
      clock.close();
    },
  };
}

/** Forgets processes that have been gone for a week and troubles that ended a month ago. */
export async function dropOldSigns({ db }: { db: Writer }): Promise<number> {
  const processes = await db.run`DELETE FROM "Heartbeat" WHERE "seenAt" < now() - interval '7 days'`;
  const troubles = await db.run`DELETE FROM "Trouble" WHERE "endedAt" < now() - interval '30 days'`;
  return processes + troubles;
}
