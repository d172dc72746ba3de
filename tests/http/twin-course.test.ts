import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { seededRandom } from '#app/platform/random.server.ts';
import { CANARY, publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, signInAs, type TestPerson } from '#tests/support/factories.ts';
import { HttpClient, type Reply } from '#tests/support/http-client.ts';
import { paperOf, rightSaves, saveOf } from '#tests/support/learner.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';

/*
 * Two courses that differ in their keys alone, each in a database cloned from the same one, served with the same clock,
 * the same randomness and the same address. Whatever differs between the two says something of a key.
 */
const APP_URL = 'http://truc.example';
const SLUG = 'sample';
const began = new Date('2026-11-22T02:00:00Z');
const root = path.resolve(import.meta.dirname, '../..');

type Side = { db: Db; product: Product; close(): Promise<void> };
type Learner = TestPerson & { token: string };

let base: Awaited<ReturnType<typeof cloneDatabase>>;
let learner: Learner;
let unlucky: Learner;
let sides: [Side, Side];

async function openSide(twin: boolean): Promise<Side> {
  const database = await cloneDatabase(base.name);
  const db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  await publishSample(db, { slug: SLUG, twin, random: seededRandom('edition'), now: () => began });
  const product = await startProduct({ databaseUrl: database.url, seed: 'twin', env: { APP_URL } });
  return {
    db,
    product,
    async close() {
      await product.stop();
      await db.close();
      await database.drop();
    },
  };
}

beforeAll(async () => {
  base = await cloneDatabase();
  const db = openDatabase(base.url, { max: 2, application: 'truc-test' });
  await createAgencies(db);
  const createLearner = async (): Promise<Learner> => {
    const person = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
    return { ...person, ...(await signInAs(db, person.id, () => began)) };
  };
  learner = await createLearner();
  unlucky = await createLearner();
  await db.close();
  sides = [await openSide(false), await openSide(true)];
});
afterAll(async () => {
  for (const side of sides ?? []) await side.close();
  await base?.drop();
});

type Seen = { what: string; status: number; headers: Record<string, unknown>; length: number; text: string };

/** A learner's browser, of which everything that arrives is kept. */
function watch(side: Side, { token }: Learner) {
  const client = new HttpClient({ url: side.product.url, appUrl: APP_URL, token });
  const seen: Seen[] = [];
  const keep = (what: string, { status, headers: { date: _, ...headers }, text }: Reply): Reply => {
    seen.push({ what, status, headers, length: Buffer.byteLength(text), text });
    return { status, headers, text, location: headers.location ?? null };
  };
  const page = async (where: string) => {
    for (const accepted of ['identity', 'gzip'])
      keep(`GET ${where} ${accepted}`, await client.get(where, { 'Accept-Encoding': accepted }));
    keep(`data ${where}`, await client.data(where));
  };
  const post = async (where: string, fields = {}) => keep(`POST ${where}`, await client.post(where, fields));
  const save = async (attemptId: string, saves: unknown) =>
    keep('save', await client.postJson(`/attempts/${attemptId}/answers`, { saves }));
  return { client, seen, page, post, save };
}

type Watched = ReturnType<typeof watch>;

/** Some answer that fits what is shown. */
function anyAnswer(question: PublicQuestion): Answer {
  const first = question.options?.[0]?.id ?? '';
  switch (question.type) {
    case 'single_choice':
    case 'scenario':
      return { choice: first };
    case 'multiple_choice':
      return { choices: [first] };
    case 'true_false':
      return { value: true };
    case 'matching':
      return {
        pairs: Object.fromEntries((question.left ?? []).map(({ id }, at) => [id, question.right?.[at]?.id ?? ''])),
      };
    case 'ordering':
      return { positions: Object.fromEntries((question.steps ?? []).map(({ id }, at) => [id, at + 1])) };
    default:
      return { text: '12' };
  }
}

/** From the catalogue to a started attempt, by pages alone; the clock is moved for the lessons' floor. */
async function startOverHttp(side: Side, { page, post }: Watched): Promise<string> {
  await side.product.setClock({ fixedAt: began });
  for (const each of ['/', '/courses', `/courses/${SLUG}`]) await page(each);
  await post(`/courses/${SLUG}`);
  for (const each of ['/learning', `/courses/${SLUG}`, `/courses/${SLUG}/quiz`]) await page(each);
  const lessons = ['lesson-1', 'lesson-2'].map((slug) => `/courses/${SLUG}/lessons/${slug}`);
  for (const lesson of lessons) await page(lesson);
  await side.product.setClock({ fixedAt: new Date(began.getTime() + 121_000) });
  for (const lesson of lessons) await post(lesson, { in: 'vi' });
  for (const each of [`/courses/${SLUG}`, '/learning', `/courses/${SLUG}/quiz`]) await page(each);
  const started = await post(`/courses/${SLUG}/quiz`);
  expect(started.location).toMatch(/^\/attempts\/[0-9a-f-]{36}$/);
  return started.location?.split('/').at(-1) ?? '';
}

/** Everything that a browser can ask of an attempt before it is handed in. */
async function answerOverHttp(side: Side, { page, post, save }: Watched, attemptId: string): Promise<void> {
  const { slots } = (await paperOf(side.db, attemptId)).paper;
  let names = 0;
  /** A save with a name that is the same on both sides. */
  const named = (slot: number, answer: Answer | null, more: { basedOn?: number; flagged?: boolean } = {}) =>
    saveOf(slot, answer, { saveId: `00000000-0000-4000-8000-${String(++names).padStart(12, '0')}`, ...more });
  const at = `/attempts/${attemptId}`;
  const pages = async () => {
    await page(at);
    for (const { slot } of slots) await page(`${at}?q=${slot}`);
    await page(`${at}/check`);
    await page(`${at}/result`);
    await page(`/courses/${SLUG}`);
    await page(`/courses/${SLUG}/quiz`);
  };
  await pages();
  for (const { slot, question } of slots)
    await save(attemptId, [named(slot, anyAnswer(question), { flagged: slot === 2 })]);
  const again = (basedOn: number) => slots.map(({ slot, question }) => named(slot, anyAnswer(question), { basedOn }));
  await save(attemptId, again(0));
  await save(attemptId, again(1));
  await save(attemptId, [named(1, { choice: 'x0000000000' }, { basedOn: 2 })]);
  await save(attemptId, [named(99, null)]);
  await save(attemptId, 'nothing');
  // Made from something else than what stands: both are shown.
  await save(attemptId, [named(1, null)]);
  await post(at, { slot: '1', revision: '0', go: '2' });
  await post(at, { slot: '1', revision: '2', go: 'check' });
  await post('/preferences', { locale: 'en', returnTo: at });
  await pages();
  await post('/preferences', { locale: 'vi', returnTo: at });
}

describe('before an attempt is handed in', () => {
  let seen: [Seen[], Seen[]];

  beforeAll(async () => {
    const [plain, twin] = [watch(sides[0], learner), watch(sides[1], learner)];
    const attempts: string[] = [];
    for (const [at, watched] of [plain, twin].entries()) {
      const side = sides[at] as Side;
      const attemptId = await startOverHttp(side, watched);
      await answerOverHttp(side, watched, attemptId);
      attempts.push(attemptId);
    }
    seen = [plain.seen, twin.seen];
    expect(attempts[0]).toBe(attempts[1]);
  });

  test('the two courses do have other keys to the same questions', async () => {
    const keys = await Promise.all(
      sides.map(async ({ db }) => {
        const { id } = await db.attempt.findFirstOrThrow({ where: { personId: learner.id } });
        return paperOf(db, id);
      }),
    );
    expect(keys[0]?.paper).toEqual(keys[1]?.paper);
    const slots = keys.map((each) => each.paperKey.slots);
    for (const [at, slot] of (slots[0] ?? []).entries()) expect(slot.key).not.toEqual(slots[1]?.[at]?.key);
  });

  test('every byte of every answer is the same under either key', () => {
    expect(seen[0].length).toBeGreaterThan(100);
    expect(seen[0].filter((each) => each.status >= 500)).toEqual([]);
    expect(seen[1].map(({ what, status, length }) => `${what}: ${status}, ${length} bytes`)).toEqual(
      seen[0].map(({ what, status, length }) => `${what}: ${status}, ${length} bytes`),
    );
    for (const [at, each] of seen[0].entries()) expect(seen[1][at], each.what).toEqual(each);
  });

  test('nothing of explanations or accepted texts is in any answer', () => {
    for (const { what, text } of seen.flat()) expect(text.includes(CANARY), what).toBe(false);
  });
});

describe('after an attempt', () => {
  /** Hands in with `right` right answers and looks at everything that now shows the attempt. */
  async function handIn(side: Side, watched: Watched, attemptId: string, right: number): Promise<boolean> {
    const saves = await rightSaves({ db: side.db }, attemptId, { right });
    await watched.save(attemptId, saves);
    watched.seen.length = 0;
    expect((await watched.post(`/attempts/${attemptId}/check`)).location).toBe(`/attempts/${attemptId}/result`);
    const pages = [`/attempts/${attemptId}/result`, `/courses/${SLUG}/quiz`, `/courses/${SLUG}`, '/learning'];
    for (const page of pages) await watched.page(page);
    return watched.seen.some(({ text }) => text.includes(CANARY) || text.includes('"explanation"'));
  }

  const startAgain = async ({ post }: Watched) =>
    (await post(`/courses/${SLUG}/quiz`)).location?.split('/').at(-1) ?? '';

  test('explanations stay away while she can try again, and are shown once she has passed', async () => {
    const side = sides[0];
    const watched = watch(side, learner);
    const first = await startAgain(watched);
    expect(await handIn(side, watched, first, 0)).toBe(false);
    const second = await startAgain(watched);
    expect(second).not.toBe(first);
    expect(await handIn(side, watched, second, 10)).toBe(true);
    const { text } = await watched.client.get(`/attempts/${first}/result`);
    expect(text.includes(CANARY)).toBe(true);
  });

  test('and stay away after her last attempt, since another may be granted', async () => {
    const side = sides[1];
    const watched = watch(side, unlucky);
    const shown: boolean[] = [await handIn(side, watched, await startOverHttp(side, watched), 0)];
    for (let number = 2; number <= 3; number++) shown.push(await handIn(side, watched, await startAgain(watched), 0));
    expect(shown).toEqual([false, false, false]);
  });
});

describe('what browsers download', () => {
  const textsUnder = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(br|gz|woff2?|png|ico)$/.test(entry.name))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
  /** Bundlers may write what is not ASCII as escapes: both sides are compared without. */
  const plain = (text: string) =>
    text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).normalize();

  test('holds no key of any course', () => {
    const client = plain(textsUnder(path.join(root, 'build/client')).join('\n'));
    // What every page says is found this way, so what is not found is not there.
    expect(client).toContain('Trúc');
    expect(client).toContain('Đăng nhập');
    expect(client.includes(CANARY)).toBe(false);
    const courses = path.join(root, 'content/courses');
    type Bank = { text: { vi: string; en: string }; explanation: { vi: string; en: string } }[];
    const texts = readdirSync(courses)
      .flatMap((slug) => parse(readFileSync(path.join(courses, slug, 'quiz.yaml'), 'utf8')) as Bank)
      .flatMap(({ text, explanation }) => [text.vi, text.en, explanation.vi, explanation.en])
      .map((text) => plain(text).trim().slice(0, 40));
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((text) => client.includes(text))).toEqual([]);
  });
});
