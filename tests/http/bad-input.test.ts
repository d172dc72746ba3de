import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fieldName } from '#app/domain/assessment/question.ts';
import type { QuestionType } from '#app/domain/catalogue/question-version.ts';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, nextNumber } from '#tests/support/factories.ts';
import { dataPath, HttpClient, type Reply } from '#tests/support/http-client.ts';
import { completeCourse, paperOf, readAllLessons, rightSaves, saveOf } from '#tests/support/learner.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';

const SLUG = 'sample';
/** A course whose paper is its whole bank, so that every type of question is on it. */
const EVERY_TYPE = 'every-type';
const HOUR = 3_600_000;

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let world: TestWorld;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  world = createWorld(db, { now: new Date() });
  await createAgencies(db);
  await publishSample(db, { slug: SLUG, now: world.now });
  await publishSample(db, { slug: EVERY_TYPE, code: 'T3', questions: 12, now: world.now });
  await publishSample(db, { slug: 'timed', code: 'T2', timeLimitMinutes: 20, now: world.now });
  product = await startProduct({ databaseUrl: database.url });
});
afterAll(async () => {
  await product?.stop();
  await db?.close();
  await database?.drop();
});
beforeEach(async () => {
  await product.setClock({ fixedAt: null, offsetMs: 0 });
  await db.rateLimit.deleteMany();
});

const visitor = () => new HttpClient({ url: product.url });

/** Whatever was sent, an answer says what to do and nothing of how the product is made. */
function expectClear(reply: Reply, status: number | readonly number[], where = ''): Reply {
  const statuses = typeof status === 'number' ? [status] : status;
  expect(statuses, `${where} answered ${reply.status}: ${reply.text.slice(0, 300)}`).toContain(reply.status);
  expect(reply.text, where).not.toMatch(
    /\n {2,}at |node_modules|PrismaClient|\bSELECT\b[^<]*\bFROM\b|invalid input syntax/,
  );
  return reply;
}

/** A learner in the middle of a quiz. */
async function inMidQuiz(slug = SLUG, person: { password?: string } = {}) {
  world.clock.now = new Date();
  const learner = await createActor(db, { agencyCode: 'VN.X00376.DPV', ...person });
  await readAllLessons(world, { personId: learner.id, slug });
  await product.setClock({ fixedAt: world.now() });
  const client = new HttpClient({ url: product.url, token: learner.token });
  const at = expectClear(await client.post(`/courses/${slug}/quiz`), 302).location ?? '';
  const attemptId = at.split('/').at(-1) ?? '';
  const answersOf = () =>
    db.attemptAnswer.findMany({
      where: { attemptId },
      orderBy: { slot: 'asc' },
      select: { slot: true, answer: true, revision: true },
    });
  const { paper } = await paperOf(db, attemptId);
  const slotOf = (type: QuestionType): number => {
    const found = paper.slots.find(({ question }) => question.type === type);
    if (!found) throw new Error(`the paper has no ${type}`);
    return found.slot;
  };
  return { learner, client, at, attemptId, answersOf, slotOf, right: await rightSaves(world, attemptId) };
}

describe('signing in', () => {
  const typed = 'lan.nguyen@truc.example';

  test.each([
    ['vi', 'Lỗi: '],
    ['en', 'Error: '],
  ])('with a wrong password says so, and keeps who was typed (%s)', async (locale, title) => {
    const email = `${locale}.${typed}`;
    await createPerson(db, { agencyCode: 'VN.X00376.DPV', email, password: 'đúng mật khẩu này' });
    const client = visitor();
    client.cookies.set('locale', locale);
    const reply = await client.post('/sign-in', { identifier: email, password: 'sai-mat-khau' });
    expectClear(reply, 422);
    expect(reply.text).toContain(`<title>${title}`);
    expect(reply.text).toMatch(new RegExp(`<input[^>]*value="${email}"`));
    expect(reply.text).not.toContain('sai-mat-khau');
    expect(client.cookies.has('__Host-truc')).toBe(false);
    const data = expectClear(await client.postData('/sign-in', { identifier: email, password: 'sai-mat-khau' }), 422);
    expect(data.text).toContain(email);
    expect(data.text).not.toContain('sai-mat-khau');
  });

  test('says the same of an account that does not exist', async () => {
    const email = `co.that.${typed}`;
    await createPerson(db, { agencyCode: 'VN.X00376.DPV', email, password: 'đúng mật khẩu này' });
    const texts = [];
    for (const identifier of [email, 'khong.that@truc.example']) {
      const reply = expectClear(await visitor().post('/sign-in', { identifier, password: 'sai mật khẩu' }), 422);
      texts.push(reply.text.replaceAll(identifier, '…').replaceAll(/nonce="[^"]+"/g, ''));
    }
    expect(texts[1]).toBe(texts[0]);
  });

  test.each([
    ['nothing', {}],
    ['a long identifier', { identifier: `${'a'.repeat(15_000)}@truc.example`, password: 'x' }],
    ['a long password', { identifier: 'a@truc.example', password: 'x'.repeat(15_000) }],
    ['control characters', { identifier: 'a\u0000b@truc.example', password: 'x\u0000\u0007' }],
    ['lone surrogates', { identifier: '%ED%A0%80@truc.example', password: '\uD800' }],
    ['fields twice', { identifier: ['a@truc.example', 'b@truc.example'], password: ['x', 'y'] }],
  ])('with %s is refused like any wrong one', async (_, fields) => {
    expectClear(await visitor().post('/sign-in', fields as Record<string, string>), 422);
    expectClear(await visitor().postData('/sign-in', fields as Record<string, string>), 422);
  });

  test('leads nowhere but to this site', async () => {
    const email = `dan.duong.${typed}`;
    const password = 'đúng mật khẩu này';
    await createPerson(db, { agencyCode: 'VN.X00376.DPV', email, password });
    for (const to of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'x'.repeat(5000),
    ]) {
      const browser = visitor();
      const reply = await browser.post(`/sign-in?${new URLSearchParams({ to })}`, { identifier: email, password });
      const { location } = expectClear(reply, 303);
      // A browser that has shown no cookie yet is asked for the one it was just given, and then goes on.
      expect(location).toBe('/sign-in?entered=password&to=%2F');
      expect((await browser.get(location ?? '')).location).toBe('/');
    }
  });

  test('too often is answered with how long to wait', async () => {
    const identifier = `nhieu.lan.${typed}`;
    let reply = await visitor().post('/sign-in', { identifier, password: 'sai' });
    for (let time = 1; time < 60 && reply.status === 422; time++)
      reply = await visitor().post('/sign-in', { identifier, password: 'sai' });
    expectClear(reply, 429);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect(reply.text).toMatch(new RegExp(`<input[^>]*value="${identifier}"`));
  });
});

describe('a session that ends in the middle of a quiz', () => {
  test('loses no answer: saving says so, a form leads to the door and back', async () => {
    const { learner, client, at, attemptId, answersOf, right } = await inMidQuiz(SLUG, { password: PASSWORD });
    expectClear(await client.postJson(`${at}/answers`, { saves: right.slice(0, 3) }), 200);
    await product.setClock({ fixedAt: new Date(world.now().getTime() + 9 * HOUR) });

    const saved = expectClear(await client.postJson(`${at}/answers`, { saves: right }), 401);
    expect(JSON.parse(saved.text)).toEqual({ outcome: 'sign-in' });
    expect(saved.headers['cache-control']).toBe('no-store');
    const form = await client.post(`${at}?q=4`, { slot: '4', revision: '0', go: '5' });
    expect(expectClear(form, 302).location).toBe(`/sign-in?${new URLSearchParams({ to: `${at}?q=4` })}`);
    const data = await client.postData(`${at}?q=4`, { slot: '4', revision: '0', go: '5' });
    expect(expectClear(data, 202).location).toBe(`/sign-in?${new URLSearchParams({ to: `${at}?q=4` })}`);
    const submit = await client.post(`${at}/check`);
    expect(expectClear(submit, 302).location).toBe(`/sign-in?${new URLSearchParams({ to: `${at}/check` })}`);
    expect(await answersOf()).toHaveLength(3);
    expect((await db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).state).toBe('IN_PROGRESS');

    const door = expectClear(await client.get(form.location ?? ''), 200);
    expect(door.text).toContain('name="password"');
    const again = await client.post(form.location ?? '', { identifier: learner.email, password: PASSWORD });
    expect(expectClear(again, 303).location).toBe(`${at}?q=4`);
    expectClear(await client.get(`${at}?q=4`), 200);
    expectClear(await client.postJson(`${at}/answers`, { saves: right }), 200);
    expect((await client.post(`${at}/check`)).location).toBe(`${at}/result`);
    const grading = await db.grading.findFirstOrThrow({ where: { attemptId } });
    expect([grading.passed, grading.earnedNumerator / grading.earnedDenominator]).toEqual([true, 10]);
  });

  const PASSWORD = 'mật khẩu của người học';
  test('a made-up token is nobody', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(5000), '../../etc', 'a%00b', '"quoted"']) {
      const client = new HttpClient({ url: product.url, token });
      expect(expectClear(await client.get('/learning'), 302, token).location).toBe('/sign-in?to=%2Flearning');
      expectClear(await client.postJson(`/attempts/${randomUUID()}/answers`, { saves: [] }), 401, token);
    }
  });
});

describe('answers', () => {
  test('to what is not on the paper are refused, each for itself', async () => {
    const { at, client, answersOf, right, slotOf } = await inMidQuiz(EVERY_TYPE);
    const strange: [number, unknown][] = [
      [99, null],
      [1, { choice: 'xffffffffff' }],
      [1, { choices: ['xffffffffff'] }],
      [1, { pairs: { a: 'b' } }],
      [1, { positions: { a: 1 } }],
    ];
    for (const [slot, answer] of strange) {
      const bad = { ...saveOf(slot, null), answer };
      const reply = await client.postJson(`${at}/answers`, { saves: [bad, ...right.slice(1)] });
      const { slots } = JSON.parse(expectClear(reply, 200, JSON.stringify(bad)).text);
      const told = (saveId: string) => slots.find((each: { saveId: string }) => each.saveId === saveId)?.outcome;
      expect(told(bad.saveId), JSON.stringify(bad)).toBe('refused');
      for (const { saveId } of right.slice(1)) expect(told(saveId)).toBe('saved');
    }
    expect(await answersOf()).toHaveLength(right.length - 1);
    expectClear(await client.post(at, { slot: '99', revision: '0', go: '2' }), 404);
    expectClear(await client.post(at, { slot: 'x', revision: 'y', go: 'z' }), 404);
    expectClear(await client.post(at), 404);
    expectClear(await client.post(`${at}/nonsense`), 404);
    const choice = String(slotOf('single_choice'));
    const before = await answersOf();
    for (const more of [
      { [fieldName(Number(choice))]: 'xffffffffff' },
      { do: 'choose', keep: 'standing', settles: 'x' },
      { do: 'choose', keep: right[0]?.saveId ?? '', settles: ['', right[0]?.saveId ?? ''] },
      { was: '{"choice":', 'was-flagged': 'x', form: 'x'.repeat(10_000) },
    ])
      expectClear(await client.post(at, { slot: choice, revision: '1e999', go: '2', ...more }), [302, 422]);
    expect(await answersOf()).toEqual(before);
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['half of it', '{"saves":[{"slot":1'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no list', '{"saves":{}}'],
    ['too many', JSON.stringify({ saves: Array.from({ length: 201 }, () => saveOf(1, null)) })],
  ])('as %s are refused and stored nowhere', async (name, body) => {
    const { at, client, answersOf } = await inMidQuiz();
    for (const where of ['answers', 'hand-in']) expectClear(await client.postJson(`${at}/${where}`, body), 400, name);
    expect(await answersOf()).toEqual([]);
    expect((await client.get(at)).status).toBe(200);
  });

  test.each([
    ['a save that is no object', '3'],
    ['a slot that is no number', JSON.stringify({ ...saveOf(1, null), slot: '1' })],
    ['a slot beyond all', JSON.stringify(saveOf(1, null)).replace('"slot":1', '"slot":1e300')],
    ['a revision below none', JSON.stringify(saveOf(1, null, { basedOn: -1 }))],
    ['no name', JSON.stringify({ ...saveOf(1, null), saveId: 'x' })],
    ['too many before it', JSON.stringify(saveOf(1, null, { after: Array.from({ length: 51 }, () => randomUUID()) }))],
    ['names that are none', JSON.stringify(saveOf(1, null, { settles: ["'; --"] }))],
    ['an unknown answer', JSON.stringify({ ...saveOf(1, null), answer: { key: true } })],
    ['a prototype', JSON.stringify(saveOf(1, null)).replace('null', '{"__proto__":{"choice":"x"}}')],
    ['a book for an answer', JSON.stringify(saveOf(1, { text: 'ă'.repeat(100_000) }))],
    ['a NUL in it', JSON.stringify(saveOf(1, { text: 'a\u0000b' }))],
    ['half a character', JSON.stringify(saveOf(1, { text: '\ud800' }))],
  ])('with %s are refused by name, stored nowhere, and spoil no other', async (name, save) => {
    const { at, client, answersOf, right } = await inMidQuiz();
    const body = `{"saves":[${save},${JSON.stringify(right[2])}]}`;
    const { slots } = JSON.parse(expectClear(await client.postJson(`${at}/answers`, body), 200, name).text);
    expect(slots.map((each: { outcome: string }) => each.outcome)).toEqual(['saved', 'refused']);
    expect((await answersOf()).map((each) => each.slot)).toEqual([right[2]?.slot]);
  });

  test('in the text of a question may be long or strange, and are kept or refused', async () => {
    const { at, client, answersOf, slotOf } = await inMidQuiz(EVERY_TYPE);
    const slot = slotOf('short_text');
    for (const typed of [
      'a\u0000b',
      '\uD800',
      '\u202Eabc',
      'ă'.repeat(100_000),
      `${'ă'.repeat(999)}🎋`,
      "'; DROP TABLE x; --",
      '\u0007',
    ])
      expectClear(
        await client.post(at, { slot: String(slot), revision: '0', [fieldName(slot)]: typed, go: '2' }),
        [302, 404, 409, 413, 422],
        JSON.stringify(typed).slice(0, 20),
      );
    for (const { answer } of await answersOf()) expect(JSON.stringify(answer).length).toBeLessThan(5_000);
    expectClear(await client.get(`${at}?q=${slot}`), 200);
  });

  test('handed in twice lead to the same result', async () => {
    const { at, client, attemptId, right } = await inMidQuiz();
    expectClear(await client.postJson(`${at}/answers`, { saves: right }), 200);
    for (let time = 0; time < 3; time++) {
      expect(expectClear(await client.post(`${at}/check`), 302).location).toBe(`${at}/result`);
      expect(expectClear(await client.postData(`${at}/check`), 202).location).toBe(`${at}/result`);
    }
    const before = await db.grading.findMany({ where: { attemptId } });
    expect(before).toHaveLength(1);
    const wrong = right.map((each) => saveOf(each.slot, null, { basedOn: 1 }));
    for (const where of ['answers', 'hand-in']) {
      const told = JSON.parse(expectClear(await client.postJson(`${at}/${where}`, { saves: wrong }), 200).text);
      expect(new Set(told.slots.map((each: { outcome: string }) => each.outcome))).toEqual(new Set(['late']));
    }
    expect(await db.grading.findMany({ where: { attemptId } })).toEqual(before);
    expect((await client.get(at)).location).toBe(`${at}/result`);
    expect((await client.post(`/courses/${SLUG}/quiz`)).location).toBe(`${at}/result`);
  });

  test('written into the fields that we fill in say what they say, and no more', async () => {
    const { at, client } = await inMidQuiz(EVERY_TYPE);
    for (const was of [
      '{"pairs":null}',
      '{"text":5}',
      '{"choices":5}',
      '[1]',
      '5',
      'null',
      '{',
      '{"positions":[]}',
      '',
    ])
      expectClear(await client.post(at, { slot: '1', revision: '0', was }), 302, was);
  });

  test('after the deadline count no more; what was saved in time is graded', async () => {
    const { at, client, attemptId, right } = await inMidQuiz('timed');
    expectClear(await client.postJson(`${at}/answers`, { saves: right.slice(0, 4) }), 200);
    const { deadlineAt } = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    await product.setClock({ fixedAt: new Date((deadlineAt?.getTime() ?? 0) + 120_000) });
    const late = JSON.parse(expectClear(await client.postJson(`${at}/answers`, { saves: right }), 200).text);
    expect(late.open).toBe(false);
    expectClear(await client.postJson(`${at}/hand-in`, { saves: right }), 200);
    expect(expectClear(await client.post(`${at}/check`), 302).location).toBe(`${at}/result`);
    const grading = await db.grading.findFirstOrThrow({ where: { attemptId } });
    expect([grading.passed, grading.earnedNumerator / grading.earnedDenominator]).toEqual([false, 4]);
  });
});

describe('addresses', () => {
  const UUIDS = [
    '1',
    'x',
    '00000000-0000-0000-0000-00000000000g',
    '%27%3B%20--',
    '%00',
    'a'.repeat(4000),
    '%F0%9F%8E%8B',
    '..%2F..',
  ];

  test('with an id that is none lead nowhere, on every page that takes one', async () => {
    const learner = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
    const manager = await createActor(db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' });
    const administrator = await createActor(db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
    const as = (person: { token: string }) => new HttpClient({ url: product.url, token: person.token });
    const places: [HttpClient, (id: string) => string, boolean][] = [
      [as(learner), (id) => `/attempts/${id}`, true],
      [as(learner), (id) => `/attempts/${id}/check`, true],
      [as(learner), (id) => `/attempts/${id}/result`, true],
      [as(learner), (id) => `/certificates/${id}`, true],
      [as(learner), (id) => `/certificates/${id}/document.pdf`, false],
      [as(learner), (id) => `/courses/${id}`, true],
      [as(learner), (id) => `/courses/${id}/quiz`, true],
      [as(learner), (id) => `/courses/${SLUG}/lessons/${id}`, true],
      [as(learner), (id) => `/courses/${id}/lessons/lesson-1`, true],
      [as(manager), (id) => `/manage/assignments/${id}`, true],
      [as(manager), (id) => `/manage/reports/${id}`, true],
      [as(manager), (id) => `/manage/reports/${id}/units.csv`, false],
      [as(manager), (id) => `/manage/reports/${id}/people.csv`, false],
      [as(administrator), (id) => `/admin/people/${id}`, true],
    ];
    for (const [client, where, isPage] of places)
      for (const id of [...UUIDS, randomUUID()]) {
        const address = where(id);
        expectClear(await client.get(address), 404, address.slice(0, 120));
        if (isPage) expectClear(await client.data(address), 404, dataPath(address).slice(0, 120));
      }
  });

  test('posted to with an id that is none take nothing', async () => {
    const learner = await createActor(db, { agencyCode: 'VN.X00376.DPV', role: 'ADMINISTRATOR', over: 'VN' });
    const client = new HttpClient({ url: product.url, token: learner.token });
    for (const id of [...UUIDS, randomUUID()]) {
      const saves = { saves: [saveOf(1, null)] };
      expectClear(await client.postJson(`/attempts/${id}/answers`, saves), 404, id);
      for (const address of [`/attempts/${id}`, `/attempts/${id}/check`, `/courses/${id}`, `/manage/assignments/${id}`])
        expectClear(await client.post(address, { slot: '1', do: 'undo' }), 404, address.slice(0, 100));
      expectClear(await client.post(`/courses/${id}/quiz`), [302, 404], id);
      expectClear(await client.post(`/courses/${SLUG}/lessons/${id}`), [302, 404], id);
      expectClear(await client.post(`/manage/assignees?assignment=${id}`, { do: 'undo' }), 404, id);
      for (const intent of ['grant', 'end-grant', 'link', 'sign-out'])
        expectClear(
          await client.post(`/admin/people/${id}`, {
            intent,
            grantId: randomUUID(),
            role: 'ADMINISTRATOR',
            agencyId: randomUUID(),
          }),
          404,
          `${intent} ${id}`,
        );
    }
  });

  test('of a form sent without its choice say what is missing', async () => {
    const manager = await createActor(db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' });
    const client = new HttpClient({ url: product.url, token: manager.token });
    const page = expectClear(await client.get('/manage/assignments/new'), 200).text;
    const [, name = '', value = ''] = /<button[^>]*name="([^"]+)"[^>]*value="([^"]+)"[^>]*>Chọn người/.exec(page) ?? [];
    const answer = expectClear(await client.get(`/manage/assignments/new?${name}=${value}`), 422);
    expect(answer.text).toContain('class="faults');
  });

  test('with a place in a list that nobody wrote show its beginning', async () => {
    const manager = await createActor(db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' });
    const client = new HttpClient({ url: product.url, token: manager.token });
    for (const day of ['2026-02-30', '2026-13-01', '0000-01-01', '2026-99-99']) {
      const place = ['>', `${day}T00:00:00.000Z`, '00000000-0000-0000-0000-000000000000'];
      const page = Buffer.from(JSON.stringify(place)).toString('base64url');
      for (const list of ['/manage/assignments', '/manage/requests', '/manage/requests?view=declined'])
        expectClear(await client.get(`${list}${list.includes('?') ? '&' : '?'}page=${page}`), 200, `${list} ${day}`);
    }
  });

  test("of a stranger's attempt and certificate lead nowhere", async () => {
    world.clock.now = new Date();
    const owner = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
    const done = await completeCourse(world, { personId: owner.id, slug: SLUG });
    if (done.result.outcome !== 'graded' || !done.result.certificateId) throw new Error('no certificate');
    await issueCertificate(world, done.result.certificateId);
    const stranger = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
    const client = new HttpClient({ url: product.url, token: stranger.token });
    const at = `/attempts/${done.attemptId}`;
    for (const address of [at, `${at}/check`, `${at}/result`, `/certificates/${done.result.certificateId}`]) {
      expectClear(await client.get(address), 404, address);
      expect(expectClear(await client.data(address), 404, address).text).not.toContain(owner.fullName);
    }
    expectClear(await client.get(`/certificates/${done.result.certificateId}/document.pdf`), 404);
    expectClear(await client.postJson(`${at}/answers`, { saves: [saveOf(1, null)] }), 404);
    expectClear(await client.post(`${at}/check`), 404);
  });

  test.each([
    ['vi', 'lang="vi"'],
    ['en', 'lang="en"'],
  ])('that do not exist say so in the language of the reader (%s)', async (locale, lang) => {
    const client = visitor();
    client.cookies.set('locale', locale);
    for (const address of [
      '/khong-co',
      '/courses/khong-co',
      '/a/b/c/d',
      '/favicon.nope',
      '/attempts',
      '/%E0%A4%A',
      '/%00',
      '/courses/%E0%A4%A',
    ]) {
      const reply = expectClear(await client.get(address), [400, 404], address);
      if (reply.status === 404 && !reply.text.startsWith('{')) expect(reply.text, address).toContain(lang);
    }
    const { text } = await client.get('/khong-co');
    expect(text).toContain(locale === 'vi' ? 'Không' : 'not');
    expect(text).toContain('<h1');
  });

  test('with strange questions after them are answered all the same', { timeout: 240_000 }, async () => {
    const manager = await createActor(db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' });
    const administrator = await createActor(db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
    const strange = [
      '%00',
      'a%00b',
      '%ED%A0%80',
      '%27%3B--',
      '%',
      `${'x'.repeat(6000)}`,
      '%5B%5D',
      '-1',
      '1e999',
      '%22%7D',
    ];
    const places: [HttpClient, string, string[]][] = [
      [visitor(), '/courses', ['programme', 'q', '_routes', 'index']],
      [visitor(), '/verify', ['serial']],
      [visitor(), '/sign-in', ['to', 'signed-out', 'entered']],
      [visitor(), '/report-a-problem', ['page', 'sent']],
      [
        new HttpClient({ url: product.url, token: manager.token }),
        '/manage/assignees',
        ['q', 'course', 'unit', 'state', 'page', 'assignment', 'do', 'at', 'find'],
      ],
      [new HttpClient({ url: product.url, token: manager.token }), '/manage/assignments', ['page']],
      [
        new HttpClient({ url: product.url, token: manager.token }),
        '/manage/assignments/new',
        ['course', 'unit', 'people', 'q', 'at', 'page', 'go', 'by', 'day'],
      ],
      [
        new HttpClient({ url: product.url, token: manager.token }),
        '/manage/assignments/new?course=T1&by=people',
        ['people', 'person', 'q', 'page', 'within'],
      ],
      [new HttpClient({ url: product.url, token: manager.token }), '/manage/reports', ['q', 'after']],
      [new HttpClient({ url: product.url, token: manager.token }), '/manage/reports/VN.P01', ['course']],
      [
        new HttpClient({ url: product.url, token: administrator.token }),
        '/admin/people',
        ['q', 'page', 'after', 'cursor'],
      ],
      [
        new HttpClient({ url: product.url, token: administrator.token }),
        '/admin/audit',
        ['q', 'page', 'after', 'before', 'cursor', 'action', 'from', 'to'],
      ],
      [
        new HttpClient({ url: product.url, token: administrator.token }),
        `/admin/people/${manager.id}`,
        ['q', 'done', 'unit'],
      ],
    ];
    const asked = places.flatMap(([client, where, names]) =>
      names.flatMap((name) =>
        strange
          .map((value) => `${where}${where.includes('?') ? '&' : '?'}${name}=${value}`)
          .flatMap((address) => [address, dataPath(address)].map((each) => [client, each] as const)),
      ),
    );
    const failed: string[] = [];
    const askNext = async (): Promise<void> => {
      for (let next = asked.pop(); next; next = asked.pop()) {
        const [client, address] = next;
        const reply = await client.get(address);
        if (reply.status >= 500) failed.push(`${reply.status} ${address.slice(0, 120)}`);
        else expectClear(reply, reply.status, address.slice(0, 120));
      }
    };
    await Promise.all(Array.from({ length: 8 }, askNext));
    expect(failed).toEqual([]);
  });
});

describe('serials', () => {
  test('that nobody has are unknown, and mistyped ones are asked for again', async () => {
    const client = visitor();
    const unknown = expectClear(await client.get('/verify/0000-0000-0000-0000'), 404);
    expect(unknown.text).toContain('0000-0000-0000-0000');
    expect(unknown.headers['x-robots-tag']).toContain('noindex');
    for (const typed of [
      '1',
      'xyz',
      'u'.repeat(16),
      '%C3%A9',
      '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      'a'.repeat(3000),
    ]) {
      const there = expectClear(await client.get(`/verify/${typed}`), 302, typed.slice(0, 50));
      expect(there.location).toMatch(/^\/verify\?serial=/);
      const page = expectClear(await client.get(there.location ?? ''), 422, typed.slice(0, 50));
      expect(page.text).not.toContain('<script>alert');
    }
    expectClear(await client.get('/verify/%00'), 404);
    expectClear(await client.get('/verify?serial='), 422);
    expect(expectClear(await client.get('/verify/oooo-iiii-0000-llll'), 302).location).toBe(
      '/verify/0000-1111-0000-1111',
    );
  });

  test('asked for too often have to wait', async () => {
    let reply = await visitor().get('/verify/0000-0000-0000-0000');
    for (let time = 1; time < 100 && reply.status === 404; time++)
      reply = await visitor().get('/verify/0000-0000-0000-0000');
    expectClear(reply, 429);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('forms', () => {
  test.each([
    ['nothing', ''],
    ['a text that is too long', 'x'.repeat(50_000)],
    ['blanks and control characters', ' \u0000\u0001\u0002 '],
  ])('a problem reported with %s comes back with what was typed', async (_, message) => {
    const contact = 'số 12, phường Bến Nghé';
    const reply = await visitor().post('/report-a-problem', { page: '/courses', message, contact });
    expectClear(reply, 422);
    expect(reply.text).toContain(contact);
    expect(await db.problemReport.count()).toBe(0);
  });

  test('a password that is too long or strange is refused or taken, never a failure', async () => {
    const person = await createActor(db, { agencyCode: 'VN.X00376.DPV', password: 'mật khẩu ban đầu' });
    const client = new HttpClient({ url: product.url, token: person.token });
    for (const next of ['', 'ngắn', 'x'.repeat(10_000), '\u0000'.repeat(20), '\uD800'.repeat(20)]) {
      const fields = { 'current-password': 'mật khẩu ban đầu', 'new-password': next };
      expectClear(await client.post('/account', fields), [303, 422], JSON.stringify(next).slice(0, 30));
    }
  });

  test('bodies of another kind are refused, on every address that takes one', async () => {
    const person = await createActor(db, { agencyCode: 'VN.X00376.DPV', role: 'ADMINISTRATOR', over: 'VN' });
    const client = new HttpClient({ url: product.url, token: person.token });
    const { at, client: learner } = await inMidQuiz();
    const bodies: [string | undefined, string][] = [
      ['application/json', '{"a":1}'],
      ['text/plain', 'a=1'],
      [undefined, 'a=1'],
      ['multipart/form-data', 'a=1'],
      ['multipart/form-data; boundary=x', '--x\r\nbroken'],
      ['application/x-www-form-urlencoded', '%'.repeat(1000)],
      ['application/x-www-form-urlencoded; charset=utf-16', 'a=%00'],
    ];
    const places: [HttpClient, string][] = [
      ...['/sign-in', '/report-a-problem', '/sign-out', '/preferences'].map((each): [HttpClient, string] => [
        visitor(),
        each,
      ]),
      ...['/account', `/admin/people/${person.id}`, `/courses/${SLUG}`].map((each): [HttpClient, string] => [
        client,
        each,
      ]),
      ...[at, `${at}/answers`, `/courses/${SLUG}/lessons/lesson-1`].map((each): [HttpClient, string] => [
        learner,
        each,
      ]),
    ];
    const failed: string[] = [];
    for (const [who, where] of places)
      for (const [type, body] of bodies) {
        const reply = await who.send('POST', where, { Origin: who.origin, 'Content-Type': type }, body);
        if (reply.status >= 500) failed.push(`${reply.status} ${where} ${type}`);
        else expectClear(reply, reply.status, where);
      }
    expect(failed).toEqual([]);
  });

  test('of more bytes than anybody types are refused unread, told beforehand or not', async () => {
    const client = visitor();
    const form = { Origin: client.origin, 'Content-Type': 'application/x-www-form-urlencoded' };
    const send = (headers: Record<string, string>, body: string) =>
      client.send('POST', '/sign-in', headers, body).catch((error: NodeJS.ErrnoException) => error.code);
    for (const [status, headers] of [
      [413, form],
      [411, { ...form, 'Transfer-Encoding': 'chunked' }],
    ] as const) {
      const reply = await send(headers, `identifier=${'x'.repeat(8_000_000)}`);
      // The line may be closed before everything was said.
      if (typeof reply === 'object') expectClear(reply, status);
      else expect(['EPIPE', 'ECONNRESET']).toContain(reply);
      expectClear(await client.get('/sign-in'), 200);
    }
    const small = await send({ ...form, 'Transfer-Encoding': 'chunked' }, 'identifier=x');
    if (typeof small !== 'object') throw new Error(small);
    expectClear(small, 411);
  });

  test('methods that no page has are refused', async () => {
    const failed: string[] = [];
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'SEARCH'])
      for (const where of ['/courses', '/courses.data', '/preferences', '/learning', '/verify', '/no-such-page']) {
        const client = visitor();
        const reply = await client.send(method, where, { Origin: client.origin });
        if (reply.status >= 500) failed.push(`${reply.status} ${method} ${where}`);
        else expectClear(reply, reply.status, `${method} ${where}`);
      }
    expect(failed).toEqual([]);
  });

  test('names with control characters or of any length are never stored', async () => {
    const number = nextNumber();
    const insert = (fullName: string) =>
      createPerson(db, { agencyCode: 'VN.X00376.DPV', personnelNumber: number, fullName });
    for (const name of ['Nguyễn\u0007Văn A', 'Nguyễn\nVăn A', 'x'.repeat(10_000), ''])
      await expect(insert(name), JSON.stringify(name).slice(0, 30)).rejects.toThrow();
  });
});
