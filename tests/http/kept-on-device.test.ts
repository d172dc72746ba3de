import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, signInAs } from '#tests/support/factories.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { createWorld } from '#tests/support/world.ts';

const LESSON = '/courses/sample/lessons/lesson-1';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let world: ReturnType<typeof createWorld>;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  world = createWorld(db, { now: new Date() });
  await createAgencies(db);
  await publishSample(db, { slug: 'sample', now: world.now });
  product = await startProduct({ databaseUrl: database.url });
});
afterAll(async () => {
  await product?.stop();
  await db?.close();
  await database?.drop();
});

/** Somebody who is enrolled in the course and signed in. */
async function createLearner() {
  const actor = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
  await enrol(world, { personId: actor.id, slug: 'sample' });
  return { ...actor, client: new HttpClient({ url: product.url, token: actor.token }) };
}

const progressOf = (personId: string) =>
  db.lessonProgress.findMany({ where: { enrolment: { personId } }, select: { readAt: true, evidence: true } });

test('a lesson kept on the device is recorded once, by the floor and with the evidence of its page', async () => {
  const { id: personId, client } = await createLearner();
  const kept = { personId, in: 'vi', measured: true };
  await product.setClock({ offsetMs: 0 });
  const unopened = await client.postJson(`${LESSON}/read`, kept);
  expect(JSON.parse(unopened.text)).toEqual({ outcome: 'not-opened' });
  await client.get(LESSON);
  const early = await client.postJson(`${LESSON}/read`, kept);
  expect(early.status).toBe(409);
  expect(JSON.parse(early.text)).toMatchObject({ outcome: 'too-soon', secondsLeft: expect.any(Number) });
  expect(await progressOf(personId)).toEqual([{ readAt: null, evidence: null }]);

  await product.setClock({ offsetMs: 125_000 });
  const first = await client.postJson(`${LESSON}/read`, kept);
  expect(JSON.parse(first.text)).toEqual({ outcome: 'read' });
  const [recorded] = await progressOf(personId);
  expect(recorded).toEqual({ readAt: expect.any(Date), evidence: 'MEASURED' });
  await product.setClock({ offsetMs: 300_000 });
  const second = await client.postJson(`${LESSON}/read`, { ...kept, measured: false });
  expect(JSON.parse(second.text)).toEqual({ outcome: 'already-read' });
  expect(await progressOf(personId)).toEqual([recorded]);
});

test('what one person has kept is never recorded for a colleague who is signed in on the device', async () => {
  const owner = await createLearner();
  const colleague = await createLearner();
  await product.setClock({ offsetMs: 0 });
  await colleague.client.get(LESSON);
  await product.setClock({ offsetMs: 125_000 });
  const reply = await colleague.client.postJson(`${LESSON}/read`, { personId: owner.id, in: 'vi', measured: true });
  expect([reply.status, JSON.parse(reply.text)]).toEqual([403, { outcome: 'another-person' }]);
  expect(await progressOf(colleague.id)).toEqual([{ readAt: null, evidence: null }]);
  const nobody = await new HttpClient({ url: product.url }).postJson(`${LESSON}/read`, {
    personId: owner.id,
    in: 'vi',
    measured: true,
  });
  expect(nobody.status).toBe(401);
});

test('signing out that waited for the line ends the session of its person and nobody else’s', async () => {
  const leaving = await createLearner();
  const colleague = await createLearner();
  const other = await colleague.client.postJson('/sign-out/finish', { personId: leaving.id, everywhere: false });
  expect(JSON.parse(other.text)).toEqual({ outcome: 'another-person' });
  expect((await colleague.client.get('/learning')).status).toBe(200);
  const second = await createActorSession(leaving.id);
  const here = await leaving.client.postJson('/sign-out/finish', { personId: leaving.id, everywhere: false });
  expect(JSON.parse(here.text)).toEqual({ outcome: 'signed-out' });
  expect((await leaving.client.get('/learning')).location).toMatch(/^\/sign-in/);
  expect((await second.get('/learning')).status).toBe(200);
  await second.postJson('/sign-out/finish', { personId: leaving.id, everywhere: true });
  expect(await db.auditEvent.count({ where: { actorId: leaving.id, action: 'person.signed-out' } })).toBe(1);
  expect((await second.get('/learning')).location).toMatch(/^\/sign-in/);
});

/** The same person on another device. */
async function createActorSession(personId: string): Promise<HttpClient> {
  const { token } = await signInAs(db, personId);
  return new HttpClient({ url: product.url, token });
}

test('the data of a page says for whom it was made', async () => {
  const { id, client } = await createLearner();
  expect((await client.data('/courses')).headers['x-truc-person']).toBe(id);
  expect((await new HttpClient({ url: product.url }).data('/courses')).headers['x-truc-person']).toBe('-');
});
