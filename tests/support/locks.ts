import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '#app/platform/database.server.ts';

/** Resolves when `count` connections of this database wait for a lock that somebody holds. @throws after twenty seconds */
export async function untilBlocked(db: Db, count: number): Promise<void> {
  let waiting = 0;
  for (let round = 0; round < 400; round++) {
    const row = await db.one<{ waiting: number }>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    waiting = row.waiting;
    if (waiting >= count) return;
    await sleep(50);
  }
  throw new Error(`${waiting} of ${count} wait for a lock`);
}
