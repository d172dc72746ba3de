import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleRegistered } from '#app/domain/accounts/settle-registered.server.ts';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { type PublishedSample, publishSample } from '#tests/support/content.ts';
import { cloneDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, grant, signInAs } from '#tests/support/factories.ts';
import { HttpClient } from '#tests/support/http-client.ts';
import { completeCourse, readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { type Product, startProduct } from '#tests/support/start-product.ts';
import { openStatements } from '#tests/support/statements.ts';
import { createWorld } from '#tests/support/world.ts';

const PAGE_LIMIT = 6;
const ATTEMPT_LIMIT = 18;
const AUTOSAVED_LIMIT = 36;
const SLUG = 'sample';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Db;
let product: Product;
let world: ReturnType<typeof createWorld>;
let statements: Awaited<ReturnType<typeof openStatements>>;
let course: PublishedSample;
let clientOf: (person: { token: string }) => HttpClient;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url, { max: 5, application: 'truc-test' });
  world = createWorld(db, { now: new Date() });
  await createAgencies(db);
  course = await publishSample(db, { slug: SLUG, now: world.now });
  await publishSample(db, { slug: 'other', code: 'T2', programme: 'ASEAN', now: world.now });
  product = await startProduct({ databaseUrl: database.url });
  statements = await openStatements(database.url);
  clientOf = ({ token }) => new HttpClient({ url: product.url, token });
});
afterAll(async () => {
  await statements?.close();
  await product?.stop();
  await db?.close();
  await database?.drop();
});

const P01 = ['VN.P01', 'VN.P01.SNV', 'VN.X00376', 'VN.X00376.DPV', 'VN.X00376.VHXH'];

/**
 * People of number `from` to `to` at the units of P01: appointed, two thirds assigned the course, some of them and of the others
 * enrolled; then counted and folded.
 */
async function addPeople(from: number, to: number, batchId: string): Promise<void> {
  const at = world.now();
  await db.run`
    INSERT INTO "Person" ("personnelNumber", "fullName", "sortName", "searchText", email)
    SELECT '8' || lpad(n::text, 9, '0'), 'Trần Văn Số ' || n, 'so ' || n, 'tran van so ' || n || ' p' || n || '@truc.example', 'p' || n || '@truc.example'
      FROM generate_series(${from}::int, ${to}::int) n`;
  await db.run`
    INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state)
    SELECT p.id, a.id, 'Chuyên viên', '2020-01-01', 'CURRENT' FROM "Person" p
      JOIN "Agency" a ON a.code = (${P01}::text[])[1 + substr(p."personnelNumber", 2)::int % 5]
     WHERE p."personnelNumber" BETWEEN '8' || lpad(${from}::text, 9, '0') AND '8' || lpad(${to}::text, 9, '0')`;
  await db.run`
    INSERT INTO "Enrolment" ("personId", "courseId", "editionId", "agencyId", source, "enrolledAt")
    SELECT p.id, ${course.courseId}::uuid, ${course.editionId}::uuid, x."agencyId", 'SELF', ${at} FROM "Person" p
      JOIN "Appointment" x ON x."personId" = p.id
     WHERE p."personnelNumber" BETWEEN '8' || lpad(${from}::text, 9, '0') AND '8' || lpad(${to}::text, 9, '0')
       AND substr(p."personnelNumber", 2)::int % 4 = 0`;
  await db.run`
    INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", status, "assignedAt", "dueAt")
    SELECT ${batchId}::uuid, p.id, ${course.courseId}::uuid, x."agencyId", 'NOT_STARTED', ${at}, ${new Date(at.getTime() + 40 * 86_400_000)}
      FROM "Person" p JOIN "Appointment" x ON x."personId" = p.id
     WHERE p."personnelNumber" BETWEEN '8' || lpad(${from}::text, 9, '0') AND '8' || lpad(${to}::text, 9, '0')
       AND substr(p."personnelNumber", 2)::int % 3 > 0`;
  const ids = await db.rows<{ id: string }>`
    SELECT id FROM "Person" WHERE "personnelNumber" BETWEEN '8' || lpad(${from}::text, 9, '0') AND '8' || lpad(${to}::text, 9, '0')`;
  await db.transaction(
    async (tx) => {
      const people = ids.map((row) => row.id);
      await settleRegistered(tx, people, at);
      await settleStandings(tx, people, course.courseId, at);
    },
    { withinMs: 120_000 },
  );
  await foldDeltas(db);
  await db.run`ANALYZE`;
}

test('pages take the same few statements among 600 people and among 20,000', { timeout: 240_000 }, async () => {
  const learner = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
  const manager = await createActor(db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' });
  const viewer = await createActor(db, { agencyCode: 'VN.BNV', role: 'REPORT_VIEWER', over: 'VN' });
  const { id: twofoldId } = await createPerson(db, { agencyCode: 'VN.BNV' });
  await grant(db, twofoldId, 'REPORT_VIEWER', 'VN.P01');
  await grant(db, twofoldId, 'REPORT_VIEWER', 'VN.P79');
  const twofold = await signInAs(db, twofoldId);
  const administrator = await createActor(db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });

  const done = await completeCourse(world, { personId: learner.id, slug: 'other' });
  if (done.result.outcome !== 'graded' || !done.result.certificateId) throw new Error('no certificate');
  await issueCertificate(world, done.result.certificateId);
  const { serial } = await db.certificate.findUniqueOrThrow({ where: { id: done.result.certificateId } });
  await readAllLessons(world, { personId: learner.id, slug: SLUG });
  await product.setClock({ offsetMs: 125_000 });
  const mine = clientOf(learner);
  const attempt = (await mine.post(`/courses/${SLUG}/quiz`)).location ?? '';
  await mine.postJson(`${attempt}/answers`, { saves: await rightSaves(world, attempt.split('/').at(-1) ?? '') });
  const agency = await db.agency.findUniqueOrThrow({ where: { code: 'VN.P01' } });
  const batch = await db.assignmentBatch.create({
    data: {
      courseId: course.courseId,
      agencyId: agency.id,
      dueAt: new Date(world.now().getTime() + 40 * 86_400_000),
      createdById: manager.id,
      state: 'DONE',
      plannedPeople: 400,
    },
  });

  const pages: [string, HttpClient, string][] = [
    ['course', mine, `/courses/${SLUG}`],
    ['lesson', mine, `/courses/${SLUG}/lessons/lesson-1`],
    ['attempt', mine, attempt],
    ['attempt, third question', mine, `${attempt}?q=3`],
    ['check', mine, `${attempt}/check`],
    ['result', mine, `/attempts/${done.attemptId}/result`],
    ['quiz', mine, `/courses/${SLUG}/quiz`],
    ['courses', mine, '/courses'],
    ['search', mine, '/search?q=nguoi+dan'],
    ['search, similar words', mine, '/search?q=nguoii+dann'],
    ['learning', mine, '/learning'],
    ['courses, nobody signed in', new HttpClient({ url: product.url }), '/courses'],
    ['account', mine, '/account'],
    ['certificates', mine, '/certificates'],
    ['certificate', mine, `/certificates/${done.result.certificateId}`],
    ['verify', new HttpClient({ url: product.url }), `/verify/${serial}`],
    ['reports', clientOf(twofold), '/manage/reports'],
    ['report of a province', clientOf(manager), '/manage/reports/VN.P01'],
    ['report of the country', clientOf(viewer), '/manage/reports/VN'],
    ['assignments', clientOf(manager), '/manage/assignments'],
    ['assignment', clientOf(manager), `/manage/assignments/${batch.id}`],
    ['assignees', clientOf(manager), '/manage/assignees'],
    ['requests', clientOf(manager), '/manage/requests'],
    ['new assignment', clientOf(manager), '/manage/assignments/new'],
    ['new assignment, whom', clientOf(manager), `/manage/assignments/new?course=${course.code}&by=unit`],
    ['administration', clientOf(administrator), '/admin'],
    ['people', clientOf(administrator), '/admin/people'],
    ['person', clientOf(administrator), `/admin/people/${learner.id}`],
    ['audit', clientOf(administrator), '/admin/audit'],
  ];
  const countAll = async () => {
    const counts = new Map<string, number>();
    for (const [name, client, path] of pages) {
      const warm = await client.get(path);
      if (warm.status >= 300) throw new Error(`${name}: ${path} answered ${warm.status} ${warm.location ?? ''}`);
      const document = await statements.count(() => client.get(path));
      const data = await statements.count(() => client.data(path));
      counts.set(name, document.count);
      if (document.count > PAGE_LIMIT)
        console.log(`${name}:\n${document.statements.map((each) => `  ${each.calls} × ${each.query}`).join('\n')}`);
      expect(data.count, `${name}, .data`).toBe(document.count);
    }
    return counts;
  };
  await addPeople(1, 600, batch.id);
  const few = await countAll();
  const since = Date.now();
  await addPeople(601, 20_000, batch.id);
  console.log(`99,400 people in ${((Date.now() - since) / 1000).toFixed(1)} s`);
  const many = await countAll();
  console.table(pages.map(([page]) => ({ page, 'of 600': few.get(page), 'of 20,000': many.get(page) })));
  expect(many).toEqual(few);
  expect([...few].filter(([, count]) => count > PAGE_LIMIT)).toEqual([]);
});

test('a whole attempt takes few statements, with one save or with ten', async () => {
  const attempt = async (saves: 'once' | 'each') => {
    const learner = await createActor(db, { agencyCode: 'VN.X00376.DPV' });
    await readAllLessons(world, { personId: learner.id, slug: SLUG });
    await product.setClock({ fixedAt: world.now() });
    const client = clientOf(learner);
    await client.get('/learning');
    let at = '';
    const started = await statements.count(async () => {
      at = (await client.post(`/courses/${SLUG}/quiz`)).location ?? '';
      expect((await client.get(at)).status).toBe(200);
    });
    const answers = await rightSaves(world, at.split('/').at(-1) ?? '');
    const finished = await statements.count(async () => {
      for (const part of saves === 'once' ? [answers] : answers.map((each) => [each]))
        expect((await client.postJson(`${at}/answers`, { saves: part })).status).toBe(200);
      expect((await client.post(`${at}/check`)).location).toBe(`${at}/result`);
      expect((await client.get(`${at}/result`)).status).toBe(200);
    });
    expect(await db.completion.count({ where: { personId: learner.id } })).toBe(1);
    return { count: started.count + finished.count, list: [...started.statements, ...finished.statements] };
  };
  const once = await attempt('once');
  const each = await attempt('each');
  console.log(
    `Statements of a whole attempt: ${once.count} with one save of ten answers, ${each.count} with ten saves.`,
  );
  if (once.count > ATTEMPT_LIMIT || each.count > AUTOSAVED_LIMIT)
    console.log(each.list.map(({ calls, query }) => `  ${calls} × ${query}`).join('\n'));
  expect(once.count).toBeLessThanOrEqual(ATTEMPT_LIMIT);
  expect(each.count).toBeLessThanOrEqual(AUTOSAVED_LIMIT);
});
