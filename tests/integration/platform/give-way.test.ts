import { afterEach, expect, test } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { giveWay, WEB_APPLICATION } from '#app/platform/give-way.server.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase({ empty: false });
const open: Db[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const openAs = (application: string): Db => {
  const db = openDatabase(database.url, { max: 1, application });
  open.push(db);
  return db;
};
async function restAfter(tookMs: number): Promise<{ gave: boolean; ms: number }> {
  const from = performance.now();
  const gave = await giveWay(database.db, tookMs);
  return { gave, ms: performance.now() - from };
}

test('work rests as long as its piece took while a web process asks, and goes on at once when none has', async () => {
  const web = openAs(`${WEB_APPLICATION}-heavy`);
  const worker = openAs('truc-worker');
  await web.one`SELECT 1`;
  await worker.one`SELECT 1`;
  // whatever a loaded machine does in between: as long as it runs, the web process asks
  const asking = web.one`SELECT pg_sleep(3)`;
  await expect.poll(async () => (await restAfter(0)).gave, { timeout: 2_500 }).toBe(true);
  const rest = await restAfter(400);
  expect(rest.gave).toBe(true);
  expect(rest.ms).toBeGreaterThanOrEqual(390);
  await asking;
  await new Promise((resolve) => setTimeout(resolve, 400));
  const asked = worker.one`SELECT pg_sleep(1)`;
  expect((await restAfter(60_000)).gave).toBe(false);
  await asked;
});
