import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies } from '#tests/support/factories.ts';
import { HttpClient, type Reply } from '#tests/support/http-client.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { openStatements } from '#tests/support/statements.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let statements: Awaited<ReturnType<typeof openStatements>>;
let minh: Awaited<ReturnType<typeof createActor>>;
let client: HttpClient;

const NOBODY = '00000000-0000-4000-8000-000000000000';
const PASSWORD = 'bốn từ không liên quan';

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  await createAgencies(db);
  product = await startProduct({ databaseUrl: database.url });
  statements = await openStatements(database.url);
  minh = await createActor(db, {
    ...{ agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' },
    ...{ fullName: 'Trần Văn Minh', password: PASSWORD },
  });
  await db.person.update({ where: { id: minh.id }, data: { locale: 'en', theme: 'dark' } });
});
afterAll(async () => {
  await statements?.close();
  await product?.stop();
  await db?.close();
  await database?.drop();
});
beforeEach(async () => {
  await db.rateLimit.deleteMany();
  // A browser that has no cookie but that of the session.
  client = new HttpClient({ url: product.url, token: minh.token });
});

const tagOf = ({ text }: Reply) => /<html[^>]*>/.exec(text)?.[0];
/** Every write to the table fails until the function is dropped. */
async function plantFault(table: 'RateLimit' | 'Person'): Promise<void> {
  await db.run(
    sql.raw(`CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$`),
  );
  await db.run(
    sql.raw(`CREATE TRIGGER planted BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION planted()`),
  );
}

/** The masthead without the way back that its forms name. */
const mastheadOf = ({ text }: Reply) =>
  /<header[\s\S]*?<\/header>/.exec(text)?.[0].replace(/name="returnTo" value="[^"]*"/g, '');
const titleOf = ({ text }: Reply) => /<title>[^<]*/.exec(text)?.[0];

const account = (fields: Record<string, string>) => () => client.post('/account', fields);
const ACTS: [number, string, string, () => Promise<Reply>][] = [
  [403, 'what others may do', '/admin/people/x', () => client.post(`/admin/people/${NOBODY}`, { intent: 'link' })],
  [
    404,
    'what is not there',
    `/manage/assignments/${NOBODY}`,
    () => client.post(`/manage/assignees?assignment=${NOBODY}`, { do: 'undo' }),
  ],
  [
    409,
    'a first password where there is one',
    '/account',
    account({ first: '1', 'new-password': 'sáu từ khác nhau và dài' }),
  ],
  [
    422,
    'a wrong password',
    '/account',
    account({ 'current-password': 'sai', 'new-password': 'sáu từ khác nhau và dài' }),
  ],
];

describe('the page of an act that was refused', () => {
  test.each(ACTS)('%i (%s) keeps her language, look, name and masthead', async (status, _what, page, act) => {
    const seen = await client.get(page);
    const reply = await act();
    expect(reply.status, reply.text.slice(0, 300)).toBe(status);
    expect(tagOf(reply)).toBe(tagOf(seen));
    expect(tagOf(reply)).toContain('lang="en" data-theme="dark"');
    expect(mastheadOf(reply)).toBe(mastheadOf(seen));
    expect(mastheadOf(reply)).toContain('Trần Văn Minh');
    if (status < 422) expect(titleOf(reply)).not.toMatch(/[ạảấầẩậắằẳặẹẻếềểệọỏốồổộớờởợụủứừửựỳỵỷ]/);
    expect(reply.headers['cache-control']).toContain('no-store');
  });

  test('429 (too many guesses) and 500 (a fault of ours) keep them too', async () => {
    const seen = mastheadOf(await client.get('/account'));
    const guess = account({ 'current-password': 'sai', 'new-password': 'sáu từ khác nhau và dài' });
    let reply = await guess();
    for (let time = 0; time < 12 && reply.status === 422; time++) reply = await guess();
    expect(reply.status).toBe(429);
    expect(mastheadOf(reply)).toBe(seen);
    await plantFault('RateLimit');
    try {
      const failed = await guess();
      expect(failed.status).toBe(500);
      expect(tagOf(failed)).toContain('lang="en" data-theme="dark"');
      expect(mastheadOf(failed)).toBe(seen);
      expect(failed.text).not.toContain('planted');
      expect(failed.headers['cache-control']).toContain('no-store');
    } finally {
      await db.run(sql.raw('DROP FUNCTION planted CASCADE'));
    }
  });

  test('of a visitor stays that of a visitor', async () => {
    const visitor = new HttpClient({ url: product.url });
    const reply = await visitor.post('/courses/%00');
    expect(reply.status).toBe(404);
    expect(mastheadOf(reply)).toBe(mastheadOf(await visitor.get('/courses/%00')));
    expect(reply.text).not.toContain('Minh');
  });

  test('asks for its frame what the page itself asks, once', async () => {
    const address = `/manage/assignments/${NOBODY}`;
    /** Who is signed in, and what waits for her. */
    const frameOf = async (ask: () => Promise<Reply>) => {
      expect((await ask()).status).toBe(404);
      const { statements: asked } = await statements.count(ask);
      const callsOf = (table: RegExp) =>
        asked.filter(({ query }) => table.test(query)).reduce((sum, { calls }) => sum + calls, 0);
      return { sessions: callsOf(/"Session"/), requests: callsOf(/"AttemptRequest"/) };
    };
    const seen = await frameOf(() => client.get(address));
    expect(seen).toEqual({ sessions: 1, requests: 1 });
    expect(await frameOf(() => client.post(address, { do: 'undo' }))).toEqual(seen);
  });
});

describe('where there is no page, a refusal', () => {
  test('is named in JSON, and is no fault of the system', async () => {
    const body = { personId: randomUUID(), in: 'vi', measured: true };
    const places: [string, unknown][] = [
      ['/attempts/x/answers', { saves: [] }],
      ['/attempts/x/hand-in', { saves: [] }],
      ['/courses/%00/lessons/x/read', body],
    ];
    for (const [address, sent] of places) {
      const reply = await client.postJson(address, sent);
      expect([reply.status, JSON.parse(reply.text)], address).toEqual([404, { outcome: 'not-found' }]);
      expect(reply.headers['cache-control']).toContain('no-store');
    }
    const asked = await client.get('/attempts/x/answers', { Accept: 'application/json' });
    expect([asked.status, JSON.parse(asked.text)]).toEqual([404, { outcome: 'not-found' }]);
  });

  test('and a fault of ours, is said in words where a form was posted', async () => {
    await plantFault('Person');
    try {
      const reply = await client.post('/preferences', { theme: 'light' });
      expect(reply.status).toBe(500);
      expect(reply.headers['content-type']).toContain('text/plain');
      expect(reply.text).toMatch(/^[A-Z][^{}]+\. [A-Z]/);
      expect(reply.text).not.toMatch(/Unexpected|planted/);
    } finally {
      await db.run(sql.raw('DROP FUNCTION planted CASCADE'));
    }
  });

  test('of a question that only old pages of others ask costs a line of the log, and no failure', async () => {
    for (const address of ['/line?_data=routes/resources/line', '/?_data=root', '/courses?a=1&%5Fdata=x'])
      expect((await client.get(address)).status, address).toBe(400);
    expect((await client.get('/line')).status).toBe(200);
  });
});
