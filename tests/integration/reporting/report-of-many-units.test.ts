import { beforeAll, expect, it } from 'vitest';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { readUnitsAsked, viewReport } from '#app/routes/manage/report-view.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { openStatements } from '#tests/support/statements.ts';
import { assign, createBareCourse, dueOn } from './walk.ts';

const UNITS = 1200;
const NOW = new Date('2026-04-10T00:00:00Z');
const database = useDatabase({ empty: false });
let ids: Record<string, string>;

/** How many of its twenty people a unit has had complete K1. */
const done = (at: number) => at % 21;

/**
 * 1,200 communes of 20 people each directly below a province, every one of another rate or the next one's, and seven
 * who work in the province itself, as their roll-ups tell it; beside it a province of two units.
 */
beforeAll(async () => {
  const { db } = database;
  ids = await createAgencies(db, {
    VN: null,
    'VN.P01': 'VN',
    'VN.P79': 'VN',
    'VN.P79.SNV': 'VN.P79',
    'VN.P79.SYT': 'VN.P79',
  });
  const { id: courseId } = await createBareCourse(db, 'K1');
  const other = await createBareCourse(db, 'A1');
  const units = await db.agency.createManyAndReturn({
    data: Array.from({ length: UNITS }, (_, at) => ({
      code: `VN.X${String(at).padStart(5, '0')}`,
      type: 'commune',
      nameVi: at === 777 ? 'Xã Đắk Ơ' : `Xã số ${at}`,
      nameEn: at === 777 ? 'Dak O Commune' : `Commune no. ${at}`,
    })),
    select: { id: true, code: true },
  });
  await db.agencyPlacement.createMany({
    data: units.map(({ id }) => ({ agencyId: id, parentId: ids['VN.P01'] ?? '', validFrom: new Date('2020-01-01') })),
  });
  await db.run`SELECT rebuild_agency_ancestors('2025-01-01'::date)`;
  const none = '00000000-0000-0000-0000-000000000000';
  const rowsOf = (agencyId: string, people: number, completed: number) => [
    { agencyId, courseId: none, kind: 'registered', people },
    { agencyId, courseId, kind: 'assigned', people },
    { agencyId, courseId, kind: 'started', people: completed },
    { agencyId, courseId, kind: 'completed', people: completed },
    { agencyId, courseId: other.id, kind: 'completedUnassigned', people: 1 },
  ];
  const all = Array.from({ length: UNITS }, (_, at) => done(at)).reduce((sum, completed) => sum + completed, 5);
  await db.rollupNow.createMany({
    data: [
      ...units.flatMap(({ id, code }) => rowsOf(id, 20, done(Number(code.slice(4))))),
      ...rowsOf(ids['VN.P01'] ?? '', UNITS * 20 + 7, all),
    ],
  });
  const { id: personId } = await createPerson(db, { agencyCode: 'VN.P79.SNV' });
  await assign(db, { personId, course: other, at: NOW, dueAt: dueOn(NOW, 10) });
  await foldDeltas(db);
});

const reportOf = (query: string, code = 'VN.P01') =>
  completionReport(database.db, {
    scope: scopeOver(ids.VN ?? ''),
    agencyId: ids[code] ?? '',
    now: NOW,
    asked: readUnitsAsked(new URLSearchParams(query)),
  });

async function viewOf(query: string) {
  const report = await reportOf(query);
  if (!report) throw new Error('no report');
  return viewReport(report, { locale: 'vi', search: readUnitsAsked(new URLSearchParams(query)).search });
}

it('shows 1,200 units 50 at a time from the highest rate down, and the rows of every page add up to the total', async () => {
  const seen: string[] = [];
  const rates: number[] = [];
  for (let page = 1; page <= 24; page++) {
    const view = await viewOf(`course=K1&page=${page}`);
    expect(view.units).toHaveLength(50);
    expect(view.paging).toMatchObject({ page, pages: 24, first: page * 50 - 49, last: page * 50, found: UNITS });
    expect(view.others?.units).toBe(UNITS - 50);
    const rows = [...view.units, view.others, view.own];
    for (const kind of ['assigned', 'started', 'completed'] as const)
      expect(rows.reduce((sum, row) => sum + (row?.total[kind] ?? 0), 0)).toBe(view.total[kind]);
    expect(rows.reduce((sum, row) => sum + (row?.registered ?? 0), 0)).toBe(view.registered);
    expect(view.own).toMatchObject({ registered: 7, total: { assigned: 7, completed: 5 } });
    seen.push(...view.units.map((unit) => unit.code ?? ''));
    rates.push(...view.units.map((unit) => unit.total.completed));
  }
  expect(new Set(seen).size).toBe(UNITS);
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
  expect((await viewOf('page=99')).paging.page).toBe(24);
});

it('adds up over all courses, and names the three units where most is open, by name where it is as much', async () => {
  const view = await viewOf('page=3');
  expect(view.courses.map((course) => course.code)).toEqual(['A1', 'K1']);
  for (const [at, course] of view.courses.entries())
    for (const kind of ['assigned', 'completed', 'completedUnassigned'] as const)
      expect([...view.units, view.others, view.own].reduce((sum, row) => sum + (row?.cells[at]?.[kind] ?? 0), 0)).toBe(
        course.figures[kind],
      );
  expect(view.most.map((unit) => [unit.code, unit.open])).toEqual([
    ['VN.X00777', 20],
    ['VN.X00000', 20],
    ['VN.X01008', 20],
  ]);
});

it('finds a unit among 1,200 by words of its name or code, without diacritics, and still adds up', async () => {
  for (const query of ['unit=dak+o', 'unit=ĐẮK+ơ', 'unit=x00777', 'unit=commune+dak']) {
    const view = await viewOf(`course=K1&page=9&${query}`);
    expect(
      view.units.map((unit) => unit.code),
      query,
    ).toEqual(['VN.X00777']);
    expect(view.paging).toMatchObject({ found: 1, count: UNITS, first: 1, last: 1, pages: 1, page: 1 });
    expect(view.others).toMatchObject({ units: UNITS - 1, registered: (UNITS - 1) * 20 });
  }
  const none = await viewOf('unit=zzz');
  expect(none.units).toEqual([]);
  expect(none.paging).toMatchObject({ found: 0, first: 0, last: 0 });
  expect(none.others?.units).toBe(UNITS);
});

it('reads one page of units in one statement, however many there are', async () => {
  const statements = await openStatements(database.url);
  try {
    for (const code of ['VN.P79', 'VN.P01']) {
      let report: Awaited<ReturnType<typeof reportOf>> = null;
      const asked = await statements.count(async () => {
        report = await reportOf('', code);
      });
      expect(asked.count, code).toBe(1);
      expect(JSON.stringify(report).length, code).toBeLessThan(40_000);
    }
    expect((await reportOf(''))?.units.rows).toHaveLength(50);
  } finally {
    await statements.close();
  }
});
