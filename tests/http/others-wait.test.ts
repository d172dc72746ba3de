import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#app/domain/accounts/hash-password.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { hostileShapes } from '#tests/support/hostile-shapes.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import { sendRaw } from '#tests/support/raw-socket.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';

/*
 * How long others wait for a page while somebody sends what no browser sends, or many sign in. These are times, so no
 * other test runs beside them.
 */
let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  await createAgencies(db);
  await publishSample(db);
  product = await startProduct({ databaseUrl: database.url });
});
afterAll(async () => {
  await product?.stop();
  await db?.close();
  await database?.drop();
});

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** How long somebody else waits for a page, in the middle of so many times. */
async function medianPage(times: number): Promise<number> {
  const other = new HttpClient({ url: product.url });
  const waited: number[] = [];
  for (let time = 0; time < times; time++) {
    const from = performance.now();
    expect((await other.get('/courses')).status).toBe(200);
    waited.push(performance.now() - from);
  }
  return median(waited);
}

/** How much longer others wait meanwhile than in the quiet before and after; of several rounds the best, since other work on the machine can only add. */
async function slowdown(disturb: () => { stop: () => Promise<unknown> }, rounds = 4): Promise<number> {
  await medianPage(10);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && best > 1.5; round++) {
    const before = await medianPage(15);
    const disturbance = disturb();
    const during = await medianPage(15);
    await disturbance.stop();
    await sleep(100);
    const after = await medianPage(15);
    best = Math.min(best, during / ((before + after) / 2));
  }
  return best;
}

test('somebody else waits no more than twice as long meanwhile', { timeout: 300_000 }, async () => {
  const worst = hostileShapes.filter(({ name }) => /thousand|parts|forty|JSON|search|routes/.test(name));
  const { host, origin } = new URL(product.url);
  const ratio = await slowdown(() => {
    let goesOn = true;
    const sending = (async () => {
      for (let index = 0; goesOn; index++) {
        const shape = worst[index % worst.length];
        const path = ['/', '/sign-in', '/courses', '/search'][index % 4] ?? '/';
        if (shape) await sendRaw(product.url, shape.bytes({ host, origin, cookie: null, path }));
      }
    })();
    return {
      stop: () => {
        goesOn = false;
        return sending;
      },
    };
  });
  expect(ratio).toBeLessThanOrEqual(2);
});

test('thirty-two who sign in at once make nobody wait twice as long', { timeout: 300_000 }, async () => {
  const people = await Promise.all(
    Array.from({ length: 32 }, (_, index) =>
      createPerson(db, { agencyCode: 'VN.X00376.DPV', email: `p${index}@truc.example` }),
    ),
  );
  // At the product's cost, which is what the others wait for.
  await db.person.updateMany({
    where: { id: { in: people.map(({ id }) => id) } },
    data: { passwordHash: await hashPassword('cây tre trăm đốt') },
  });
  expect(people).toHaveLength(32);
  const statuses: number[] = [];
  const ratio = await slowdown(() => {
    let goesOn = true;
    const signingIn = Promise.all(
      people.map(async (_, index) => {
        while (goesOn) {
          const fields = { identifier: `p${index}@truc.example`, password: 'cây tre trăm đốt' };
          statuses.push((await new HttpClient({ url: product.url }).post('/sign-in', fields)).status);
        }
      }),
    );
    return {
      stop: () => {
        goesOn = false;
        return signingIn;
      },
    };
  });
  expect(ratio).toBeLessThanOrEqual(2);
  expect(new Set(statuses)).toEqual(new Set([303]));
});
