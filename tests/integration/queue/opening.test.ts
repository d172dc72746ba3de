import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLog } from '#app/platform/log.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { eventually, layCable } from '#tests/support/queue.ts';

const database = useDatabase({ empty: false });

/** By which BullMQ lets only one process at a time make the tables of a queue. */
const MIGRATION_LOCK = 0x42554c4c;

test('a database that goes away while the queue is being opened ends no process, and the queue opens when it is back', async () => {
  const name = `q_${process.pid}_opening`;
  const cable = await layCable(database.url);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const holding = database.db.transaction(async (tx) => {
    await tx.run`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}, hashtext(${name}))`;
    await held;
  });
  const unheard: Error[] = [];
  const note = (error: Error) => void unheard.push(error);
  process.prependListener('uncaughtException', note);
  const queue = openQueue({ databaseUrl: cable.url, name, log: openLog('silent', 'script') });
  try {
    await eventually('the queue waits for the lock', async () => {
      const { waits } = await database.db.one<{ waits: boolean }>`
        SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'truc-queue' AND wait_event = 'advisory') AS waits`;
      return waits;
    });
    cable.cut();
    await sleep(500);
    expect(unheard).toEqual([]);
    letGo();
    await holding;
    cable.mend();
    await queue.ready({ withinMs: 20_000 });
  } finally {
    letGo();
    process.removeListener('uncaughtException', note);
    await queue.close({ graceMs: 2_000 });
    await cable.close();
  }
});
