import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { isDatabaseAway } from '#app/platform/database-away.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type Cable, layCable } from '#tests/support/queue.ts';

const database = useDatabase({ empty: false });
const open: (Db | Cable)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function openThrough(limits: Parameters<typeof openDatabase>[1] = {}) {
  const cable = await layCable(database.url);
  const db = openDatabase(cable.url, { max: 1, ...limits });
  open.push(db, cable);
  return { db, cable };
}
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const ask = (db: Db) => db.rows`SELECT 1`;

test('a cut connection and a server that refuses are an outage, and over when it is back', async () => {
  const { db, cable } = await openThrough();
  await ask(db);
  cable.cut();
  for (const error of [await failure(ask(db)), await failure(ask(db)), await failure(db.person.findFirst())]) {
    expect(isDatabaseAway(error), String(error)).toBe(true);
  }
  cable.mend();
  await ask(db);
});

test('an outage in the middle of a transaction is one', async () => {
  const { db, cable } = await openThrough();
  const error = await failure(
    db.transaction(async (tx) => {
      await tx.rows`SELECT 1`;
      cable.cut();
      await tx.run`UPDATE "Person" SET email = email`;
    }),
  );
  expect(isDatabaseAway(error), String(error)).toBe(true);
});

test('a server that answers nothing keeps nobody longer than its limit', async () => {
  const { db, cable } = await openThrough({ silenceMs: 800, waitMs: 500 });
  await ask(db);
  cable.hold();
  const from = performance.now();
  for (const error of [await failure(ask(db)), await failure(ask(db))]) {
    expect(isDatabaseAway(error), String(error)).toBe(true);
  }
  expect(performance.now() - from).toBeLessThan(8_000);
  cable.mend();
  await sleep(300);
  await ask(db);
});

test('a statement that takes longer than its limit is ended by the server', async () => {
  const { db } = await openThrough({ statementMs: 300 });
  const error = await failure(db.rows`SELECT pg_sleep(5)::text`);
  expect(isDatabaseAway(error), String(error)).toBe(true);
  await ask(db);
});

test('whoever finds no free connection waits no longer than the limit', async () => {
  const { db } = await openThrough({ waitMs: 300 });
  const busy = db.rows`SELECT pg_sleep(1.5)::text`.then(() => {});
  await sleep(50);
  expect(isDatabaseAway(await failure(ask(db)))).toBe(true);
  await busy;
  await ask(db);
});

test('a database that takes no writes is an outage for whoever writes', async () => {
  const { db } = await openThrough();
  const error = await failure(
    db.transaction(async (tx) => {
      await tx.run`SET TRANSACTION READ ONLY`;
      await tx.rateLimit.create({ data: { key: 'x', count: 1, resetsAt: new Date() } });
    }),
  );
  expect(isDatabaseAway(error), String(error)).toBe(true);
});

test('a mistake of ours is none', async () => {
  const { db } = await openThrough();
  expect(isDatabaseAway(await failure(db.rows`SELECT nothing FROM nowhere`))).toBe(false);
  expect(isDatabaseAway(await failure(db.person.findUniqueOrThrow({ where: { email: 'nobody' } })))).toBe(false);
  expect(isDatabaseAway(new TypeError('x is not a function'))).toBe(false);
  expect(isDatabaseAway(null)).toBe(false);
});
