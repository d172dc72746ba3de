import { hashPassword, verifyPassword } from '#app/domain/accounts/hash-password.server.ts';
import { settleRegistered } from '#app/domain/accounts/settle-registered.server.ts';
import { importAgenciesWithin } from '#app/domain/agencies/import-agencies.server.ts';
import { readBank, readKeys } from '#app/domain/assessment/read-bank.server.ts';
import { vietnamDay } from '#app/domain/calendar.ts';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { reserveCertificate } from '#app/domain/certificates/reserve-certificate.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import { seededRandom } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import type { Storage } from '#app/platform/storage.server.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, SEED } from './demo-accounts.ts';
import { makeDice } from './dice.ts';
import { type HistoryPlan, planHistory, type SeedCourse } from './plan-history.ts';
import { planPeople } from './plan-people.ts';
import { agencyFile, readAgencies } from './read-agencies.ts';

export type SeedWorld = { db: Db; storage: Storage; now: () => Date; appUrl: string; root: string };
export type Tell = (step: { message?: string; done?: number; total?: number }) => void;
export type PrintedAccount = { role: string; signIn: string; password: string; note: string };

/** Why demo data do not go in here, in one sentence. */
export class DemoRefused extends Error {}

const LONG = { withinMs: 120_000 };

/**
 * Fills an empty database with people and a year of their history: once, all of it or nothing. What a start that was
 * cut short has left to do (documents, roll-ups) the next one does.
 * @throws DemoRefused where there is anybody whom the seed did not make
 */
export async function seedDemo(world: SeedWorld, tell: Tell = () => {}): Promise<'seeded' | 'already-seeded'> {
  const { db, root } = world;
  const now = world.now();
  const rows = readAgencies(agencyFile(root));
  const outcome = await db.transaction(async (tx) => {
    await tx.run`SELECT pg_advisory_xact_lock(hashtext('truc.demo'))`;
    if (await tx.person.findFirst({ where: { demo: true }, select: { id: true } })) return 'already-seeded' as const;
    if (await tx.person.findFirst({ where: { demo: false }, select: { id: true } })) {
      throw new DemoRefused('Demo data do not go into a database that holds people of its own: start with DEMO=0.');
    }
    tell({ message: 'agencies' });
    await importAgenciesWithin(
      tx,
      rows.filter((row) => !row.code.startsWith('VN.')),
      { validFrom: '2020-01-01', today: vietnamDay(now) },
    );
    await importAgenciesWithin(tx, rows, { validFrom: '2025-07-01', today: vietnamDay(now) });
    await write(tx, world, now, tell);
    return 'seeded' as const;
  }, LONG);
  await finish(world, tell, outcome === 'seeded');
  return outcome;
}

async function write(tx: Tx, { db, appUrl, root }: SeedWorld, now: Date, tell: Tell): Promise<void> {
  const parents = new Map(readAgencies(agencyFile(root)).map((row) => [row.code, row.parentCode]));
  const known = await tx.agency.findMany({ orderBy: { code: 'asc' } });
  const agencies = known.map((agency) => ({ ...agency, parentCode: parents.get(agency.code) ?? null }));
  const random = seededRandom(SEED);
  const dice = makeDice(random);
  tell({ message: 'people' });
  const plan = planPeople(agencies, { dice, random, now });
  for (const { key } of DEMO_ACCOUNTS) plan.accounts[key].passwordHash = await hashPassword(DEMO_PASSWORD);
  await insert(tx, 'Person', plan.people);
  await insert(tx, 'Appointment', plan.appointments);
  await insert(tx, 'Grant', plan.grants);

  tell({ message: 'a year of history' });
  const history = planHistory(agencies, plan, await readCourses(db, tx), { dice, random, now });
  const granted = plan.grants.map((grant) => ({
    at: grant.createdAt,
    actorId: grant.grantedById,
    action: 'grant.added',
    subjectType: 'person',
    subjectId: grant.personId,
    agencyId: grant.agencyId,
    after: { grantId: grant.id, role: grant.role, agencyId: grant.agencyId },
  }));
  await writeHistory(tx, history, granted);
  for (const { course, at, completionId, personId, holderName, holderAgency, issuer, place } of history.certificates) {
    const statement = {
      holderName,
      holderAgency,
      course: {
        code: course.code,
        title: { vi: course.titleVi, en: course.titleEn },
        lessons: course.lessons.length,
        minutes: course.minutesVi,
      },
      completedAt: at.toISOString(),
      completedOn: vietnamDay(at),
      issuer,
      place,
    };
    const { insert } = reserveCertificate({ completionId, personId, statement }, { random, now: at, appUrl });
    await tx.run(insert(sql`(SELECT 1)`));
  }

  const everybody = plan.people.map((person) => person.id);
  for (const [table, column, kind] of [
    ['Completion', 'completedAt', 'completed'],
    ['Enrolment', 'enrolledAt', 'enrolled'],
  ] as const) {
    await tx.run`
      INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, month, people, at)
      SELECT "agencyId", "courseId", ${kind}, date_trunc('month', ${sql.raw(`"${column}"`)} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, count(*)::int, ${now}
        FROM ${sql.raw(`"${table}"`)} WHERE "agencyId" IS NOT NULL GROUP BY 1, 2, 4`;
  }
  await settleRegistered(tx, everybody, now);
  await settleStandings(tx, everybody, null, now);
}

async function writeHistory(tx: Tx, history: HistoryPlan, granted: Record<string, unknown>[]): Promise<void> {
  await insert(tx, 'AssignmentBatch', history.batches);
  await insert(tx, 'Assignment', history.assignments);
  await insert(tx, 'Enrolment', history.enrolments);
  await insert(tx, 'LessonProgress', history.progress);
  // Nobody is in two attempts of a quiz at once, and answers go into an attempt in progress: so one number after the other.
  for (const [index, attempts] of history.attempts.entries()) {
    await insert(
      tx,
      'Attempt',
      attempts.map(({ finishedAt: _, ...attempt }) => attempt),
      200,
    );
    await insert(tx, 'AttemptAnswer', history.answers[index] ?? []);
    const over = JSON.stringify(attempts.map(({ id, finishedAt }) => ({ id, finishedAt })));
    await tx.run`
      UPDATE "Attempt" a SET state = 'FINISHED', "finishedAt" = f."finishedAt"
        FROM jsonb_to_recordset(${over}::jsonb) AS f(id uuid, "finishedAt" timestamptz) WHERE a.id = f.id`;
  }
  await insert(tx, 'Grading', history.gradings);
  await insert(tx, 'Completion', history.completions);
  const audit = [...granted, ...history.audit].sort((a, b) => (String(a.at) < String(b.at) ? -1 : 1));
  await insert(
    tx,
    'AuditEvent',
    audit.map((event) => ({ before: null, after: null, ...event })),
  );
}

/** Rows as the columns of a table, many in one statement; a column that no row names keeps its default. */
async function insert(tx: Tx, table: string, rows: readonly object[], chunk = 1000): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(', ');
  for (let from = 0; from < rows.length; from += chunk) {
    const json = JSON.stringify(rows.slice(from, from + chunk));
    await tx.run`
      INSERT INTO ${sql.raw(`"${table}" (${columns})`)} SELECT ${sql.raw(columns)}
        FROM jsonb_populate_recordset(NULL::${sql.raw(`"${table}"`)}, ${json}::jsonb)`;
  }
}

export async function readCourses(db: Db, tx: Tx): Promise<SeedCourse[]> {
  const courses = await tx.rows<Omit<SeedCourse, 'bank' | 'keys'>>`
    SELECT c.id, c.code, e.id AS "editionId", e."titleVi", e."titleEn", e."minutesVi",
           (SELECT json_agg(json_build_object('code', l.code, 'floorSecondsVi', l."floorSecondsVi") ORDER BY l.position)
              FROM "Lesson" l WHERE l."editionId" = e.id) AS lessons,
           json_build_object('id', q.id, 'sections', q.sections, 'passPercent', q."passPercent", 'attemptLimit', q."attemptLimit") AS quiz
      FROM "Course" c JOIN "CourseEdition" e ON e.id = c."currentEditionId" JOIN "Quiz" q ON q."editionId" = e.id
     ORDER BY c.code`;
  const read: SeedCourse[] = [];
  for (const course of courses)
    read.push({
      ...course,
      bank: await readBank(db, course.quiz.id, tx),
      keys: await readKeys(db, course.quiz.id, tx),
    });
  return read;
}

/** Documents and roll-ups: what is made after the commit, and again after a start that was cut short in it. */
async function finish({ db, storage }: SeedWorld, tell: Tell, isFresh: boolean): Promise<void> {
  const reserved = await db.certificate.findMany({
    where: { status: 'RESERVED', person: { demo: true } },
    orderBy: { reservedAt: 'asc' },
    select: { id: true, reservedAt: true },
  });
  let done = 0;
  const waiting = [...reserved];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { id, reservedAt } = next;
      await issueCertificate({ db, storage, now: () => new Date(reservedAt.getTime() + 4_000) }, id);
      done++;
      if (done % 25 === 0) tell({ message: 'certificates', done, total: reserved.length });
    }
  };
  await Promise.all([work(), work(), work()]);
  if (!isFresh) return;
  tell({ message: 'figures' });
  await foldDeltas(db);
  const { differences } = await recountRollups({ db, now: () => new Date() });
  if (differences > 0) throw new Error(`the figures of the demo differ from the recount in ${differences} places`);
}

/** The four accounts, with the password as long as it is theirs. */
export async function readDemoAccounts(db: Db): Promise<PrintedAccount[]> {
  const people = await db.person.findMany({
    where: { demo: true, email: { in: DEMO_ACCOUNTS.map((account) => account.email) } },
    select: { email: true, passwordHash: true },
  });
  const printed: PrintedAccount[] = [];
  for (const { email, role, fullName, note } of DEMO_ACCOUNTS) {
    const person = people.find((one) => one.email === email);
    if (!person) continue;
    const isTheirs = await verifyPassword(person.passwordHash, DEMO_PASSWORD);
    printed.push({
      role,
      signIn: email,
      password: isTheirs ? DEMO_PASSWORD : '(changed)',
      note: `${fullName}, ${note}`,
    });
  }
  return printed;
}
