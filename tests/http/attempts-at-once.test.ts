import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#app/platform/database.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies } from '#tests/support/factories.ts';
import { HttpClient, type Reply } from '#tests/support/http-client.ts';
import { readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { answersOf, atOnce, createWorld } from '#tests/support/world.ts';

const SLUG = 'sample';
const now = new Date('2026-11-22T02:00:00Z');

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: ReturnType<typeof openDatabase>;
let product: Product;
let world: ReturnType<typeof createWorld>;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  world = createWorld(db, { now });
  await createAgencies(db);
  await publishSample(db, { slug: SLUG, now: world.now });
  product = await startProduct({ databaseUrl: database.url, webs: 2 });
});
afterAll(async () => {
  await product?.stop();
  await db?.close();
  await database?.drop();
});

/** A learner who may start, and her two browsers: one at each web process. */
async function readyLearner() {
  world.clock.now = now;
  const person = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
  await readAllLessons(world, { personId: person.id, slug: SLUG });
  await product.setClock({ fixedAt: world.now() });
  const { token } = person;
  const clients = product.urls.map((url) => new HttpClient({ url, appUrl: product.url, token }));
  return { person, at: (index: number) => clients[index % clients.length] as HttpClient };
}

const post = (as: 'document' | 'data', client: HttpClient, path: string, fields = {}): Promise<Reply> =>
  as === 'document' ? client.post(path, fields) : client.postData(path, fields);
const REDIRECTED = { document: 302, data: 202 };

test.each(['document', 'data'] as const)(
  'fifty starts at once over two processes (%s) make one attempt',
  async (as) => {
    const { person, at } = await readyLearner();
    const replies = answersOf(await atOnce(50, (index) => post(as, at(index), `/courses/${SLUG}/quiz`)));
    const attempts = await db.attempt.findMany({ where: { personId: person.id } });
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ number: 1, state: 'IN_PROGRESS' });
    for (const reply of replies) {
      expect([reply.status, reply.location]).toEqual([REDIRECTED[as], `/attempts/${attempts[0]?.id}`]);
    }
  },
);

test.each(['document', 'data'] as const)(
  'twenty submissions at once over two processes (%s): one grade, one completion, one certificate',
  async (as) => {
    const { person, at } = await readyLearner();
    const started = await at(0).post(`/courses/${SLUG}/quiz`);
    const attemptId = started.location?.split('/').at(-1) ?? '';
    const saved = await at(0).postJson(`/attempts/${attemptId}/answers`, { saves: await rightSaves(world, attemptId) });
    expect(saved.status).toBe(200);
    const carried = { saves: await rightSaves(world, attemptId, { basedOn: 1 }) };

    const byForm = (index: number) => Math.floor(index / 2) % 2 === 0;
    const replies = answersOf(
      await atOnce(20, (index) =>
        byForm(index)
          ? post(as, at(index), `/attempts/${attemptId}/check`)
          : at(index).postJson(`/attempts/${attemptId}/hand-in`, carried),
      ),
    );
    replies.forEach((reply, index) => {
      if (byForm(index))
        expect([reply.status, reply.location]).toEqual([REDIRECTED[as], `/attempts/${attemptId}/result`]);
      else expect([reply.status, JSON.parse(reply.text).outcome]).toEqual([200, expect.stringMatching(/graded$/)]);
    });
    const gradings = await db.grading.findMany({ where: { attempt: { personId: person.id } } });
    expect(gradings.map(({ passed, attemptId: of }) => ({ passed, of }))).toEqual([{ passed: true, of: attemptId }]);
    expect(await db.completion.count({ where: { personId: person.id } })).toBe(1);
    expect(await db.certificate.count({ where: { personId: person.id } })).toBe(1);
    const result = await at(1).get(`/attempts/${attemptId}/result`);
    expect(result.status).toBe(200);
  },
);
