import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies } from '#tests/support/factories.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import { type Cable, eventually, layCable } from '#tests/support/queue.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let cable: Cable;
let product: Product;
let token: string;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 3, application: 'truc-test' });
  await createAgencies(db);
  await publishSample(db, { now: () => new Date() });
  ({ token } = await createActor(db, { agencyCode: 'VN.X00376.DPV', role: 'TRAINING_MANAGER', over: 'VN' }));
  cable = await layCable(database.url);
  product = await startProduct({ databaseUrl: cable.url });
});
afterAll(async () => {
  cable?.mend();
  await product?.stop();
  await cable?.close();
  await db?.close();
  await database?.drop();
});

function english(): HttpClient {
  const client = new HttpClient({ url: product.url, token });
  client.cookies.set('locale', 'en');
  return client;
}

test('while the database is away pages, data and files answer 503 in her words, nobody is signed out, and then it goes on', async () => {
  const client = english();
  expect((await client.get('/learning')).status).toBe(200);
  cable.cut();
  const page = await client.get('/learning');
  expect(page.status).toBe(503);
  expect(page.headers['retry-after']).toBe('5');
  expect(page.text).toContain('The service is resting');
  expect(page.text).toContain('<html lang="en"');
  const vietnamese = await new HttpClient({ url: product.url, token }).get('/courses');
  expect(vietnamese.status).toBe(503);
  expect(vietnamese.text).toContain('Dịch vụ tạm nghỉ');
  expect((await client.data('/learning')).status).toBe(503);
  const file = await client.get('/manage/reports/VN/people.csv');
  expect(file.status).toBe(503);
  expect(file.text).toContain('The service is resting');
  const ready = await client.get('/readyz');
  expect(ready.status).toBe(503);
  expect(ready.text).toContain('database');
  expect((await client.get('/healthz')).status).toBe(200);
  cable.mend();
  await eventually('pages are served again', async () => (await client.get('/learning')).status === 200, 20_000);
  await eventually('it is ready again', async () => (await client.get('/readyz')).status === 200, 20_000);
});

test('a database that takes no writes is read on, and readyz says that nothing can be written', async () => {
  const client = english();
  await db.run(
    sql.raw(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET default_transaction_read_only = on`),
  );
  cable.cut();
  cable.mend();
  try {
    await eventually('a page is read', async () => (await client.get('/courses')).status === 200, 20_000);
    await eventually(
      'it says that nothing can be written',
      async () => /takes no writes/.test((await client.get('/readyz')).text),
      20_000,
    );
    expect((await client.get('/readyz')).status).toBe(503);
    expect((await client.get('/courses')).status).toBe(200);
  } finally {
    await db.run(
      sql.raw(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} RESET default_transaction_read_only`),
    );
    cable.cut();
    cable.mend();
  }
  await eventually('it is ready again', async () => (await client.get('/readyz')).status === 200, 20_000);
});
