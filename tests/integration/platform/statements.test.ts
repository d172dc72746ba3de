import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Db, openDatabase, sqlState, TransactionTooLong, type Tx } from '#app/platform/database.server.ts';
import { isDatabaseAway } from '#app/platform/database-away.server.ts';
import { planAnew, sql } from '#app/platform/sql.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { urlOf } from '#tests/support/database-urls.ts';

const database = useDatabase();
const opened: Db[] = [];
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
});
const open = (limits?: Parameters<typeof openDatabase>[1], url = database.url) => {
  const db = openDatabase(url, limits);
  opened.push(db);
  return db;
};
const NOBODY = '00000000-0000-0000-0000-000000000000';
const agency = (code: string) => ({ code, nameVi: code, nameEn: code, type: 'commune' });
const codes = async () => (await database.db.agency.findMany({ orderBy: { code: 'asc' } })).map(({ code }) => code);
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('a statement for one row takes no other number of them, and one for a row or none takes no more', async () => {
  const { db } = database;
  const rows = (count: number) => sql`SELECT n FROM generate_series(1, ${count}::int) n`;
  expect(await db.one(rows(1))).toEqual({ n: 1 });
  expect(await failure(db.one(rows(0)))).toEqual(new Error('a statement for one row found none'));
  expect(await failure(db.one(rows(2)))).toEqual(new Error('a statement for one row found 2'));
  expect(await db.maybeOne(rows(1))).toEqual({ n: 1 });
  expect(await db.maybeOne(rows(0))).toBeNull();
  expect(await failure(db.maybeOne(rows(2)))).toEqual(new Error('a statement for one row found 2'));
});

test('a statement is planned once a connection, and one that asks for it at each asking', async () => {
  const db = open({ max: 1 });
  for (const round of [1, 2]) {
    await db.rows`SELECT ${round}::int AS planned_once`;
    await db.rows`${planAnew} SELECT ${round}::int AS each_time`;
  }
  const kept = await db.rows<{ statement: string }>`
    SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%planned_once' OR statement LIKE '%each_time'`;
  expect(kept.map((row) => row.statement)).toEqual(['SELECT $1::int AS planned_once']);
});

test('a transaction of another kind gives its statements the time of that kind, and itself as long', async () => {
  const db = open({ max: 1, statementMs: 4_000 });
  const limit = async (tx: Pick<Tx, 'one'>) =>
    (await tx.one<{ limit: string }>`SELECT current_setting('statement_timeout') AS limit`).limit;
  const timers = vi.spyOn(globalThis, 'setTimeout');
  expect(await db.transaction(limit, { kind: 'whole' })).toBe('30min');
  expect(timers.mock.calls.map(([, ms]) => ms)).toContain(30 * 60_000);
  timers.mockRestore();
  expect(await db.transaction(limit)).toBe('4s');
  expect(await limit(db)).toBe('4s');
});

test('pieces are put together, and their values never become SQL', async () => {
  const name = `'; DROP TABLE "Person"; --`;
  const piece = sql`${name}::text = ANY(${[name]}::text[])`;
  expect(await database.db.one`SELECT ${piece} AND ${sql.join([sql`true`, piece], ' AND ')} AS holds`).toEqual({
    holds: true,
  });
});

test('a number of eight bytes, a day, a moment and a document come back as what they are', async () => {
  const at = new Date('2026-03-29T01:30:00.123Z');
  expect(
    await database.db
      .one`SELECT 9007199254740993 AS big, '2026-03-29'::date AS day, ${at}::timestamptz AS at, '{"a":[1]}'::jsonb AS document`,
  ).toEqual({ big: 9007199254740993n, day: new Date('2026-03-29T00:00:00Z'), at, document: { a: [1] } });
});

describe('a transaction', () => {
  test('commits what models and statements did in it, and both see it from within', async () => {
    const seen = await database.db.transaction(async (tx) => {
      await tx.agency.create({ data: agency('A') });
      await tx.run`UPDATE "Agency" SET "nameVi" = 'Xã A' WHERE code = 'A'`;
      const outside = await database.db.agency.count();
      return [outside, (await tx.agency.findUniqueOrThrow({ where: { code: 'A' } })).nameVi];
    });
    expect(seen).toEqual([0, 'Xã A']);
    expect(await codes()).toEqual(['A']);
  });

  test('undoes both when it throws, and gives its connection back', async () => {
    const db = open({ max: 1 });
    for (let round = 0; round < 3; round++) {
      const thrown = await failure(
        db.transaction(async (tx) => {
          await tx.agency.create({ data: agency('A') });
          await tx.run`INSERT INTO "Agency" (code, "nameVi", "nameEn", type) VALUES ('B', 'B', 'B', 'commune')`;
          throw new Error('changed my mind');
        }),
      );
      expect(thrown).toEqual(new Error('changed my mind'));
    }
    expect(await codes()).toEqual([]);
  });

  test('of which a statement failed unheard says so', async () => {
    const thrown = await failure(
      database.db.transaction(async (tx) => {
        await tx.agency.create({ data: agency('A') });
        await failure(tx.rows`SELECT 1 / 0`);
      }),
    );
    expect(String(thrown)).toContain('had failed');
    expect(await codes()).toEqual([]);
  });

  test('that has ended takes nothing more, by statement or model', async () => {
    const db = open({ max: 1 });
    const left = await db.transaction(async (tx) => [tx] as const);
    expect(String(await failure(left[0].run`SELECT 1`))).toContain('has ended');
    expect(String(await failure(left[0].agency.create({ data: agency('A') })))).toContain('has ended');
    expect(await codes()).toEqual([]);
  });

  test('that takes too long is undone, and is an outage to whoever asked', async () => {
    const db = open({ max: 1 });
    const thrown = await failure(
      db.transaction(
        async (tx) => {
          await tx.agency.create({ data: agency('A') });
          await sleep(400);
          await tx.agency.create({ data: agency('B') });
        },
        { withinMs: 150 },
      ),
    );
    expect(thrown).toBeInstanceOf(TransactionTooLong);
    expect(isDatabaseAway(thrown)).toBe(true);
    expect(await codes()).toEqual([]);
    expect(await db.one`SELECT 1 AS one`).toEqual({ one: 1 });
  });

  test('refuses a model call that would open one of its own', async () => {
    const writes = (tx: Tx) =>
      tx.agency.create({
        data: { ...agency('A'), grants: { create: { role: 'ADMINISTRATOR', personId: NOBODY } } } as never,
      });
    expect(String(await failure(database.db.transaction(writes)))).toContain('writes to one table');
    expect(await codes()).toEqual([]);
  });

  test('keeps to its own, twenty at once over four connections', async () => {
    const db = open({ max: 4 });
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        failure(
          db.transaction(async (tx) => {
            await tx.agency.create({ data: agency(`A${n}`) });
            await tx.rows`SELECT pg_sleep(0.01)`;
            await tx.agency.create({ data: agency(`B${n}`) });
            if (n % 2) throw new Error('undone');
          }),
        ),
      ),
    );
    expect(all.filter((error) => error === null)).toHaveLength(10);
    const left = Array.from({ length: 20 }, (_, n) => n).filter((n) => n % 2 === 0);
    expect(new Set(await codes())).toEqual(new Set(left.flatMap((n) => [`A${n}`, `B${n}`])));
  });
});

test('the state of an error is told, whichever way it came', async () => {
  await database.db.agency.create({ data: agency('A') });
  const twice = sql`INSERT INTO "Agency" (code, "nameVi", "nameEn", type) VALUES ('A', 'A', 'A', 'commune')`;
  expect(sqlState(await failure(database.db.run(twice)))).toBe('23505');
  expect(sqlState(await failure(database.db.agency.create({ data: agency('A') })))).toBe('23505');
  expect(sqlState(await failure(database.db.transaction((tx) => tx.run(twice))))).toBe('23505');
});

test.each(['Asia/Ho_Chi_Minh', 'America/New_York'])('a server that is set to %s shifts no moment', async (zone) => {
  const name = new URL(database.url).pathname.slice(1);
  const owner = new pg.Client({ connectionString: urlOf(name) });
  await owner.connect();
  await owner.query(`ALTER DATABASE "${name}" SET timezone = '${zone}'`);
  try {
    const db = open();
    // The hour that New York has twice, and midnight in Viet Nam.
    for (const at of [
      new Date('2026-11-01T05:30:00Z'),
      new Date('2026-11-01T06:30:00Z'),
      new Date('2026-02-28T17:00:00Z'),
    ]) {
      const kind_subject = { kind: 'clock', subject: at.toISOString() };
      await db.trouble.create({ data: { ...kind_subject, since: at } });
      const byStatement = await db.one<{ since: Date; text: string }>`
        SELECT since, since::text AS text FROM "Trouble" WHERE subject = ${at.toISOString()} AND since = ${at}`;
      expect(byStatement.since).toEqual(at);
      expect(byStatement.text).toMatch(/\+00$/);
      expect((await db.trouble.findUniqueOrThrow({ where: { kind_subject } })).since).toEqual(at);
    }
  } finally {
    await owner.query(`ALTER DATABASE "${name}" RESET timezone`);
    await owner.end();
  }
});
