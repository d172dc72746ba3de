import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role as GrantedRole } from '#app/domain/accounts/policy.ts';
import { askAttempt } from '#app/domain/assessment/ask-attempt.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import routes from '#app/routes.ts';
import { publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, grant, signInAs } from '#tests/support/factories.ts';
import { dataPath, HttpClient, type Reply } from '#tests/support/http-client.ts';
import { completeCourse, readAllLessons, saveOf } from '#tests/support/learner.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { createWorld } from '#tests/support/world.ts';

/*
 * Every route of routes.ts against everybody who may come by. Each answer stands in a table; a route without a row fails,
 * and so does one whose row says that nothing can be posted to it although it has an action.
 */
const ROLES = ['visitor', 'learner', 'other', 'manager', 'otherManager', 'viewer', 'administrator'] as const;
type Role = (typeof ROLES)[number];
/** A status, or where it leads; of a pattern anything that matches. */
type Expected = number | string;
type Table = Record<Role, Expected>;

const everybody = (expected: Expected): Table =>
  Object.fromEntries(ROLES.map((role) => [role, expected])) as unknown as Table;
/** Visitors are sent to sign in. */
const signedIn = (expected: Expected, but: Partial<Table> = {}): Table => ({
  ...everybody(expected),
  visitor: '/sign-in?to=*',
  ...but,
});
const own = (expected: Expected): Table => signedIn(404, { learner: expected });
const managers = (expected: Expected): Table => signedIn(403, { manager: expected, otherManager: expected });
/** What belongs to the first province: its manager, and who reads reports of the whole country. */
const ofProvince = (expected: Expected, viewer: Expected): Table => signedIn(404, { manager: expected, viewer });
const administrators = (expected: Expected): Table => signedIn(403, { administrator: expected });

type Row = {
  /** The address asked for, of this route's pattern. */
  at: (the: Fixture) => string;
  get: (the: Fixture) => Table;
  /** What is sent, and what comes of it. Without: the route takes nothing. */
  post?: {
    send?: (the: Fixture) => Record<string, string> | { json: unknown };
    get: (the: Fixture) => Table;
    /** Where `.data` is answered otherwise than the document. */
    data?: () => Table;
  };
  /** A resource: no document, so no `.data` either. */
  isResource?: true;
};

type Fixture = {
  attempts: { finished: string; open: string; toHandIn: string; toSave: string; toGive: string };
  certificateId: string;
  serial: string;
  batchId: string;
  personId: string;
  assignmentId: string;
  requestId: string;
  dueForm: (days: number) => Record<string, string>;
};

const REFUSED = 405;

const TABLE: Record<string, Row> = {
  '/': { at: () => '/', get: () => ({ ...everybody('/learning'), visitor: '/courses' }) },
  '/sign-in': {
    at: () => '/sign-in',
    get: () => ({ ...everybody('/'), visitor: 200 }),
    // Of a document the page is made after the action, and whoever is signed in already is led on.
    post: { get: () => ({ ...everybody('/'), visitor: 422 }), data: () => everybody(422) },
  },
  '/sign-in/link/:token': {
    at: () => '/sign-in/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    get: () => everybody(410),
    post: { get: () => everybody(410) },
  },
  '/verify': { at: () => '/verify', get: () => everybody(200) },
  '/verify/:serial': { at: ({ serial }) => `/verify/${serial}`, get: () => everybody(200) },
  '/accessibility': { at: () => '/accessibility', get: () => everybody(200) },
  '/report-a-problem': {
    at: () => '/report-a-problem',
    get: () => everybody(200),
    post: { get: () => everybody(422) },
  },
  '/courses': { at: () => '/courses', get: () => everybody(200) },
  '/courses/:slug': {
    at: () => '/courses/fresh',
    get: () => everybody(200),
    post: { get: () => signedIn('/courses/fresh/lessons/lesson-1') },
  },
  // Whoever is enrolled in nothing there changes nothing; nor does who has completed it.
  '/courses/:slug (change edition)': {
    at: () => '/courses/sample',
    get: () => everybody(200),
    post: { send: () => ({ do: 'change-edition' }), get: () => signedIn('/courses/sample') },
  },
  '/search': { at: () => '/search?q=nguoi+dan', get: () => signedIn(200) },
  '/learning': { at: () => '/learning', get: () => signedIn(200), post: { get: () => signedIn('/learning') } },
  '/learning (corrections seen)': {
    at: () => '/learning',
    get: () => signedIn(200),
    post: { send: () => ({ do: 'corrections', correction: 'T1:2' }), get: () => signedIn('/learning') },
  },
  '/courses/:slug/lessons/:lesson': {
    at: () => '/courses/sample/lessons/lesson-1',
    get: () => signedIn('/courses/sample', { learner: 200 }),
    post: {
      send: () => ({ next: 'lesson-2' }),
      get: () => signedIn('/courses/sample', { learner: '/courses/sample/lessons/lesson-2' }),
    },
  },
  '/courses/:slug/aids/:lesson?': {
    at: () => '/courses/sample/aids',
    get: () => signedIn('/courses/sample', { learner: 200 }),
  },
  '/courses/:slug/quiz': {
    at: () => '/courses/sample/quiz',
    get: () => signedIn('/courses/sample', { learner: 200 }),
    post: {
      get: ({ attempts }) => signedIn('/courses/sample', { learner: `/attempts/${attempts.finished}/result` }),
    },
  },
  '/attempts/:attemptId/:view?': {
    at: ({ attempts }) => `/attempts/${attempts.open}`,
    get: () => own(200),
    post: {
      send: () => ({ slot: '1', revision: '0', go: 'check' }),
      get: ({ attempts }) => own(`/attempts/${attempts.open}/check`),
    },
  },
  '/attempts/:attemptId/:view? (check)': {
    at: ({ attempts }) => `/attempts/${attempts.toHandIn}/check`,
    get: () => own(200),
    post: { get: ({ attempts }) => own(`/attempts/${attempts.toHandIn}/result`) },
  },
  '/attempts/:attemptId/result': {
    at: ({ attempts }) => `/attempts/${attempts.finished}/result`,
    get: () => own(200),
  },
  '/certificates': { at: () => '/certificates', get: () => signedIn(200) },
  '/certificates/:certificateId': {
    at: ({ certificateId }) => `/certificates/${certificateId}`,
    get: () => own(200),
  },
  '/account': { at: () => '/account', get: () => signedIn(200), post: { get: () => signedIn(422) } },

  '/manage': {
    at: () => '/manage',
    get: () =>
      signedIn(403, {
        manager: '/manage/reports',
        otherManager: '/manage/reports',
        viewer: '/manage/reports',
        administrator: '/admin',
      }),
  },
  '/manage/assignments': { at: () => '/manage/assignments', get: () => managers(200) },
  '/manage/assignments/new': {
    at: () => '/manage/assignments/new',
    get: () => managers(200),
    post: { get: () => managers('/manage/assignments/new?*') },
  },
  '/manage/assignments/:batchId': {
    at: ({ batchId }) => `/manage/assignments/${batchId}`,
    get: () => signedIn(404, { manager: 200 }),
    post: {
      send: ({ dueForm }) => dueForm(60),
      get: ({ batchId }) => signedIn(404, { manager: `/manage/assignments/${batchId}` }),
    },
  },
  '/manage/assignees': {
    at: ({ assignmentId }) => `/manage/assignees?assignment=${assignmentId}`,
    get: () => managers(200),
    post: {
      send: ({ dueForm }) => dueForm(50),
      get: () => signedIn(404, { manager: '/manage/assignees?done=due' }),
    },
  },
  '/manage/requests': { at: () => '/manage/requests', get: () => managers(200) },
  '/manage/requests/:requestId': {
    at: ({ requestId }) => `/manage/requests/${requestId}`,
    get: () => ({ ...managers(404), manager: 200 }),
    post: {
      send: () => ({ do: 'grant', answer: 'Đồng ý.' }),
      // The first grant decides; the same again finds nothing left to decide.
      get: () => ({ ...managers(404), manager: 409 }),
      data: () => ({ ...managers(404), manager: '/manage/requests?done=granted' }),
    },
  },
  '/manage/reports': {
    at: () => '/manage/reports',
    get: () =>
      signedIn(403, {
        manager: '/manage/reports/VN.P01',
        otherManager: '/manage/reports/VN.P79',
        viewer: '/manage/reports/VN',
      }),
  },
  '/manage/reports/:agencyCode': { at: () => '/manage/reports/VN.P01', get: () => ofProvince(200, 200) },

  '/admin': { at: () => '/admin', get: () => administrators(200) },
  '/admin/people': { at: () => '/admin/people', get: () => administrators(200) },
  '/admin/people/:personId': {
    at: ({ personId }) => `/admin/people/${personId}`,
    get: () => administrators(200),
    post: { send: () => ({ intent: 'grant' }), get: () => administrators(422) },
  },
  '/admin/audit': { at: () => '/admin/audit', get: () => administrators(200) },

  '/line': { at: () => '/line', get: () => everybody(200), isResource: true },
  '/preferences': {
    at: () => '/preferences',
    get: () => everybody('/'),
    post: { send: () => ({ theme: 'dark', returnTo: '/courses' }), get: () => everybody('/courses') },
    isResource: true,
  },
  '/sign-out': {
    at: () => '/sign-out',
    get: () => everybody('/'),
    post: { get: () => everybody('/sign-in?signed-out=here') },
    isResource: true,
  },
  '/sign-out/finish': {
    at: () => '/sign-out/finish',
    get: () => everybody('/'),
    // Whoever is not the one who pressed is told so and stays signed in.
    post: { send: ({ personId }) => ({ json: { personId, everywhere: false } }), get: () => everybody(200) },
    isResource: true,
  },
  '/courses/:slug/lessons/:lesson/read': {
    at: () => '/courses/sample/lessons/lesson-1/read',
    get: () => everybody('/courses/sample/lessons/lesson-1'),
    post: {
      // What the learner's device has kept, sent by whoever is signed in on it.
      send: ({ personId }) => ({ json: { personId, in: 'vi', measured: true } }),
      get: () => ({ ...everybody(403), visitor: 401, learner: 200 }),
    },
    isResource: true,
  },
  '/attempts/:attemptId/answers': {
    at: ({ attempts }) => `/attempts/${attempts.toSave}/answers`,
    get: ({ attempts }) => everybody(`/attempts/${attempts.toSave}`),
    post: {
      send: () => ({ json: { saves: [saveOf(1, null, { flagged: true })] } }),
      get: () => ({ ...everybody(404), visitor: 401, learner: 200 }),
    },
    isResource: true,
  },
  '/attempts/:attemptId/hand-in': {
    at: ({ attempts }) => `/attempts/${attempts.toGive}/hand-in`,
    get: ({ attempts }) => everybody(`/attempts/${attempts.toGive}/check`),
    post: {
      send: () => ({ json: { saves: [saveOf(1, null, { flagged: true })] } }),
      get: () => ({ ...everybody(404), visitor: 401, learner: 200 }),
    },
    isResource: true,
  },
  '/certificates/:certificateId/document.pdf': {
    at: ({ certificateId }) => `/certificates/${certificateId}/document.pdf`,
    get: () => own(200),
    isResource: true,
  },
  '/manage/reports/:agencyCode/units.csv': {
    at: () => '/manage/reports/VN.P01/units.csv',
    get: () => ofProvince(200, 200),
    isResource: true,
  },
  '/manage/reports/:agencyCode/people.csv': {
    at: () => '/manage/reports/VN.P01/people.csv',
    get: () => ofProvince(200, 200),
    isResource: true,
  },

  '/ui': { at: () => '/ui', get: () => everybody(404) },
  '/*': { at: () => '/no/such/page', get: () => everybody(404) },
};

type RouteEntry = { path?: string | undefined; index?: boolean | undefined; file: string };
const ENTRIES = (routes as RouteEntry[]).map((entry) => ({ pattern: `/${entry.path ?? ''}`, file: entry.file }));
/** Rows in the order of routes.ts: what changes things comes where it is listed. */
/** A page that is several things has a row for each, told apart in brackets. */
const plain = (pattern: string) => pattern.replace(/ \(.*\)$/, '');
const ROWS = ENTRIES.flatMap(({ pattern }) => Object.entries(TABLE).filter(([name]) => plain(name) === pattern));
const WITH_POST = ROWS.flatMap(([pattern, row]) => (row.post ? [[pattern, row, row.post] as const] : []));
const WITHOUT_POST = ROWS.filter(([, row]) => !row.post);

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let the: Fixture;
let documents: string;
let people: Record<Exclude<Role, 'visitor'>, { id: string; token: string }>;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  const world = createWorld(db, { now: new Date(Date.now() - 600_000) });
  await createAgencies(db);
  const sample = await publishSample(db, { slug: 'sample', code: 'T1', now: world.now });
  for (const [at, slug] of ['open', 'to-hand-in', 'to-save', 'to-give', 'fresh', 'asked'].entries())
    await publishSample(db, { slug, code: `T${at + 2}`, now: world.now });

  const create = async (agencyCode: string, granted?: GrantedRole, over = agencyCode) => {
    const { id } = await createPerson(db, { agencyCode });
    if (granted) await grant(db, id, granted, over);
    const { token } = await signInAs(db, id);
    return { id, token };
  };
  people = {
    learner: await create('VN.X00376.DPV'),
    other: await create('VN.X00376.VHXH'),
    manager: await create('VN.P01.SNV', 'TRAINING_MANAGER', 'VN.P01'),
    otherManager: await create('VN.P79.SNV', 'TRAINING_MANAGER', 'VN.P79'),
    viewer: await create('VN.BNV', 'REPORT_VIEWER', 'VN'),
    administrator: await create('VN.BNV', 'ADMINISTRATOR', 'VN'),
  };
  const personId = people.learner.id;
  const done = await completeCourse(world, { personId, slug: 'sample' });
  if (done.result.outcome !== 'graded' || !done.result.certificateId) throw new Error('no certificate');
  const { certificateId } = done.result;
  documents = mkdtempSync(path.join(tmpdir(), 'truc-documents-'));
  const storageUrl = pathToFileURL(documents).href;
  await issueCertificate({ ...world, storage: openStorage(storageUrl) }, certificateId);
  const { serial } = await db.certificate.findUniqueOrThrow({ where: { id: certificateId } });
  const start = async (slug: string) => {
    await readAllLessons(world, { personId, slug });
    const started = await startAttempt(world, { personId, slug });
    if (started.outcome !== 'started') throw new Error(started.outcome);
    return started.attemptId;
  };
  const asker = people.other.id;
  await readAllLessons(world, { personId: asker, slug: 'asked' });
  for (let round = 0; round < 3; round++) {
    const failed = await startAttempt(world, { personId: asker, slug: 'asked' });
    if (failed.outcome !== 'started') throw new Error(failed.outcome);
    await submitAttempt(world, { attemptId: failed.attemptId, personId: asker, saves: [] });
  }
  await askAttempt(world, { personId: asker, slug: 'asked', reason: 'Tôi đã đọc lại các bài.' });
  const { id: requestId } = await db.attemptRequest.findFirstOrThrow({ where: { personId: asker } });
  const dueForm = (days: number) => {
    const [year = '', month = '', day = ''] = inDays(days).toISOString().slice(0, 10).split('-');
    return { do: 'due', 'due-day': day, 'due-month': month, 'due-year': year };
  };
  const province = await db.agency.findUniqueOrThrow({ where: { code: 'VN.P01' } });
  const createBatch = () =>
    db.assignmentBatch.create({
      data: {
        courseId: sample.courseId,
        agencyId: province.id,
        dueAt: inDays(40),
        createdById: people.manager.id,
        state: 'DONE',
        plannedPeople: 0,
      },
    });
  const batch = await createBatch();
  const assignment = await db.assignment.create({
    data: {
      batchId: (await createBatch()).id,
      personId: people.other.id,
      courseId: sample.courseId,
      agencyId: province.id,
      assignedAt: world.now(),
      dueAt: inDays(40),
    },
  });
  the = {
    attempts: {
      finished: done.attemptId,
      open: await start('open'),
      toHandIn: await start('to-hand-in'),
      toSave: await start('to-save'),
      toGive: await start('to-give'),
    },
    certificateId,
    serial,
    batchId: batch.id,
    personId,
    assignmentId: assignment.id,
    requestId,
    dueForm,
  };
  product = await startProduct({ databaseUrl: database.url, env: { STORAGE_URL: storageUrl } });
});
afterAll(async () => {
  await product?.stop();
  await db?.close();
  await database?.drop();
  if (documents) rmSync(documents, { recursive: true });
});

const clientOf = (role: Role, token = role === 'visitor' ? undefined : people[role].token) =>
  new HttpClient({ url: product.url, ...(token === undefined ? {} : { token }) });
/** In a session of its own, which a test may end. */
const freshClient = async (role: Role) =>
  clientOf(role, role === 'visitor' ? undefined : (await signInAs(db, people[role].id)).token);

/** What an answer comes to, in the words of the table. */
function told(reply: Reply, expected: Expected): Expected {
  const leads = [301, 302, 303, 307, 308].includes(reply.status) || (reply.status === 202 && reply.location !== null);
  if (!leads) return reply.status;
  const location = reply.location ?? '';
  return typeof expected === 'string' && expected.endsWith('*') && location.startsWith(expected.slice(0, -1))
    ? expected
    : location;
}

const FACTS = [
  'Person',
  'Grant',
  'SignInLink',
  'Assignment',
  'AssignmentBatch',
  'Enrolment',
  'EditionChange',
  'CorrectionSeen',
  'LessonProgress',
  'Attempt',
  'AttemptRequest',
  'AttemptAnswer',
  'Grading',
  'Completion',
  'Certificate',
  'ProblemReport',
  'AuditEvent',
];
/** Everything that somebody could have changed. */
async function facts(): Promise<string> {
  const each = FACTS.map(
    (table) =>
      `SELECT '${table}' || count(*) || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS x FROM "${table}" t`,
  );
  const row = await db.one<{ all: string }>(
    sql.raw(`SELECT string_agg(x, ' ' ORDER BY x) AS all FROM (${each.join(' UNION ALL ')}) f`),
  );
  return row.all;
}

const isRefusal = (expected: Expected) =>
  expected === 401 ||
  expected === 403 ||
  expected === 404 ||
  expected === REFUSED ||
  String(expected).startsWith('/sign-in?to=');

/** No answer shows how the product is made. */
function expectNoInsides({ text }: Reply, where: string): void {
  expect(text, where).not.toMatch(/\n {2,}at |node_modules|PrismaClient|\bSELECT\b[^<]*\bFROM\b/);
}

function expectSafeHeaders({ headers, text }: Reply, where: string): void {
  const policy = String(headers['content-security-policy']);
  const nonce = /script-src 'nonce-([A-Za-z0-9+/=]{20,})' 'strict-dynamic'/.exec(policy)?.[1];
  expect(nonce, where).toBeDefined();
  for (const part of [
    "default-src 'none'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
  ])
    expect(policy, where).toContain(part);
  expect(headers, where).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers['x-request-id'], where).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['x-powered-by'], where).toBeUndefined();
  const scripts = [...text.matchAll(/<script\b([^>]*)>/g)].map((match) => match[1] ?? '');
  for (const attributes of scripts) expect(attributes, where).toContain(`nonce="${nonce}"`);
  expect(text, where).not.toMatch(/<[^>]+ (style|on[a-z]+)="/);
}

describe('the table', () => {
  test('has a row for every route, and no other', () => {
    expect([...new Set(Object.keys(TABLE).map(plain))].sort()).toEqual(ENTRIES.map(({ pattern }) => pattern).sort());
  });

  test('knows which routes take something', async () => {
    const file = path.resolve(import.meta.dirname, '../../build/server/index.js');
    const build = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      routes: Record<string, { path?: string; module: { action?: unknown; default?: unknown } }>;
    };
    const built = Object.values(build.routes).filter((each) => each !== build.routes.root);
    const withAction = built.filter((each) => each.module.action).map((each) => `/${each.path ?? ''}`);
    expect([...new Set(WITH_POST.map(([pattern]) => plain(pattern)))].sort()).toEqual(withAction.sort());
    const resources = built.filter((each) => !each.module.default).map((each) => `/${each.path ?? ''}`);
    expect(ROWS.flatMap(([pattern, row]) => (row.isResource ? [pattern] : [])).sort()).toEqual(resources.sort());
  });
});

test.each(ROWS)('GET %s', async (_, row) => {
  const where = row.at(the);
  const expected = row.get(the);
  const answers: Partial<Record<Role, Expected>> = {};
  for (const role of ROLES) {
    const client = clientOf(role);
    const reply = await client.get(where);
    answers[role] = told(reply, expected[role]);
    expectSafeHeaders(reply, `${role} ${where}`);
    expectNoInsides(reply, `${role} ${where}`);
    if (reply.status !== 304 && !reply.location) {
      const caching = reply.headers['cache-control'] ?? 'none';
      expect(caching, `${role} ${where} ${reply.status}`).toMatch(/\bno-store\b/);
      if (where.endsWith('.pdf') && reply.status === 200) expect(caching).toBe('private, no-store');
    }
    if (row.isResource) continue;
    const data = await client.data(where);
    expect(told(data, expected[role]), `${role} ${dataPath(where)}`).toBe(answers[role]);
    expectNoInsides(data, `${role} ${dataPath(where)}`);
    expect(data.headers['cache-control'], `${role} ${dataPath(where)}`).toMatch(/\bno-store\b/);
    expect(data.headers['x-content-type-options']).toBe('nosniff');
  }
  expect(answers).toEqual(expected);
});

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
const FOREIGN: [string, (origin: string) => Record<string, string>][] = [
  ['another origin', () => ({ Origin: 'https://evil.example' })],
  ['a look-alike', (origin) => ({ Origin: `${origin}.evil.example` })],
  ['a hidden origin', () => ({ Origin: 'null' })],
  ['no origin', () => ({})],
  ['a cross-site fetch', (origin) => ({ Origin: origin, 'Sec-Fetch-Site': 'cross-site' })],
  ['a sister site', (origin) => ({ Origin: origin, 'Sec-Fetch-Site': 'same-site' })],
];

test.each(ROWS)('nothing is written to %s from another site', async (_, row) => {
  const before = await facts();
  const client = await freshClient('learner');
  const administrator = await freshClient('administrator');
  const where = row.at(the);
  for (const address of row.isResource ? [where] : [where, dataPath(where)])
    for (const method of METHODS)
      for (const [name, headersOf] of FOREIGN)
        for (const as of [client, administrator]) {
          const headers = { 'Content-Type': 'application/x-www-form-urlencoded', ...headersOf(as.origin) };
          const reply = await as.send(method, address, headers, 'intent=link&do=undo&slot=1&everywhere=1&locale=en');
          expect(reply.status, `${method} ${address} with ${name}`).toBe(403);
          expect(reply.headers['set-cookie']).toBeUndefined();
        }
  expect(await facts()).toBe(before);
});

test('what stands in a paper is told to whom it belongs, as data and with no answer', async () => {
  const path = `/attempts/${the.attempts.toSave}/answers`;
  for (const role of ROLES) {
    const reply = await clientOf(role).get(path, { Accept: 'application/json' });
    expect(reply.status, role).toBe({ visitor: 401, learner: 200 }[role as string] ?? 404);
    expectNoInsides(reply, role);
    if (role === 'learner')
      expect(JSON.parse(reply.text)).toMatchObject({ outcome: 'standing', open: true, conflicts: [] });
    else expect(JSON.parse(reply.text)).toEqual({ outcome: role === 'visitor' ? 'sign-in' : 'not-found' });
  }
});

test.each(WITHOUT_POST)('%s takes nothing', async (_, row) => {
  const where = row.at(the);
  const before = await facts();
  for (const role of ROLES) {
    const client = clientOf(role);
    for (const address of row.isResource ? [where] : [where, dataPath(where)]) {
      const reply = await client.post(address, { any: 'thing' });
      expect(reply.status, `${role} ${address}`).toBe(REFUSED);
      expectNoInsides(reply, `${role} ${address}`);
    }
  }
  expect(await facts()).toBe(before);
});

test.each(WITH_POST)('POST %s', async (_, row, post) => {
  const where = row.at(the);
  const expected = post.get(the);
  const send = post.send?.(the) ?? {};
  const deliver = (client: HttpClient, address: string) =>
    'json' in send ? client.postJson(address, send.json) : client.post(address, send as Record<string, string>);
  const answers: Partial<Record<Role, Expected>> = {};
  // Those who may not come first: what they could have done would be seen.
  const order = [...ROLES].sort((a, b) => Number(isRefusal(expected[b])) - Number(isRefusal(expected[a])));
  for (const role of order) {
    for (const address of row.isResource ? [where] : [dataPath(where), where]) {
      const before = await facts();
      const reply = await deliver(await freshClient(role), address);
      const wanted = address === where ? expected[role] : (post.data?.() ?? expected)[role];
      const answer = told(reply, wanted);
      if (address === where) answers[role] = answer;
      else expect(answer, `${role} ${address}`).toBe(wanted);
      expectNoInsides(reply, `${role} ${address}`);
      if (isRefusal(expected[role])) expect(await facts(), `${role} ${address}`).toBe(before);
    }
  }
  expect(answers).toEqual(expected);
});
