import { expect, test } from 'vitest';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { hearStatements } from '#tests/support/hear-statements.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { assign, completeBare, createBareCourse, dueOn, enrolBare } from './walk.ts';

const database = useDatabase();
const at = new Date('2026-03-15T03:00:00Z');

/** Counts the questions that are put to the database. */
function counting(): { reader: Reader; asked: () => number } {
  let asked = 0;
  return { reader: hearStatements(database.db, () => asked++), asked: () => asked };
}

async function smallHistory() {
  const { db } = database;
  const ids = await createAgencies(db);
  const k1 = await createBareCourse(db, 'K1', 'ASEAN');
  const a1 = await createBareCourse(db, 'A1');
  const person = (agencyCode: string) => createPerson(db, { agencyCode });
  const dpv = [await person('VN.X00376.DPV'), await person('VN.X00376.DPV'), await person('VN.X00376.DPV')];
  const snv = [await person('VN.P01.SNV'), await person('VN.P01.SNV')];
  await person('VN.BNV');
  for (const one of [...dpv, ...snv]) await assign(db, { personId: one.id, course: k1, at, dueAt: dueOn(at, 10) });
  await completeBare(db, { personId: dpv[0]?.id ?? '', course: k1, at: new Date('2026-03-31T16:59:59Z') });
  await completeBare(db, { personId: dpv[1]?.id ?? '', course: k1, at: new Date('2026-03-31T17:00:00Z') });
  await enrolBare(db, { personId: snv[0]?.id ?? '', course: k1, at });
  await completeBare(db, { personId: snv[1]?.id ?? '', course: a1, at: new Date('2025-04-30T17:00:00Z') });
  await sweepOverdue({ db, now: () => new Date('2026-04-02T00:00:00Z') });
  await foldDeltas(db);
  return { ids, k1, a1 };
}

test('a report tells the unit, its way down, its courses, its units and its last twelve months', async () => {
  const { ids, k1, a1 } = await smallHistory();
  const now = new Date('2026-04-10T00:00:00Z');
  const report = await completionReport(database.db, { scope: scopeOver(ids.VN), agencyId: ids['VN.P01'], now });
  expect(report?.agency).toMatchObject({ code: 'VN.P01', nameVi: 'Cơ quan VN.P01' });
  expect(report?.path.map((step) => step.code)).toEqual(['VN']);
  expect(report?.registered).toBe(5);
  expect(report?.courses.map((course) => [course.code, course.figures])).toEqual([
    ['K1', { assigned: 5, started: 3, completed: 2, overdue: 3, completedUnassigned: 0, withdrawnOverdue: 0 }],
    ['A1', { assigned: 0, started: 0, completed: 0, overdue: 0, completedUnassigned: 1, withdrawnOverdue: 0 }],
  ]);
  expect(report?.units.rows.map((unit) => [unit.code, unit.registered])).toEqual([
    ['VN.P01.SNV', 2],
    ['VN.X00376', 3],
  ]);
  expect(report?.units.rows[1]?.figures[k1.id]).toEqual({
    assigned: 3,
    started: 2,
    completed: 2,
    overdue: 1,
    completedUnassigned: 0,
    withdrawnOverdue: 0,
  });
  expect(report?.units.rows[1]?.figures[a1.id]).toBeUndefined();
  expect(report?.months).toHaveLength(12);
  expect(report?.months[0]).toMatchObject({ month: '2025-05-01', enrolled: 1, completed: 1 });
  expect(report?.months[10]).toMatchObject({ month: '2026-03-01', enrolled: 2, completed: 1 });
  expect(report?.months[11]).toMatchObject({
    month: '2026-04-01',
    enrolled: 1,
    completed: 1,
    byCourse: { [k1.id]: { enrolled: 1, completed: 1 } },
  });
  expect(report).toMatchObject({ oldestDeltaSeconds: null, lastRecount: null });
});

test('a parent is the plain sum of its units and of who works in it itself', async () => {
  const { ids } = await smallHistory();
  const now = new Date('2026-04-10T00:00:00Z');
  const whole = await completionReport(database.db, { scope: scopeOver(ids.VN), agencyId: ids.VN, now });
  expect(whole?.registered).toBe(6);
  expect(whole?.units.rows.reduce((sum, unit) => sum + unit.registered, 0)).toBe(6);
  expect(whole?.units).toMatchObject({ registered: 6, count: whole?.units.rows.length });
  for (const course of whole?.courses ?? []) {
    for (const kind of [
      'assigned',
      'started',
      'completed',
      'overdue',
      'completedUnassigned',
      'withdrawnOverdue',
    ] as const) {
      const below = whole?.units.rows.reduce((sum, unit) => sum + (unit.figures[course.id]?.[kind] ?? 0), 0);
      expect(below).toBe(course.figures[kind]);
      expect(whole?.units.figures[course.id]?.[kind] ?? 0).toBe(below);
    }
  }
});

test('a report tells what it does not know yet, and when it was last counted again', async () => {
  const { ids } = await smallHistory();
  await createPerson(database.db, { agencyCode: 'VN.BNV' });
  await database.db.run`UPDATE "RollupDelta" SET at = ${at}`;
  await recountRollups({ db: database.db, now: () => at });
  const now = new Date(at.getTime() + 45_000);
  const report = await completionReport(database.db, { scope: scopeOver(ids.VN), agencyId: ids.VN, now });
  expect(report?.oldestDeltaSeconds).toBe(45);
  expect(report?.lastRecount).toMatchObject({ differences: 0 });
  expect(new Date(report?.lastRecount?.finishedAt ?? 0)).toEqual(at);
});

test('outside the scope there is no report, and inside it the way down begins where the scope does', async () => {
  const { ids } = await smallHistory();
  const now = at;
  const ask = (scope: Scope, agencyId: string) => completionReport(database.db, { scope, agencyId, now });
  expect(await ask(scopeOver(ids['VN.P79']), ids['VN.P01'])).toBeNull();
  expect(await ask(scopeOver(ids['VN.P01']), ids.VN)).toBeNull();
  expect(await ask(scopeOver(), ids.VN)).toBeNull();
  expect(await ask(scopeOver(ids.VN), '019a0000-0000-7000-8000-000000000000')).toBeNull();
  const own = await ask(scopeOver(ids['VN.P01']), ids['VN.X00376']);
  expect(own?.path.map((step) => step.code)).toEqual(['VN.P01']);
  expect((await ask(scopeOver(ids['VN.P79'], ids['VN.P01']), ids['VN.P01']))?.path).toEqual([]);
});

test('units come by rate from ten people on, those with fewer after them, and most is open only where something is', async () => {
  const { db } = database;
  const ids = await createAgencies(db);
  const { id: courseId } = await createBareCourse(db, 'K1');
  const figuresOf = (agencyId: string, assigned: number, completed: number) => [
    { agencyId, courseId, kind: 'assigned', people: assigned },
    { agencyId, courseId, kind: 'completed', people: completed },
  ];
  await db.rollupNow.createMany({
    data: [...figuresOf(ids['VN.X00376'], 10, 1), ...figuresOf(ids['VN.P01.SNV'], 9, 9)],
  });
  const report = await completionReport(db, { scope: scopeOver(ids.VN), agencyId: ids['VN.P01'], now: at });
  expect(report?.units.rows.map((unit) => unit.code)).toEqual(['VN.X00376', 'VN.P01.SNV']);
  expect(report?.units.most.map((unit) => [unit.code, unit.open])).toEqual([['VN.X00376', 9]]);
});

test('a report asks one question, whatever it shows', async () => {
  const { ids } = await smallHistory();
  for (const agencyId of [ids.VN, ids['VN.X00376.DPV']]) {
    const { reader, asked } = counting();
    await completionReport(reader, { scope: scopeOver(ids.VN), agencyId, now: at });
    expect(asked()).toBe(1);
  }
});
