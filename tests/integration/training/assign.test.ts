import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { endOfDay } from '#app/domain/calendar.ts';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { createBatch } from '#app/domain/training/create-batch.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { getBatch } from '#app/domain/training/list-batches.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import { markAssignmentsSeen } from '#app/domain/training/read-assignments.server.ts';
import { reconcileBatches } from '#app/domain/training/reconcile-batches.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { completeBare, createBareCourse, enrolBare, setActive } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, SMALL_TREE, type TestPerson } from '#tests/support/factories.ts';
import { hearStatements } from '#tests/support/hear-statements.ts';
import { untilBlocked } from '#tests/support/locks.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { decide, desk, drift, standingsOf } from './manager.ts';

const START = new Date('2026-03-15T03:00:00Z');
const database = useDatabase();
const unit = (agencyCode: string, includeSubunits = true) => ({ kind: 'unit', agencyCode, includeSubunits }) as const;

type Course = Awaited<ReturnType<typeof createBareCourse>>;
let world: ReturnType<typeof desk>;
let minh: Actor;
let course: Course;
let ids: { [Code in keyof typeof SMALL_TREE]: string };

beforeEach(async () => {
  world = desk(database.db, START);
  ids = await createAgencies(database.db, SMALL_TREE);
  course = await createBareCourse(database.db, 'K1');
  minh = (await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' })).actor;
});

const staff = async (agencyCode: string, count: number): Promise<TestPerson[]> => {
  const people: TestPerson[] = [];
  for (let at = 0; at < count; at++) people.push(await createPerson(database.db, { agencyCode }));
  return people;
};
const inForce = (where = {}) =>
  database.db.assignment.count({ where: { status: { not: 'NO_LONGER_REQUIRED' }, ...where } });
const first = <T>(list: readonly T[]): T => {
  const [one] = list;
  if (one === undefined) throw new Error('nobody');
  return one;
};

/** Six people below VN.P01 besides the manager: one has begun, one has completed, one has the course assigned, one has left. */
async function sixPeople() {
  const [fresh, begun, done, held] = await staff('VN.X00376.DPV', 4);
  const other = first(await staff('VN.X00376.VHXH', 1));
  const left = first(await staff('VN.X00376.VHXH', 1));
  if (!fresh || !begun || !done || !held) throw new Error('too few people');
  await enrolBare(database.db, { personId: begun.id, course, at: START });
  await completeBare(database.db, { personId: done.id, course, at: new Date('2026-02-01T03:00:00Z') });
  const { batchId } = await decide(world, minh, {
    courseCode: 'K1',
    audience: { kind: 'people', agencyCode: 'VN.P01', personIds: [held.id] },
  });
  await applyBatch(world, batchId);
  await setActive(database.db, left.id, false, START);
  return { fresh, begun, done, held, other, left };
}

describe('a preview', () => {
  it('announces what then happens, for a unit with everything below it', async () => {
    const people = await sixPeople();
    for (const folded of [false, true]) {
      if (folded) await foldDeltas(database.db);
      const preview = await previewBatch(database.db, {
        scope: scopeOver(ids['VN.P01']),
        courseCode: 'K1',
        audience: unit('VN.P01'),
      });
      expect(preview).toMatchObject({ total: 6, held: 1, completed: 1, adds: 5 });
      expect(
        preview.rows.map(({ code, isOwn, total, held, completed }) => ({ code, isOwn, total, held, completed })),
      ).toEqual([
        { code: 'VN.P01.SNV', isOwn: false, total: 1, held: 0, completed: 0 },
        { code: 'VN.X00376', isOwn: false, total: 5, held: 1, completed: 1 },
      ]);
      const states = Object.fromEntries(preview.firstPeople.map((person) => [person.id, person.state]));
      expect(states).toEqual({
        [minh.personId]: 'adds',
        [people.fresh.id]: 'adds',
        [people.begun.id]: 'adds',
        [people.other.id]: 'adds',
        [people.done.id]: 'completed',
        [people.held.id]: 'held',
      });
    }
    const { batchId, preview } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.P01') });
    expect(world.asked).toContain(`training.apply-batch ${batchId}`);
    expect(await inForce({ batchId })).toBe(0);
    await applyBatch(world, batchId);
    expect(await inForce({ batchId })).toBe(preview.adds);
    expect(await database.db.assignment.count({ where: { batchId, status: 'COMPLETED' } })).toBe(preview.completed);
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'assigned',
      plannedPeople: 6,
      processedPeople: 6,
      assignedPeople: 5,
      due: '2026-04-30',
    });
    const status = async (person: TestPerson) =>
      (await database.db.assignment.findFirstOrThrow({ where: { personId: person.id } })).status;
    expect(await status(people.fresh)).toBe('NOT_STARTED');
    expect(await status(people.begun)).toBe('IN_PROGRESS');
    const met = await database.db.assignment.findFirstOrThrow({ where: { personId: people.done.id } });
    expect(met).toMatchObject({
      status: 'COMPLETED',
      completedAt: new Date('2026-02-01T03:00:00Z'),
      dueAt: endOfDay('2026-04-30'),
    });
    expect(await inForce({ personId: people.left.id })).toBe(0);
    expect(await standingsOf(database.db, course.id)).toEqual({
      'VN.P01.SNV': { assigned: 1, started: 0, completed: 0, overdue: 0, extra: 0 },
      'VN.X00376.DPV': { assigned: 4, started: 2, completed: 1, overdue: 0, extra: 0 },
      'VN.X00376.VHXH': { assigned: 1, started: 0, completed: 0, overdue: 0, extra: 0 },
    });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('of a unit without its sub-units counts its own staff alone', async () => {
    await staff('VN.X00376.DPV', 3);
    const own = await staff('VN.X00376', 2);
    const { batchId, preview } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376', false) });
    expect(preview).toMatchObject({ total: 2, adds: 2 });
    await applyBatch(world, batchId);
    const assigned = await database.db.assignment.findMany({ select: { personId: true } });
    expect(assigned.map((row) => row.personId).sort()).toEqual(own.map((person) => person.id).sort());
  });

  it('of chosen people counts each of them', async () => {
    const { fresh, done, held, left } = await sixPeople();
    const { batchId, preview } = await decide(world, minh, {
      courseCode: 'K1',
      audience: { kind: 'people', agencyCode: 'VN.X00376', personIds: [fresh.id, done.id, held.id, left.id] },
    });
    expect(preview).toMatchObject({
      total: 3,
      held: 1,
      completed: 1,
      adds: 2,
      aboveVi: 'Cơ quan VN.P01',
      aboveEn: 'Agency VN.P01',
    });
    const named = { unitVi: 'Cơ quan VN.X00376.DPV', aboveVi: 'Cơ quan VN.X00376', aboveEn: 'Agency VN.X00376' };
    expect(preview.rows).toMatchObject([{ code: 'VN.X00376.DPV', total: 3, ...named }]);
    expect(preview.firstPeople).toMatchObject([named, named, named]);
    await applyBatch(world, batchId);
    expect(await inForce({ batchId })).toBe(2);
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('of many units shows the fifty that get the most and adds up the others, names the agency above as far as it may be seen', async () => {
    const { db } = database;
    const made = await db.agency.createManyAndReturn({
      data: Array.from({ length: 70 }, (_, at) => ({
        code: `VN.X00376.T${at}`,
        type: 'service_point',
        nameVi: `Trạm ${at}`,
        nameEn: `Post ${at}`,
      })),
      select: { id: true, code: true },
    });
    await db.agencyPlacement.createMany({
      data: made.map(({ id }) => ({ agencyId: id, parentId: ids['VN.X00376'], validFrom: new Date('2020-01-01') })),
    });
    await db.run`SELECT rebuild_agency_ancestors('2025-01-01'::date)`;
    await db.rollupNow.createMany({
      data: [
        ...made.map(({ id }, at) => ({ agencyId: id, courseId: NO_COURSE, kind: 'registered', people: at + 1 })),
        { agencyId: ids['VN.X00376'], courseId: NO_COURSE, kind: 'registered', people: 2485 + 3 },
      ],
    });
    const previewOf = (scope: Scope) => previewBatch(db, { scope, courseCode: 'K1', audience: unit('VN.X00376') });
    const preview = await previewOf(scopeOver(ids['VN.P01']));
    expect(preview).toMatchObject({ total: 2488, aboveVi: 'Cơ quan VN.P01' });
    expect(preview.rows).toHaveLength(51);
    expect(preview.rows[0]).toMatchObject({ isOwn: true, total: 3 });
    expect(Math.min(...preview.rows.slice(1).map((row) => row.total))).toBe(21);
    expect(preview.others).toEqual({ units: 20, total: 210, held: 0, completed: 0 });
    expect((await previewOf(scopeOver(ids['VN.X00376']))).aboveVi).toBeNull();
  });

  it('is shown again when the people changed before the button was pressed', async () => {
    await staff('VN.X00376.DPV', 2);
    const input = {
      batchId: systemRandom.uuid(START),
      courseCode: 'K1',
      audience: unit('VN.X00376'),
      day: '2026-04-30',
      note: '',
    };
    const made = await createBatch(world, minh, { ...input, expected: 7 });
    expect(made).toMatchObject({ outcome: 'changed', preview: { adds: 2 } });
    expect(await database.db.assignmentBatch.count()).toBe(0);
  });
});

describe('a decision', () => {
  it('pressed twenty times at once is one batch, and leaves one line in the audit trail', async () => {
    await staff('VN.X00376.DPV', 2);
    const input = {
      batchId: systemRandom.uuid(START),
      courseCode: 'K1',
      audience: unit('VN.X00376'),
      day: '2026-04-30',
      note: 'Kế hoạch 2026',
      expected: 2,
    };
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createBatch(world, minh, { ...input, requestId: 'r-1' })),
    );
    expect(made.filter((one) => one.outcome === 'created')).toHaveLength(1);
    expect(made.filter((one) => one.outcome === 'already-created')).toHaveLength(19);
    expect(await database.db.assignmentBatch.count()).toBe(1);
    const [line, ...more] = await database.db.auditEvent.findMany();
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      action: 'batch.created',
      actorId: minh.personId,
      subjectId: input.batchId,
      agencyId: ids['VN.X00376'],
      requestId: 'r-1',
      after: { course: 'K1', unit: 'VN.X00376', assigns: 2, due: '2026-04-30', note: 'Kế hoạch 2026' },
    });
  });

  it('refuses a due day that is not after today in Viet Nam, or years away', async () => {
    await staff('VN.X00376.DPV', 1);
    // 18:30 UTC on the 15th is already the 16th in Viet Nam.
    world.clock.at = new Date('2026-03-15T18:30:00Z');
    const on = (day: string) =>
      createBatch(world, minh, {
        batchId: systemRandom.uuid(START),
        courseCode: 'K1',
        audience: unit('VN.X00376'),
        day,
        note: '',
        expected: 1,
      });
    expect(await on('2026-03-15')).toEqual({ outcome: 'due-not-after-today' });
    expect(await on('2026-03-16')).toEqual({ outcome: 'due-not-after-today' });
    expect(await on('2031-03-17')).toEqual({ outcome: 'due-too-far' });
    expect(await on('2026-03-17')).toMatchObject({ outcome: 'created' });
  });

  it('about nobody is none', async () => {
    const { made } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    expect(made).toEqual({ outcome: 'nobody' });
    expect(await database.db.assignmentBatch.count()).toBe(0);
  });

  it('whose job was lost is found by its row', async () => {
    await staff('VN.X00376.DPV', 1);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    world.asked.length = 0;
    expect(await reconcileBatches(world)).toBe(0);
    world.clock.at = new Date(START.getTime() + 21_000);
    expect(await reconcileBatches(world)).toBe(1);
    expect(world.asked).toEqual([`training.apply-batch ${batchId}`]);
    await applyBatch(world, batchId);
    expect(await reconcileBatches(world)).toBe(0);
    await cancelAssignments(world, minh, { batchId, reason: 'Giao nhầm' });
    expect(await reconcileBatches(world)).toBe(1);
    await applyBatch(world, batchId);
    expect(await reconcileBatches(world)).toBe(0);
  });
});

describe('working a batch off', () => {
  it('twenty times at once assigns each person once', async () => {
    const people = await staff('VN.X00376.DPV', 23);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await Promise.all(Array.from({ length: 20 }, () => applyBatch(world, batchId, { chunk: 4 })));
    const assigned = await database.db.assignment.findMany({ select: { personId: true } });
    expect(assigned.map((row) => row.personId).sort()).toEqual(people.map((person) => person.id).sort());
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'assigned',
      processedPeople: 23,
      assignedPeople: 23,
    });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('of two batches with the same people, at once, assigns each person once', async () => {
    await staff('VN.X00376.DPV', 12);
    const one = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    const two = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await Promise.all([one, two].flatMap(({ batchId }) => [1, 2].map(() => applyBatch(world, batchId, { chunk: 3 }))));
    expect(await inForce()).toBe(12);
    const sums = await database.db.assignmentBatch.aggregate({ _sum: { assignedPeople: true, processedPeople: true } });
    expect(sums._sum).toEqual({ assignedPeople: 12, processedPeople: 24 });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('asks between its chunks, outside of their transactions, whether somebody waits for a page', async () => {
    await staff('VN.X00376.DPV', 5);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376.DPV') });
    const heard: string[] = [];
    const db = hearStatements(database.db, (asked) => {
      if (/pg_stat_activity|INSERT INTO "Assignment"/.test(asked))
        heard.push(/pg_stat/.test(asked) ? 'asks' : 'assigns');
    });
    await applyBatch({ db, now: world.now }, batchId, { chunk: 2 });
    expect(heard).toEqual(['assigns', 'asks', 'assigns', 'asks', 'assigns']);
  });

  it('goes on after a crash between and within chunks', async () => {
    await staff('VN.X00376.DPV', 11);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    let crashes = 0;
    for (let lives = 2; ; lives++) {
      let left = lives;
      const dying = () => {
        if (--left < 0) throw new Error('killed');
        return START;
      };
      // Dies at the beginning of a chunk, and at its end by a database that refuses the cursor.
      const db = hearStatements(database.db, (asked) => {
        if (lives % 2 === 1 && left === 0 && asked.includes('SET "cursorPersonId"')) throw new Error('killed');
      });
      const died = await applyBatch({ db, now: dying }, batchId, { chunk: 2 }).then(
        () => false,
        () => true,
      );
      if (!died) break;
      crashes++;
    }
    expect(crashes).toBeGreaterThan(1);
    expect(await inForce()).toBe(11);
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'assigned',
      processedPeople: 11,
      assignedPeople: 11,
    });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('meets people who enrol and complete at the same moment, without drift', async () => {
    const people = await staff('VN.X00376.DPV', 16);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await Promise.all([
      applyBatch(world, batchId, { chunk: 3 }),
      ...people
        .slice(0, 8)
        .map((person) => enrol({ ...world, random: systemRandom }, { personId: person.id, slug: 'k1' })),
      ...people.slice(4, 8).map((person) => completeBare(database.db, { personId: person.id, course, at: START })),
    ]);
    expect(await inForce()).toBe(16);
    expect(await inForce({ status: 'COMPLETED' })).toBe(4);
    expect(await inForce({ status: 'IN_PROGRESS' })).toBe(4);
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('stops where it is when the batch is cancelled between chunks, and takes back what it gave', async () => {
    const people = await staff('VN.X00376.DPV', 9);
    await completeBare(database.db, { personId: first(people).id, course, at: START });
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    // The clock is looked at when a chunk begins and when its locks are held: killed as the third begins.
    let looks = 0;
    const halting = () => {
      if (++looks > 4) throw new Error('killed');
      return START;
    };
    await expect(applyBatch({ db: database.db, now: halting }, batchId, { chunk: 3 })).rejects.toThrow('killed');
    expect(await inForce()).toBe(6);
    expect(await cancelAssignments(world, minh, { batchId, reason: 'Giao nhầm' })).toEqual({ outcome: 'cancelled' });
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'cancelling',
    });
    await Promise.all([1, 2, 3].map(() => applyBatch(world, batchId, { chunk: 2 })));
    expect(await inForce()).toBe(0);
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'cancelled',
      processedPeople: 6,
    });
    expect(await cancelAssignments(world, minh, { batchId, reason: 'Giao nhầm' })).toEqual({
      outcome: 'already-cancelled',
    });
    expect(await standingsOf(database.db, course.id)).toEqual({
      'VN.X00376.DPV': { assigned: 0, started: 0, completed: 0, overdue: 0, extra: 1 },
    });
    expect(await database.db.completion.count()).toBe(1);
    expect(await drift(database.db, world.now)).toBe(0);
  });
});

describe('a due day', () => {
  async function assigned(count: number) {
    const people = await staff('VN.X00376.DPV', count);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376'), day: '2026-03-20' });
    await applyBatch(world, batchId);
    const rows = await database.db.assignment.findMany({ orderBy: { id: 'asc' } });
    return { people, batchId, rows };
  }

  it('of one assignment is moved, and clears what was overdue', async () => {
    const { rows } = await assigned(2);
    world.clock.at = new Date('2026-03-20T17:00:00Z');
    await sweepOverdue(world);
    expect(await standingsOf(database.db, course.id)).toMatchObject({ 'VN.X00376.DPV': { assigned: 2, overdue: 2 } });
    const { id } = first(rows);
    expect(await changeDueDay(world, minh, { assignmentId: id, day: '2026-03-21' })).toEqual({
      outcome: 'due-not-after-today',
    });
    expect(await changeDueDay(world, minh, { assignmentId: id, day: '2026-03-22', requestId: 'r-2' })).toEqual({
      outcome: 'changed',
    });
    expect(await changeDueDay(world, minh, { assignmentId: id, day: '2026-03-22' })).toEqual({ outcome: 'unchanged' });
    expect(await database.db.assignment.findUniqueOrThrow({ where: { id } })).toMatchObject({
      dueAt: endOfDay('2026-03-22'),
      overdueAt: null,
    });
    expect(await standingsOf(database.db, course.id)).toMatchObject({ 'VN.X00376.DPV': { assigned: 2, overdue: 1 } });
    const lines = await database.db.auditEvent.findMany({ where: { action: 'assignment.due-changed' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      before: { due: '2026-03-20', overdue: true },
      after: { due: '2026-03-22' },
      requestId: 'r-2',
    });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('of one assignment waits for who is just changing its batch, and is then told that the worker is at it', async () => {
    await staff('VN.X00376.DPV', 1);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await applyBatch(world, batchId);
    const { id: assignmentId } = await database.db.assignment.findFirstOrThrow();
    const [moved] = await database.db.transaction(
      async (tx) => {
        await tx.assignmentBatch.update({ where: { id: batchId }, data: { state: 'PENDING', finishedAt: null } });
        const moving = changeDueDay(world, minh, { assignmentId, day: '2026-06-01' });
        await untilBlocked(database.db, 1);
        return [moving];
      },
      { withinMs: 30_000 },
    );
    expect(await moved).toEqual({ outcome: 'busy' });
    expect(await inForce({ dueAt: endOfDay('2026-04-30') })).toBe(1);
  });

  it('of a whole batch is moved by the worker, also for people with a day of their own, and assigns nobody new', async () => {
    const { people, batchId, rows } = await assigned(7);
    await completeBare(database.db, { personId: first(people).id, course, at: START });
    const later = rows.find((row) => row.personId === people[3]?.id);
    await changeDueDay(world, minh, { assignmentId: later?.id ?? '', day: '2026-06-01' });
    await staff('VN.X00376.DPV', 2);
    world.clock.at = new Date('2026-03-20T17:00:00Z');
    await sweepOverdue(world);
    expect(await changeDueDay(world, minh, { batchId, day: '2026-05-15' })).toEqual({ outcome: 'changed' });
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'moving-due',
      due: '2026-05-15',
    });
    expect(await changeDueDay(world, minh, { assignmentId: later?.id ?? '', day: '2026-07-01' })).toEqual({
      outcome: 'busy',
    });
    await Promise.all([1, 2, 3].map(() => applyBatch(world, batchId, { chunk: 2 })));
    expect(await inForce()).toBe(7);
    expect(await inForce({ dueAt: endOfDay('2026-05-15'), overdueAt: null })).toBe(6);
    expect(await inForce({ status: 'COMPLETED', dueAt: endOfDay('2026-03-20') })).toBe(1);
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId })).toMatchObject({
      phase: 'assigned',
      assignedPeople: 7,
    });
    expect(await standingsOf(database.db, course.id)).toMatchObject({
      'VN.X00376.DPV': { assigned: 7, completed: 1, overdue: 0 },
    });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('of a batch that is still being assigned reaches everybody', async () => {
    await staff('VN.X00376.DPV', 6);
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376'), day: '2026-03-20' });
    // Two looks a chunk: killed as the second begins.
    let looks = 0;
    const halting = () => {
      if (++looks > 2) throw new Error('killed');
      return START;
    };
    await expect(applyBatch({ db: database.db, now: halting }, batchId, { chunk: 2 })).rejects.toThrow('killed');
    expect(await inForce()).toBe(2);
    await changeDueDay(world, minh, { batchId, day: '2026-05-15' });
    await applyBatch(world, batchId, { chunk: 2 });
    expect(await inForce({ dueAt: endOfDay('2026-05-15') })).toBe(6);
  });
});

describe('the notice of new assignments', () => {
  it('is seen by her alone, and keeps when she first saw it', async () => {
    const [lan, hoa] = await staff('VN.X00376.DPV', 2);
    if (!lan || !hoa) throw new Error('too few people');
    await applyBatch(world, (await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') })).batchId);
    const seenBy = async (person: TestPerson) =>
      (await database.db.assignment.findMany({ where: { personId: person.id }, orderBy: { assignedAt: 'asc' } })).map(
        ({ seenAt }) => seenAt,
      );
    await markAssignmentsSeen(database.db, lan.id, START);
    expect([await seenBy(lan), await seenBy(hoa)]).toEqual([[START], [null]]);

    world.clock.at = new Date(START.getTime() + 60_000);
    await createBareCourse(database.db, 'K2');
    await applyBatch(world, (await decide(world, minh, { courseCode: 'K2', audience: unit('VN.X00376') })).batchId);
    await markAssignmentsSeen(database.db, lan.id, world.clock.at);
    expect([await seenBy(lan), await seenBy(hoa)]).toEqual([
      [START, world.clock.at],
      [null, null],
    ]);
  });
});

describe('un-assigning one person', () => {
  it('keeps what she learnt, settles, and lets the course be assigned again', async () => {
    const person = first(await staff('VN.X00376.DPV', 1));
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await applyBatch(world, batchId);
    await enrol({ ...world, random: systemRandom }, { personId: person.id, slug: 'k1' });
    const row = await database.db.assignment.findFirstOrThrow();
    const outcomes = await Promise.all([1, 2, 3].map(() => cancelAssignments(world, minh, { assignmentId: row.id })));
    expect(outcomes.map((one) => one.outcome).sort()).toEqual(['already-cancelled', 'already-cancelled', 'cancelled']);
    expect(await database.db.enrolment.count()).toBe(1);
    expect(await database.db.auditEvent.count({ where: { action: 'assignment.cancelled' } })).toBe(1);
    expect(await standingsOf(database.db, course.id)).toMatchObject({ 'VN.X00376.DPV': { assigned: 0, started: 0 } });
    const again = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await applyBatch(world, again.batchId);
    expect(await inForce({ batchId: again.batchId, status: 'IN_PROGRESS' })).toBe(1);
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('who completed the course is refused: the assignment is met', async () => {
    const person = first(await staff('VN.X00376.DPV', 1));
    const { batchId } = await decide(world, minh, { courseCode: 'K1', audience: unit('VN.X00376') });
    await applyBatch(world, batchId);
    await completeBare(database.db, { personId: person.id, course, at: START });
    const row = await database.db.assignment.findFirstOrThrow();
    expect(await cancelAssignments(world, minh, { assignmentId: row.id })).toEqual({ outcome: 'not-open' });
    expect(await changeDueDay(world, minh, { assignmentId: row.id, day: '2026-06-01' })).toEqual({
      outcome: 'not-open',
    });
    expect(await inForce({ status: 'COMPLETED' })).toBe(1);
  });
});
