import { createHash } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSession } from '#app/domain/accounts/sessions.server.ts';
import { signIn } from '#app/domain/accounts/sign-in.server.ts';
import { gradePaper } from '#app/domain/assessment/grade-paper.ts';
import { paperKeyOf } from '#app/domain/assessment/paper.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import { readKeys } from '#app/domain/assessment/read-bank.server.ts';
import { readMarks, type StoredMarks } from '#app/domain/assessment/store-marks.ts';
import type { StoredPaper } from '#app/domain/assessment/store-paper.ts';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { verifyCertificate } from '#app/domain/certificates/read-certificates.server.ts';
import { readSerial } from '#app/domain/certificates/serial.ts';
import { Statement } from '#app/domain/certificates/statement.ts';
import { foldForSearch } from '#app/domain/fold-for-search.ts';
import { checkAudit } from '#app/domain/ledger/chain-audit.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { SWEEP_PARTS } from '#jobs/sweep-minute.ts';
import { cloneDatabase } from '#tests/support/clone-database.ts';
import { silentLog } from '#tests/support/content.ts';
import { PRODUCT_ROLE, productUrl } from '#tests/support/database-urls.ts';
import { drawnOf } from '#tests/support/learner.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';
import { DEMO_PASSWORD } from '../../prisma/seed/demo-accounts.ts';
import { checkNation } from '../../prisma/seed/nation/check-nation.ts';
import { fillNation } from '../../prisma/seed/nation/fill-nation.ts';

const root = path.resolve(import.meta.dirname, '../..');
const NOW = new Date('2026-11-23T03:00:00Z');
const now = () => NOW;
const PEOPLE = 3_000;

type Nation = { clone: Awaited<ReturnType<typeof cloneDatabase>>; db: Db; client: pg.Client };
const open: Nation[] = [];

/** A database with the curriculum in it, which every nation is given: it is the same for all. */
let curriculum: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  curriculum = await cloneDatabase();
  const db = openDatabase(curriculum.url, { max: 3 });
  await publishContent({ db, random: systemRandom, now, log: silentLog }, path.join(root, 'content'));
  await db.close();
}, 120_000);

async function makeNation(seed: string, people: number): Promise<Nation> {
  const clone = await cloneDatabase(curriculum.name);
  const db = openDatabase(productUrl(clone.url), { max: 5 });
  const client = new pg.Client({ connectionString: clone.url });
  await client.connect();
  const nation = { clone, db, client };
  open.push(nation);
  const world = { db, superuserUrl: clone.url, root, appUrl: 'https://truc.example', now };
  await fillNation(world, { people, units: 500, seed });
  return nation;
}

const rowsOf = async <Row>(client: pg.Client, sql: string): Promise<Row[]> => (await client.query(sql)).rows as Row[];

/** How many blocks the statements of web and worker touch while `act` runs; it has the database to itself. */
async function blocksOf(client: pg.Client, act: () => Promise<unknown>): Promise<number> {
  const total = async () => {
    const [row] = await rowsOf<{ blocks: number }>(
      client,
      `SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0)::int AS blocks FROM pg_stat_statements
        WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND userid = '${PRODUCT_ROLE}'::regrole`,
    );
    return row?.blocks ?? 0;
  };
  const was = await total();
  await act();
  return (await total()) - was;
}

/** What the database holds beside its rows: all keys, references, indexes, checks and triggers. */
const rulesOf = (client: pg.Client) =>
  rowsOf<{ line: string }>(
    client,
    `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated AS line FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace
     UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
  );

afterAll(async () => {
  for (const { db, client, clone } of open) {
    await db.close();
    await client.end();
    await clone.drop();
  }
  await curriculum.drop();
});

describe('a nation to measure in', () => {
  let nation: Nation;
  let before: unknown;
  let world: TestWorld;

  beforeAll(async () => {
    const bare = await cloneDatabase();
    const client = new pg.Client({ connectionString: bare.url });
    await client.connect();
    before = await rulesOf(client);
    await client.end();
    await bare.drop();
    nation = await makeNation('one', PEOPLE);
    world = createWorld(nation.db, { now: NOW });
  }, 240_000);

  it('has the sizes that a nation of two million has, in proportion', async () => {
    const [sizes] = await rowsOf<Record<string, number>>(
      nation.client,
      `SELECT (SELECT count(*)::int FROM "Agency") AS units, (SELECT count(*)::int FROM "Person") AS people,
              ${[
                'Assignment',
                'Standing',
                'Enrolment',
                'Completion',
                'Certificate',
                'Attempt',
                'Grading',
                'AttemptAnswer',
              ]
                .map((table) => `(SELECT count(*)::float FROM "${table}") / ${PEOPLE} AS "${table}"`)
                .join(', ')}`,
    );
    expect(sizes).toMatchObject({ units: 500, people: PEOPLE });
    const expected = { Assignment: 4, Standing: 4.4, Enrolment: 3, Completion: 2.5, Certificate: 2.5, Attempt: 1.5 };
    for (const [table, each] of Object.entries(expected)) {
      expect([table, Math.abs((sizes?.[table] ?? 0) / each - 1) < 0.15]).toEqual([table, true]);
    }
    expect(sizes?.AttemptAnswer).toBeGreaterThan(12);
  });

  it('keeps every rule of the database, all in force again', async () => {
    expect(await checkNation(nation.client)).toEqual([]);
    expect(await rulesOf(nation.client)).toEqual(before);
    expect((await checkAudit({ db: nation.db })).broken).toBeNull();
  });

  it('has standings that are the facts, and roll-ups that equal the recount of the product', async () => {
    const differing = await nation.client.query(`
      (SELECT * FROM "Standing" EXCEPT SELECT * FROM "StandingFacts") UNION ALL (SELECT * FROM "StandingFacts" EXCEPT SELECT * FROM "Standing")`);
    expect(differing.rowCount).toBe(0);
    const recount = await recountRollups({ db: nation.db, now });
    expect(recount).toMatchObject({ differences: 0 });
    expect(recount.compared).toBeGreaterThan(5_000);
  });

  it('has every kind of figure, and nothing that only the clock has still to do', async () => {
    const kinds = await rowsOf<{ kind: string }>(nation.client, 'SELECT DISTINCT kind FROM "RollupNow" ORDER BY 1');
    expect(kinds.map(({ kind }) => kind)).toEqual([
      ...['assigned', 'completed', 'completedUnassigned', 'overdue', 'registered', 'started', 'withdrawnOverdue'],
    ]);
    const waiting = await nation.client.query(
      `SELECT 1 FROM "Assignment" WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS') AND "dueAt" <= $1`,
      [NOW],
    );
    expect(waiting.rowCount).toBe(0);
  });

  it('has papers that the product grades as they were graded', async () => {
    const attempts = await rowsOf<{
      quizId: string;
      paper: StoredPaper;
      answers: [number, Answer][];
      marks: StoredMarks;
      passed: boolean;
      passPercent: number;
    }>(
      nation.client,
      `SELECT a."quizId", a.paper, g.marks, g.passed, q."passPercent",
              (SELECT json_agg(json_build_array(n.slot, n.answer)) FROM "AttemptAnswer" n WHERE n."attemptId" = a.id) AS answers
         FROM "Attempt" a JOIN "Grading" g ON g."attemptId" = a.id JOIN "Quiz" q ON q.id = a."quizId" ORDER BY md5(a.id::text) LIMIT 60`,
    );
    expect(new Set(attempts.map(({ passed }) => passed)).size).toBe(2);
    for (const { quizId, paper, answers, marks, passed, passPercent } of attempts) {
      const key = paperKeyOf(await drawnOf(nation.db, { paper, quizId }), await readKeys(nation.db, quizId));
      expect(gradePaper(key, new Map(answers), passPercent)).toMatchObject({ marks: readMarks(marks), passed });
    }
  });

  it('has synthetic certificates that anybody can verify', async () => {
    expect(await nation.db.certificate.count({ where: { synthetic: false } })).toBe(0);
    const rows = await nation.db.certificate.findMany({
      take: 300,
      orderBy: { serial: 'asc' },
      include: { completion: true },
    });
    for (const { serial, statement, completion } of rows) {
      expect(readSerial(serial)).toEqual({ outcome: 'serial', serial });
      expect(new Date(Statement.parse(statement).completedAt)).toEqual(completion.completedAt);
    }
    expect(await verifyCertificate(nation.db, rows[0]?.serial ?? '', NOW)).toMatchObject({
      outcome: 'found',
      certificate: { state: 'valid' },
    });
  });

  it('costs the minute’s sweep that finds nothing, and the settling of one person, a few blocks whatever its size', async () => {
    for (const [, part] of SWEEP_PARTS) await part(world);
    for (const [name, part] of SWEEP_PARTS) {
      const blocks = await blocksOf(nation.client, () => part(world));
      expect([name, blocks <= 100 || blocks]).toEqual([name, true]);
    }
    const one = await nation.db.enrolment.findFirstOrThrow({ select: { personId: true, courseId: true } });
    const settle = (courseId: string | null) =>
      blocksOf(nation.client, () => nation.db.transaction((tx) => settleStandings(tx, [one.personId], courseId, NOW)));
    expect(await settle(one.courseId)).toBeLessThanOrEqual(60);
    expect(await settle(null)).toBeLessThanOrEqual(200);
  });

  it('finds units by a word that many have without asking the tree once for each', async () => {
    const { id } = await nation.db.agency.findFirstOrThrow({ where: { code: 'VN' } });
    const find = (search: string) => findUnits(nation.db, { scope: scopeOver(id), search });
    const [many, rare] = [await find('phuc vu'), await find('ủy ban sóc sơn')];
    expect([many.count > 60, rare.units.map((unit) => unit.code)]).toEqual([true, ['VN.X00376']]);
    expect(await blocksOf(nation.client, () => find('phuc vu'))).toBeLessThanOrEqual(1_500);
  });

  it('lets the accounts of the demo in, and finds people as the product would', async () => {
    const desk = { db: nation.db, now, random: systemRandom };
    const answer = await signIn(desk, {
      identifier: 'minh@demo.truc.example',
      password: DEMO_PASSWORD,
      address: 'test',
    });
    if (answer.outcome !== 'signed-in') throw new Error('Minh does not sign in');
    expect((await readSession(desk, answer.token))?.grants.map((grant) => grant.agencyCode)).toEqual(['VN.P01']);
    for (const person of await nation.db.person.findMany({ take: 50 })) {
      const { fullName, personnelNumber, email, searchText } = person;
      expect(searchText).toBe(foldForSearch(`${fullName} ${personnelNumber} ${email}`));
    }
  });
});

it('is the same for the same seed and day, and another for another seed', async () => {
  const hashOf = async (seed: string) => {
    const { client } = await makeNation(seed, 200);
    const lines = await rowsOf<{ line: string }>(
      client,
      `SELECT concat_ws(' ', p."personnelNumber", p."fullName", g.code, c.code, s.status, s."dueAt", s."overdueAt", s."completedAt", t.serial) AS line
         FROM "Assignment" s JOIN "Person" p ON p.id = s."personId" JOIN "Course" c ON c.id = s."courseId" JOIN "Agency" g ON g.id = s."agencyId"
         LEFT JOIN "Completion" m ON m."personId" = p.id AND m."courseId" = c.id LEFT JOIN "Certificate" t ON t."completionId" = m.id ORDER BY 1`,
    );
    expect(lines.length).toBeGreaterThan(600);
    return createHash('sha256')
      .update(lines.map(({ line }) => line).join('\n'))
      .digest('hex');
  };
  const first = await hashOf('one');
  expect(await hashOf('one')).toBe(first);
  expect(await hashOf('two')).not.toBe(first);
}, 240_000);
