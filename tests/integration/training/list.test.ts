import { beforeEach, expect, it } from 'vitest';
import type { Actor } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { type AssigneeState, listAssignees, readAssigneeHead } from '#app/domain/reporting/list-assignees.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { findStaff, listCoursesToAssign, readChosen } from '#app/domain/training/find-audience.server.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { countBatch, listBatches } from '#app/domain/training/list-batches.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { completeBare, createBareCourse, enrolBare } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, SMALL_TREE } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { decide, desk } from './manager.ts';

const START = new Date('2026-03-15T03:00:00Z');
const database = useDatabase();
const unit = (agencyCode: string) => ({ kind: 'unit', agencyCode, includeSubunits: true }) as const;

let world: ReturnType<typeof desk>;
let ids: { [Code in keyof typeof SMALL_TREE]: string };
let minh: Actor;
let course: Awaited<ReturnType<typeof createBareCourse>>;

beforeEach(async () => {
  world = desk(database.db, START);
  ids = await createAgencies(database.db, SMALL_TREE);
  course = await createBareCourse(database.db, 'K1');
  minh = (await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' })).actor;
});

const assign = async (agencyCode: string, day = '2026-04-30', courseCode = 'K1') => {
  const { batchId } = await decide(world, minh, { courseCode, audience: unit(agencyCode), day });
  await applyBatch(world, batchId);
  return batchId;
};

it('pages through everybody once, by given name in Vietnamese order', async () => {
  const names = ['Trần Văn An', 'Lê Thị Ánh', 'Phạm Ân', 'Đỗ Bình', 'Vũ Đạt', 'Ngô Dũng', 'Bùi Ước', 'Hồ Uyên', 'Lý Ỷ'];
  for (const fullName of names) await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName });
  await createBareCourse(database.db, 'K2');
  await assign('VN.X00376');
  await assign('VN.X00376', '2026-05-01', 'K2');
  const seen: string[] = [];
  let before: string | null = null;
  let cursor: string | null = null;
  do {
    const page = await listAssignees(database.db, { scope: scopeOver(ids['VN.P01']), cursor, take: 4 });
    seen.push(...page.assignees.map((row) => `${row.fullName} ${row.courseCode}`));
    cursor = page.nextCursor;
    before = page.previousCursor;
  } while (cursor);
  const inOrder = [
    'Trần Văn An',
    'Lê Thị Ánh',
    'Phạm Ân',
    'Đỗ Bình',
    'Ngô Dũng',
    'Vũ Đạt',
    'Hồ Uyên',
    'Bùi Ước',
    'Lý Ỷ',
  ];
  const everybody = inOrder.flatMap((name) => [`${name} K1`, `${name} K2`]);
  expect(seen).toEqual(everybody);
  // The same pages backwards, from the last one.
  const backwards: string[][] = [];
  for (let back = before; back; ) {
    const page = await listAssignees(database.db, { scope: scopeOver(ids['VN.P01']), cursor: back, take: 4 });
    backwards.unshift(page.assignees.map((row) => `${row.fullName} ${row.courseCode}`));
    back = page.previousCursor;
  }
  expect(backwards.flat()).toEqual(everybody.slice(0, 16));
  const odd = await listAssignees(database.db, {
    scope: scopeOver(ids['VN.P01']),
    cursor: 'bm90IGEgY3Vyc29y',
    take: 4,
  });
  expect(odd.assignees[0]?.fullName).toBe('Trần Văn An');
});

it('filters by state, and its totals come from the roll-ups before and after a fold', async () => {
  const people = [];
  for (let at = 0; at < 6; at++) people.push(await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' }));
  const [fresh, begun, done, late, lateBegun] = people;
  if (!fresh || !begun || !done || !late || !lateBegun) throw new Error('too few people');
  const byId = (personIds: string[], day: string) =>
    decide(world, minh, { courseCode: 'K1', audience: { kind: 'people', agencyCode: 'VN.P01', personIds }, day });
  for (const { batchId } of [
    await byId([fresh.id, begun.id, done.id], '2026-06-30'),
    await byId([late.id, lateBegun.id], '2026-03-20'),
    await byId([minh.personId], '2026-06-30'),
  ]) {
    await applyBatch(world, batchId);
  }
  await enrolBare(database.db, { personId: begun.id, course, at: START });
  await enrolBare(database.db, { personId: lateBegun.id, course, at: START });
  await completeBare(database.db, { personId: done.id, course, at: START });
  world.clock.at = new Date('2026-03-21T03:00:00Z');
  await sweepOverdue(world);
  const scope = scopeOver(ids['VN.P01']);
  const who = async (state: AssigneeState | null) =>
    (await listAssignees(database.db, { scope, courseCode: 'K1', agencyCode: 'VN.X00376', state })).assignees
      .map((row) => row.personId)
      .sort();
  expect(await who('not-started')).toEqual([fresh.id]);
  expect(await who('in-progress')).toEqual([begun.id]);
  expect(await who('overdue')).toEqual([late.id, lateBegun.id].sort());
  expect(await who('completed')).toEqual([done.id]);
  expect(await who(null)).toHaveLength(5);
  for (const fold of [false, true]) {
    if (fold) await foldDeltas(database.db);
    const head = await readAssigneeHead(database.db, { scope, courseCode: 'K1', agencyCode: 'VN.X00376' });
    expect(head).toMatchObject({
      totals: { assigned: 5, completed: 1, overdue: 2 },
      unit: { code: 'VN.X00376' },
      course: { code: 'K1' },
    });
    // A grant within another grant counts nobody twice, and the outer one counts whole.
    const nested = await readAssigneeHead(database.db, { scope: scopeOver(ids['VN.P01'], ids['VN.X00376']) });
    expect(nested.totals).toEqual({ assigned: 6, completed: 1, overdue: 2 });
    expect(
      (await findUnits(database.db, { scope, at: 'VN.P01' })).units.map(
        (row) => `${row.code} ${row.people} ${row.units}`,
      ),
    ).toEqual(['VN.P01 7 2', 'VN.P01.SNV 1 0', 'VN.X00376 6 2']);
  }
});

it('counts one course or all of them together, the same before a fold and after it', async () => {
  await createBareCourse(database.db, 'K2');
  for (let at = 0; at < 2; at++) await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await createPerson(database.db, { agencyCode: 'VN.X00376.VHXH' });
  await assign('VN.X00376');
  await assign('VN.X00376.VHXH', '2026-04-30', 'K2');
  const assigned = async (courseCode?: string) => {
    const asked = { scope: scopeOver(ids['VN.P01']), ...(courseCode && { courseCode }) };
    return (await readAssigneeHead(database.db, asked)).totals.assigned;
  };
  const { courses } = await readAssigneeHead(database.db, { scope: scopeOver(ids['VN.P01']) });
  expect(courses.map(({ code }) => code)).toEqual(['K1', 'K2']);
  for (const fold of [false, true]) {
    if (fold) await foldDeltas(database.db);
    expect([await assigned('K1'), await assigned('K2'), await assigned()]).toEqual([3, 1, 4]);
  }
});

it('finds people without their diacritics, by number and by e-mail, and says how far they are', async () => {
  const lan = await createPerson(database.db, {
    agencyCode: 'VN.X00376.DPV',
    fullName: 'Nguyễn Thị Lan',
    email: 'lan.nt@truc.example',
    personnelNumber: '0123456789',
  });
  await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Đinh Đức Lân' });
  await assign('VN.X00376');
  const enrolledAt = new Date('2026-03-16T01:00:00Z');
  await enrolBare(database.db, { personId: lan.id, course, at: enrolledAt });
  const lessons = await Promise.all(
    [1, 2, 3, 4].map(async (position) => {
      const part = await database.db.module.create({
        data: { editionId: course.editionId, position, titleVi: 'x', titleEn: 'x' },
      });
      return database.db.lesson.create({
        data: {
          editionId: course.editionId,
          moduleId: part.id,
          position,
          code: `K1.${position}`,
          slug: `l${position}`,
          titleVi: 'x',
          titleEn: 'x',
          outcomeVi: '',
          outcomeEn: '',
          minutesVi: 1,
          minutesEn: 1,
          floorSecondsVi: 15,
          floorSecondsEn: 15,
          reviewedOn: START,
          reviewBy: START,
          blocksVi: [],
          blocksEn: [],
        },
      });
    }),
  );
  const enrolment = await database.db.enrolment.findFirstOrThrow();
  const readAt = new Date('2026-03-17T01:00:00Z');
  await database.db.lessonProgress.createMany({
    data: [
      {
        enrolmentId: enrolment.id,
        lessonCode: lessons[0]?.code ?? '',
        openedAt: enrolledAt,
        readAt,
        evidence: 'MEASURED',
      },
      { enrolmentId: enrolment.id, lessonCode: lessons[1]?.code ?? '', openedAt: enrolledAt },
    ],
  });
  const scope = scopeOver(ids['VN.P01']);
  for (const search of ['nguyen lan', 'LAN NGUYỄN', '0123456789', 'lan.nt@', 'thi  lan']) {
    const { assignees } = await listAssignees(database.db, { scope, search });
    expect(assignees.map((row) => row.personId)).toEqual([lan.id]);
    expect((await findStaff(database.db, { scope, agencyCode: 'VN.P01', search })).people.map((row) => row.id)).toEqual(
      [lan.id],
    );
  }
  // What she did in the course is hers alone.
  expect((await listAssignees(database.db, { scope, search: 'dinh duc lan' })).assignees).toMatchObject([
    { lessonsRead: 0, lastActivityAt: null, state: 'not-started' },
  ]);
  expect((await listAssignees(database.db, { scope, search: '%' })).assignees).toEqual([]);
  const [row] = (await listAssignees(database.db, { scope, search: 'nguyen lan' })).assignees;
  expect(row).toMatchObject({
    lessonsRead: 1,
    lessons: 4,
    state: 'in-progress',
    due: '2026-04-30',
    lastActivityAt: readAt,
    unitVi: 'Cơ quan VN.X00376.DPV',
    aboveVi: 'Cơ quan VN.X00376',
  });
});

it('lists batches of everything below the grant, the newest first, page by page', async () => {
  for (let at = 0; at < 5; at++) {
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    world.clock.at = new Date(START.getTime() + at * 60_000);
    await assign('VN.X00376');
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listBatches(database.db, { scope: scopeOver(ids['VN.P01']), cursor, take: 2 });
    seen.push(...page.batches.map((batch) => batch.createdAt.toISOString()));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual([4, 3, 2, 1, 0].map((at) => new Date(START.getTime() + at * 60_000).toISOString()));
});

it('counts what of a batch is in force, open and completed, and offers the courses that have an edition', async () => {
  const [one, two] = [
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' }),
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' }),
  ];
  const batchId = await assign('VN.X00376');
  await database.db.assignment.updateMany({
    where: { personId: one.id },
    data: { status: 'COMPLETED', completedAt: world.clock.at },
  });
  expect(await countBatch(database.db, batchId)).toEqual({ inForce: 2, open: 1, completed: 1 });
  await database.db.assignment.updateMany({
    where: { personId: two.id },
    data: { status: 'NO_LONGER_REQUIRED', endedAt: world.clock.at },
  });
  expect(await countBatch(database.db, batchId)).toEqual({ inForce: 1, open: 0, completed: 1 });
  expect((await listCoursesToAssign(database.db)).map(({ code }) => code)).toEqual(['K1']);
});

it('takes one statement each, however many people there are', async () => {
  for (let at = 0; at < 30; at++) await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await assign('VN.X00376');
  const scope = scopeOver(ids['VN.P01']);
  const calls = async () => {
    const row = await database.db.one<{ calls: number }>`
      SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'`;
    return row.calls;
  };
  const before = await calls();
  await listAssignees(database.db, {
    scope,
    agencyCode: 'VN.X00376',
    courseCode: 'K1',
    state: 'not-started',
    search: 'nguyen',
  });
  await readAssigneeHead(database.db, { scope, agencyCode: 'VN.X00376', courseCode: 'K1' });
  await listBatches(database.db, { scope });
  await findUnits(database.db, { scope, at: 'VN.P01' });
  await findStaff(database.db, { scope, agencyCode: 'VN.P01' });
  expect((await calls()) - before).toBe(9);
});

it('finds 309 units as 309, and every one of them page by page, forwards and back', async () => {
  const codes = Array.from({ length: 309 }, (_, at) => `VN.P01.T${at}`);
  const made = await database.db.agency.createManyAndReturn({
    data: codes.map((code) => ({
      code,
      type: 'provincial_department',
      nameVi: `Trạm ${code}`,
      nameEn: `Post ${code}`,
    })),
    select: { id: true },
  });
  await database.db.agencyPlacement.createMany({
    data: made.map(({ id }) => ({ agencyId: id, parentId: ids['VN.P01'], validFrom: new Date('2020-01-01') })),
  });
  await database.db.run`SELECT rebuild_agency_ancestors('2025-01-01'::date)`;
  const scope = scopeOver(ids['VN.P01']);
  for (const [what, total, depth] of [
    [{ search: 'tram' }, 309, 0],
    [{ at: 'VN.P01' }, 311, 1],
    [{}, 311, 1],
  ] as const) {
    const pages: string[][] = [];
    let cursor: string | null = null;
    let back: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof findUnits>> = await findUnits(database.db, {
        scope,
        ...what,
        also: 'VN.P01.T300',
        cursor,
      });
      const listed = page.units.filter((unit) => unit.depth === depth);
      expect(page.count).toBe(total);
      expect([page.first, page.last]).toEqual([pages.flat().length + 1, pages.flat().length + listed.length]);
      expect(page.units.some((unit) => unit.code === 'VN.P01.T300')).toBe(true);
      if (depth === 1) expect(page.units.some((unit) => unit.code === 'VN.P01' && unit.depth === 0)).toBe(true);
      pages.push(listed.map((unit) => unit.code));
      cursor = page.nextCursor;
      back = page.previousCursor;
    } while (cursor);
    expect(new Set(pages.flat()).size).toBe(total);
    expect(pages.flat()).toHaveLength(total);
    const before = await findUnits(database.db, { scope, ...what, cursor: back });
    expect(before.units.filter((unit) => unit.depth === depth).map((unit) => unit.code)).toEqual(pages.at(-2));
  }
});

it('finds units by their words without case and diacritics, the highest first, only within the scope', async () => {
  const name = (code: 'VN.P01' | 'VN.P01.SNV', nameVi: string, nameEn: string) =>
    database.db.agency.update({ where: { id: ids[code] }, data: { nameVi, nameEn } });
  await name('VN.P01', 'Thành phố Đà Nẵng', 'Da Nang City');
  await name('VN.P01.SNV', 'Sở Nội vụ Đà Nẵng', 'Home Affairs of Da Nang');
  const find = async (search: string, scope: Scope) => {
    const { units, count } = await findUnits(database.db, { scope, search });
    expect(count).toBe(units.length);
    return units.map((row) => row.code);
  };
  expect(await find('ĐÀ nẵng', scopeOver(ids.VN))).toEqual(['VN.P01', 'VN.P01.SNV']);
  expect(await find('noi vu da', scopeOver(ids.VN))).toEqual(['VN.P01.SNV']);
  expect(await find('x00376.dpv', scopeOver(ids.VN))).toEqual(['VN.X00376.DPV']);
  expect(await find('da nang', scopeOver(ids['VN.P79']))).toEqual([]);
  expect(await find('100%', scopeOver(ids.VN))).toEqual([]);
  const [found] = (await findUnits(database.db, { scope: scopeOver(ids['VN.P01']), search: 'so noi vu' })).units;
  expect(found?.path.map((step) => step.nameVi)).toEqual(['Thành phố Đà Nẵng']);
});

it('tells two units of one name apart by the agency above, as far as it may be seen', async () => {
  const { id } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Đặng Mẫu' });
  const find = async (scope: Scope, agencyCode: string) => [
    (await findStaff(database.db, { scope, agencyCode, search: 'dang mau' })).people[0],
    (await readChosen(database.db, { scope, agencyCode, personIds: [id] }))[0],
  ];
  const named = { unitVi: 'Cơ quan VN.X00376.DPV', aboveVi: 'Cơ quan VN.X00376', aboveEn: 'Agency VN.X00376' };
  expect(await find(scopeOver(ids['VN.P01']), 'VN.P01')).toMatchObject([named, named]);
  const elsewhere = { scope: scopeOver(ids['VN.P01']), agencyCode: 'VN.X00376.VHXH', personIds: [id] };
  expect(await readChosen(database.db, elsewhere)).toEqual([]);
  const alone = { unitVi: 'Cơ quan VN.X00376.DPV', aboveVi: null, aboveEn: null };
  expect(await find(scopeOver(ids['VN.X00376.DPV']), 'VN.X00376.DPV')).toMatchObject([alone, alone]);
  await assign('VN.X00376.DPV');
  const listed = async (scope: Scope) => (await listAssignees(database.db, { scope, search: 'dang mau' })).assignees;
  expect(await listed(scopeOver(ids['VN.P01']))).toMatchObject([named]);
  expect(await listed(scopeOver(ids['VN.X00376.DPV']))).toMatchObject([alone]);
});
