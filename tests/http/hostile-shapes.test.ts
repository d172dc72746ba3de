import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import routes from '#app/routes.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, grant, signInAs } from '#tests/support/factories.ts';
import { hostileShapes, type Shape, type Target } from '#tests/support/hostile-shapes.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import { readAllLessons } from '#tests/support/learner.ts';
import { holdLine, sendRaw } from '#tests/support/raw-socket.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { createWorld } from '#tests/support/world.ts';

/*
 * What no browser sends, to every address of the product, by somebody unknown and by somebody who is signed in: it is
 * never a failure of ours and costs next to nothing. That nobody else waits for it is shown in others-wait.test.ts.
 */
const MOST_MS = 50;
const SLUG = 'sample';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let pages: string[];
let visitor: Omit<Target, 'path'>;
let officer: Omit<Target, 'path'>;
let leftOpen: ReturnType<typeof leaveLinesOpen>;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  const world = createWorld(db, { now: new Date() });
  await createAgencies(db);
  await publishSample(db, { slug: SLUG, now: world.now });
  product = await startProduct({ databaseUrl: database.url });
  const { id } = await createPerson(db, { agencyCode: 'VN.P01.SNV' });
  for (const role of ['ADMINISTRATOR', 'TRAINING_MANAGER', 'REPORT_VIEWER'] as const) await grant(db, id, role, 'VN');
  const person = { id, ...(await signInAs(db, id, world.now)) };
  await readAllLessons(world, { personId: person.id, slug: SLUG });
  await product.setClock({ fixedAt: world.now() });
  const client = new HttpClient({ url: product.url, token: person.token });
  const attemptPath = (await client.post(`/courses/${SLUG}/quiz`)).location ?? '';
  const values: Record<string, string> = {
    slug: SLUG,
    lesson: 'lesson-1',
    token: 'A'.repeat(43),
    serial: '0000-0000-0000-0000',
    attemptId: attemptPath.split('/').at(-1) ?? '',
    certificateId: randomUUID(),
    batchId: randomUUID(),
    agencyCode: 'VN.P01',
    personId: person.id,
    view: 'check',
  };
  pages = routes.flatMap(({ path = '' }) => addressesOf(path, values));
  const { host, origin } = new URL(product.url);
  visitor = { host, origin, cookie: null };
  officer = { host, origin, cookie: `__Host-truc=${person.token}` };
  leftOpen = leaveLinesOpen();
});
afterAll(async () => {
  leftOpen?.stop();
  await product?.stop();
  await db?.close();
  await database?.drop();
});

/** The addresses of a route: where its last part may be left out, with it and without. */
function addressesOf(route: string, values: Record<string, string>): string[] {
  const filled = (path: string) =>
    `/${path.replace(/:(\w+)\??/g, (_, name) => values[name] ?? '').replace('*', 'none')}`;
  return route.endsWith('?') ? [filled(route), filled(route.slice(0, route.lastIndexOf('/')))] : [filled(route)];
}

const send = (shape: Shape, path: string, who = visitor) => sendRaw(product.url, shape.bytes({ ...who, path }));

/** Lines on which a request is begun and never ended; some go on a letter a second. They stay open while the rest is tried. */
function leaveLinesOpen() {
  const head = `POST /sign-in HTTP/1.1\r\nHost: ${visitor.host}\r\nOrigin: ${visitor.origin}\r\n`;
  const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
  const beginnings = ['', 'G', 'GET / HTTP/1.1\r\n', head, `${head}${form}Content-Length: 100\r\n\r\nidentifier=`];
  const lines = beginnings.flatMap((bytes) => Array.from({ length: 40 }, () => holdLine(product.url, bytes)));
  const dripping = setInterval(() => {
    for (const [index, { socket }] of lines.entries()) if (index % 4 === 0 && !socket.destroyed) socket.write('x');
  }, 1_000);
  return { closed: Promise.all(lines.map(({ closed }) => closed)), stop: () => clearInterval(dripping) };
}

/** Processor time of the product for one piece of work. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = await product.cpuMs();
  await work();
  return (await product.cpuMs()) - before;
}

/** The least of a few costs, or the first that is little: what other work on the machine adds is not counted. */
async function leastOf(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 4 && least > MOST_MS; time++) least = Math.min(least, await costOf(work));
  return least;
}

test('there are at least sixty shapes', () => {
  expect(hostileShapes.length).toBeGreaterThanOrEqual(60);
});

test('no shape is a failure of ours at any address, nor costs a stranger more than a moment of us', {
  timeout: 600_000,
}, async () => {
  const failed: string[] = [];
  const dear: string[] = [];
  for (const path of pages) await new HttpClient({ url: product.url }).get(path);
  // A wrong password costs its hash, whoever types it: what is strange about one may cost no more than that.
  const wrong = { identifier: 'somebody@truc.example', password: 'not hers, and of an ordinary length' };
  const signingIn = await leastOf(() => new HttpClient({ url: product.url }).post('/sign-in', wrong));
  const most = Math.max(MOST_MS, 1.25 * signingIn);
  for (const shape of hostileShapes)
    for (const path of pages) {
      const least = await leastOf(async () => {
        const { statuses, isClosed } = await send(shape, path);
        const bad = statuses.filter((status) => status >= 500);
        if (bad.length > 0 || (statuses.length === 0 && !isClosed))
          failed.push(`${shape.name} at ${path}: ${bad.join() || 'no end'}`);
      });
      if (least > (path === '/sign-in' ? most : MOST_MS))
        dear.push(`${shape.name} at ${path}: ${Math.round(least)} ms`);
    }
  expect(failed).toEqual([]);
  expect(dear).toEqual([]);
});

test('nor is it for somebody who is signed in', { timeout: 600_000 }, async () => {
  const failed: string[] = [];
  const queue = hostileShapes.flatMap((shape) => pages.map((path) => [shape, path] as const));
  const next = async (): Promise<void> => {
    for (let each = queue.pop(); each; each = queue.pop()) {
      const [shape, path] = each;
      // Signing out would end what is tried here.
      if (path === '/sign-out') continue;
      const { statuses } = await send(shape, path, officer);
      const bad = statuses.filter((status) => status >= 500);
      if (bad.length > 0) failed.push(`${shape.name} at ${path}: ${bad.join()}`);
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  expect(failed).toEqual([]);
  const { statuses } = await sendRaw(
    product.url,
    `GET /learning HTTP/1.1\r\nHost: ${officer.host}\r\nCookie: ${officer.cookie}\r\nConnection: close\r\n\r\n`,
  );
  expect(statuses).toEqual([200]);
});

test('what was asked at the edge of what HTTP allows is answered as what it is', async () => {
  const of = async (name: string, path: string) => {
    const shape = hostileShapes.find((each) => each.name === name);
    if (!shape) throw new Error(`no shape ${name}`);
    const { statuses, text } = await send(shape, path);
    return [statuses[0], text] as const;
  };
  expect((await of('OPTIONS *', '/'))[0]).toBe(204);
  expect((await of('GET *', '/'))[0]).toBe(400);
  expect((await of('a whole address of this host', '/courses'))[0]).toBe(200);
  expect((await of('a whole address of another host', '/courses'))[0]).toBe(400);
  expect((await of('the host "a@b"', '/courses'))[0]).toBe(400);
  expect((await of('X-Forwarded-Host "evil.example:9999999"', '/courses'))[0]).toBe(200);
  expect((await of('another origin', '/preferences'))[0]).toBe(403);
  expect((await of('our origin at another host', '/preferences'))[0]).toBe(303);
  const [status, text] = await of('a way back in Vietnamese', '/preferences');
  expect(status).toBe(303);
  expect(text).toMatch(/^location: \/courses\?q=b%E1%BA%A3n%20s%E1%BA%AFc\r$/im);
});

test('lines that were left open were closed in time', { timeout: 120_000 }, async () => {
  for (const { statuses, closedAfterMs } of await leftOpen.closed) {
    expect(closedAfterMs).toBeLessThan(100_000);
    for (const status of statuses) expect([400, 408]).toContain(status);
  }
});
