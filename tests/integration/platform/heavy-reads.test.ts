import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { type HeavyReads, openHeavyReads } from '#app/platform/heavy-reads.server.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase({ empty: false });
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const APPLICATION = 'heavy-reads-test';

async function openBoth(limits: Parameters<typeof openHeavyReads>[1] = {}): Promise<{ heavy: HeavyReads; db: Db }> {
  const heavy = openHeavyReads(database.url, { connections: 2, application: APPLICATION, ...limits });
  const db = openDatabase(database.url, { max: 12 });
  open.push(heavy, db);
  return { heavy, db };
}

/** Holds a table, so that whoever reads it waits, until it is let go. */
async function holdPeople(): Promise<{ letGo(): Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE "Person" IN ACCESS EXCLUSIVE MODE');
  let isHeld = true;
  const letGo = async () => {
    if (!isHeld) return;
    isHeld = false;
    await client.end();
  };
  open.push({ close: letGo });
  return { letGo };
}

const people = (heavy: HeavyReads) => heavy.page.one<{ count: number }>`SELECT count(*)::int AS count FROM "Person"`;
const busy = (db: Db) =>
  db.one<{ count: number }>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = ${APPLICATION} AND wait_event_type = 'Lock'`;

test('twelve reads that hang hold two connections, and nobody else waits for them', async () => {
  const { heavy, db } = await openBoth();
  const held = await holdPeople();
  const asked = Promise.all(Array.from({ length: 12 }, () => people(heavy)));
  await expect.poll(async () => (await busy(db)).count, { timeout: 5_000 }).toBe(2);
  await sleep(200);
  const others = await Promise.all(Array.from({ length: 30 }, () => busy(db)));
  expect(others.map(({ count }) => count)).toEqual(Array.from({ length: 30 }, () => 2));
  await held.letGo();
  expect(await asked).toHaveLength(12);
});

test('who comes when the line is full, or waits too long in it, is told so, and a file has more patience', async () => {
  const { heavy, db } = await openBoth({ waiting: 4, waitMs: { page: 300, file: 20_000 } });
  const held = await holdPeople();
  const first = [people(heavy), people(heavy)];
  await expect.poll(async () => (await busy(db)).count, { timeout: 5_000 }).toBe(2);
  const file = heavy.file.rows`SELECT 1 AS one`;
  const waiting = [people(heavy), people(heavy), people(heavy)].map((each) => each.catch((error: Error) => error.name));
  await expect(people(heavy)).rejects.toMatchObject({ name: 'TooBusy', message: '4 are waiting' });
  expect(await Promise.all(waiting)).toEqual(['TooBusy', 'TooBusy', 'TooBusy']);
  await held.letGo();
  expect(await Promise.all(first)).toHaveLength(2);
  expect(await file).toEqual([{ one: 1 }]);
  expect(await people(heavy)).toEqual({ count: 0 });
});

test('a read has the time of a page, also where it reads for a file', async () => {
  const { heavy } = await openBoth();
  for (const reader of [heavy.page, heavy.file])
    expect(
      await reader.one`SELECT current_setting('statement_timeout') AS limit, current_setting('timezone') AS zone`,
    ).toEqual({ limit: '10s', zone: 'UTC' });
});
