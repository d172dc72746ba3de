import http from 'node:http';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { assignToMany, createBareCourse } from '#tests/integration/reporting/walk.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies } from '#tests/support/factories.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';

/** More than what sockets and streams between the database and the reader hold. */
const MANY = 40_000;

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let cookie: string;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 3, application: 'truc-test' });
  const ids = await createAgencies(db);
  const course = await createBareCourse(db, 'K1');
  await assignToMany(db, { agencyId: ids['VN.P01.SNV'], courseId: course.id, people: MANY, at: new Date() });
  // Lines of a thousand bytes, so that the file is far larger than all that.
  await db.agency.updateMany({
    data: { nameVi: 'Sở Nội vụ '.repeat(70).trim(), nameEn: 'Home Affairs '.repeat(70).trim() },
  });
  cookie = cookieOf(await createViewer());
  product = await startProduct({ databaseUrl: database.url });
});
afterAll(async () => {
  await product?.stop();
  await db?.close();
  await database?.drop();
});

const createViewer = () => createActor(db, { agencyCode: 'VN.BNV', role: 'REPORT_VIEWER', over: 'VN' });
const cookieOf = ({ token }: { token: string }) => `__Host-truc=${token}`;

const copying = () =>
  db.rows<{ waits: string | null; since: number }>`
    SELECT wait_event AS waits, extract(epoch FROM now() - state_change)::float AS since FROM pg_stat_activity
     WHERE application_name = 'truc-copy' AND datname = current_database()`;

function ask(
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ request: http.ClientRequest; response: http.IncomingMessage }> {
  const { hostname, port } = new URL(product.url);
  return new Promise((resolve, reject) => {
    const path = '/manage/reports/VN/people.csv';
    const request = http.request({
      method,
      hostname,
      port,
      path,
      agent: false,
      headers: { Cookie: cookie, ...headers },
    });
    request.end();
    request.once('response', (response) => resolve({ request, response }));
    request.once('error', reject);
  });
}

test('a file that is not read on is not read out of the database either, and ends with its reader', async () => {
  const { request, response } = await ask();
  expect(response.statusCode).toBe(200);
  // A second after it was asked for, the database still waits for whoever reads.
  await vi.waitFor(
    async () => {
      const [reading] = await copying();
      expect(reading?.waits).toBe('ClientWrite');
      expect(reading?.since).toBeGreaterThan(1);
    },
    { timeout: 15_000, interval: 200 },
  );
  request.destroy();
  await vi.waitFor(async () => expect(await copying()).toEqual([]), 5_000);
});

test.each([
  ['as it is', {}],
  ['compressed', { 'Accept-Encoding': 'gzip' }],
])('a file is whole for whoever reads it through (%s)', async (_, headers: Record<string, string>) => {
  const { response } = await ask(headers);
  const isCompressed = response.headers['content-encoding'] === 'gzip';
  expect(isCompressed).toBe('Accept-Encoding' in headers);
  const file = await text(isCompressed ? response.pipe(createGunzip()) : response);
  expect(file.split('\r\n')).toHaveLength(1 + MANY + 1);
});

test('asking for its head alone reads nothing', async () => {
  const { response } = await ask({}, 'HEAD');
  expect(response.statusCode).toBe(200);
  expect(await text(response)).toBe('');
  await vi.waitFor(async () => expect(await copying()).toEqual([]), 5_000);
});

test.each([
  ['grant', (personId: string) => db.grant.updateMany({ where: { personId }, data: { validTo: new Date() } })],
  ['session', (personId: string) => db.session.deleteMany({ where: { userId: personId } })],
])('a file under way breaks off once the %s of whoever asked for it has ended', async (_, end) => {
  const viewer = await createViewer();
  const { response } = await ask({ Cookie: cookieOf(viewer) });
  expect(response.statusCode).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await end(viewer.id);
  await expect(text(response)).rejects.toThrow('aborted');
  await vi.waitFor(async () => expect(await copying()).toEqual([]), 5_000);
});
