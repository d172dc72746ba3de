import { afterAll, expect, test } from 'vitest';
import { openDatabase, planAnew } from '#app/platform/database.server.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase({ empty: false });
let close = async () => {};
afterAll(() => close());

test('a statement is planned once a connection, and one that asks for it at each asking', async () => {
  const db = openDatabase(database.url, { max: 1 });
  close = () => db.$disconnect();
  for (const round of [1, 2]) {
    await db.$queryRaw`SELECT ${round}::int AS planned_once`;
    await db.$queryRaw`${planAnew} SELECT ${round}::int AS each_time`;
  }
  const kept = await db.$queryRaw<{ statement: string }[]>`
    SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%planned_once' OR statement LIKE '%each_time'`;
  expect(kept.map((row) => row.statement)).toEqual(['SELECT $1::int AS planned_once']);
});
