import { beforeEach, describe, expect, it } from 'vitest';
import { endGrant } from '#app/domain/accounts/grants.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { asDate, endOfDay } from '#app/domain/calendar.ts';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { getAssignee } from '#app/domain/reporting/list-assignees.server.ts';
import { repairRollups } from '#app/domain/reporting/recount.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { continueBatch } from '#app/domain/training/continue-batch.server.ts';
import { getBatch } from '#app/domain/training/list-batches.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { completeBare, createBareCourse } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, SMALL_TREE, type TestPerson } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { decide, desk, drift } from './manager.ts';

const START = new Date('2026-03-15T03:00:00Z');
const LATER = new Date('2026-05-02T03:00:00Z');
const REASON = 'Nghỉ thai sản đến tháng 9';
const database = useDatabase();
const unit = (agencyCode: string) => ({ kind: 'unit', agencyCode, includeSubunits: true }) as const;

let world: ReturnType<typeof desk>;
let ids: Record<keyof typeof SMALL_TREE, string>;
let ministry: Actor;
let hanoi: Actor;
let staff: TestPerson[];

const managerOf = async (agencyCode: string, over: string) =>
  (await createActor(database.db, { agencyCode, role: 'TRAINING_MANAGER', over })).actor;

beforeEach(async () => {
  world = desk(database.db, START);
  ids = await createAgencies(database.db, SMALL_TREE);
  await createBareCourse(database.db, 'K1');
  staff = [];
  for (let n = 0; n < 4; n++) staff.push(await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' }));
  ministry = await managerOf('VN.BNV', 'VN');
  hanoi = await managerOf('VN.P01.SNV', 'VN.P01');
});

async function assign(actor: Actor, agencyCode: string): Promise<string> {
  const { batchId, made } = await decide(world, actor, { courseCode: 'K1', audience: unit(agencyCode) });
  if (made.outcome !== 'created') throw new Error(made.outcome);
  await applyBatch(world, batchId, { chunk: 2 });
  return batchId;
}

const assignmentOf = (personId: string) =>
  database.db.assignment.findFirstOrThrow({ where: { personId }, orderBy: { assignedAt: 'desc' } });

async function moveTo(personId: string, agencyCode: keyof typeof SMALL_TREE) {
  await database.db.appointment.updateMany({
    where: { personId, state: 'CURRENT' },
    data: { state: 'ENDED', validTo: asDate('2026-03-16') },
  });
  await database.db.appointment.create({
    data: {
      personId,
      agencyId: ids[agencyCode],
      position: 'Chuyên viên',
      validFrom: asDate('2026-03-16'),
      state: 'CURRENT',
    },
  });
}

describe('what an agency ordered', () => {
  it('is changed and withdrawn by it and by those above it, and by nobody below: they are told whom to ask', async () => {
    const batchId = await assign(ministry, 'VN.X00376');
    const { id: assignmentId } = await assignmentOf(staff[0]?.id ?? '');
    const above = { outcome: 'ordered-above', orderedBy: { code: 'VN', nameVi: 'Cơ quan VN', nameEn: 'Agency VN' } };
    const [reason, day] = [REASON, '2026-06-01'];
    expect(await cancelAssignments(world, hanoi, { batchId, reason })).toEqual(above);
    expect(await cancelAssignments(world, hanoi, { assignmentId, reason })).toEqual(above);
    expect(await changeDueDay(world, hanoi, { batchId, day })).toEqual(above);
    expect(await changeDueDay(world, hanoi, { assignmentId, day })).toEqual(above);
    const seen = await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId });
    expect(seen).toMatchObject({ orderedByCode: 'VN', isOrderedWithin: false, phase: 'assigned' });
    expect(await database.db.assignment.count({ where: { status: 'NOT_STARTED' } })).toBe(4);

    const own = await assign(hanoi, 'VN.P01');
    expect(await changeDueDay(world, ministry, { batchId: own, day })).toEqual({ outcome: 'changed' });
    expect(await cancelAssignments(world, ministry, { assignmentId, reason })).toEqual({ outcome: 'cancelled' });
  });

  it('stays ordered from above when somebody below had ordered it before', async () => {
    const own = await assign(hanoi, 'VN.X00376.DPV');
    await createPerson(database.db, { agencyCode: 'VN.X00376.VHXH' });
    await assign(ministry, 'VN.X00376');
    expect(await database.db.assignment.groupBy({ by: ['orderedByAgencyId'], _count: true })).toEqual([
      { orderedByAgencyId: ids.VN, _count: 5 },
    ]);
    await cancelAssignments(world, hanoi, { batchId: own, reason: REASON });
    await applyBatch(world, own);
    expect(await database.db.assignment.count({ where: { status: 'NOT_STARTED' } })).toBe(5);
    expect(await getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId: own })).toMatchObject({
      phase: 'cancelled',
      processedPeople: 0,
      outsidePeople: 4,
    });
    // And an order from below never lowers what was ordered from above.
    await assign(await managerOf('VN.X00376', 'VN.X00376'), 'VN.X00376').catch(() => {});
    expect(await database.db.assignment.count({ where: { orderedByAgencyId: ids.VN } })).toBe(5);
  });

  it('is of the highest agency where several grants cover it, and of the top where none is known', async () => {
    const twofold = await managerOf('VN.P01', 'VN.P01');
    await database.db.grant.updateMany({ data: { createdAt: START } });
    await database.db.grant.create({
      data: { personId: twofold.personId, role: 'TRAINING_MANAGER', agencyId: ids['VN.X00376'], createdAt: START },
    });
    const orderedBy = async (createdById: string) => {
      const { id: courseId } = await database.db.course.findFirstOrThrow();
      const batch = await database.db.assignmentBatch.create({
        data: { courseId, agencyId: ids['VN.X00376'], dueAt: LATER, createdById, createdAt: START, plannedPeople: 1 },
      });
      return batch.orderedByAgencyId;
    };
    expect(await orderedBy(twofold.personId)).toBe(ids['VN.P01']);
    expect(await orderedBy(staff[0]?.id ?? '')).toBe(ids.VN);
  });
});

describe('an act on a batch', () => {
  it('leaves alone an officer who has moved to Đà Nẵng, and says how many it left alone', async () => {
    const batchId = await assign(hanoi, 'VN.P01');
    const moved = staff[0]?.id ?? '';
    await moveTo(moved, 'VN.P79.SNV');
    const before = await assignmentOf(moved);
    await changeDueDay(world, hanoi, { batchId, day: '2026-06-30' });
    await applyBatch(world, batchId, { chunk: 2 });
    expect(await assignmentOf(moved)).toEqual(before);
    const seen = () => getBatch(database.db, { scope: scopeOver(ids['VN.P01']), batchId });
    expect(await seen()).toMatchObject({ phase: 'assigned', outsidePeople: 1 });
    await cancelAssignments(world, hanoi, { batchId, reason: REASON });
    await applyBatch(world, batchId, { chunk: 2 });
    expect(await assignmentOf(moved)).toEqual(before);
    expect(await seen()).toMatchObject({ phase: 'cancelled', outsidePeople: 1 });
    expect(await database.db.assignment.count({ where: { status: 'NO_LONGER_REQUIRED' } })).toBe(4);
  });

  it('stands still once whoever decided it has lost the right, until somebody who has it goes on', async () => {
    const { batchId } = await decide(world, hanoi, { courseCode: 'K1', audience: unit('VN.P01') });
    const administrator = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
    const held = await database.db.grant.findFirstOrThrow({ where: { personId: hanoi.personId } });
    await endGrant(world, administrator.actor, { grantId: held.id });
    await applyBatch(world, batchId);
    expect(await database.db.assignment.count()).toBe(0);
    const batch = () => getBatch(database.db, { scope: scopeOver(ids.VN), batchId });
    expect((await batch()).phase).toBe('halted');
    await expect(continueBatch(world, hanoi, { batchId })).rejects.toMatchObject({ code: 'not-found' });
    await expect(cancelAssignments(world, hanoi, { batchId, reason: REASON })).rejects.toMatchObject({
      code: 'not-found',
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => continueBatch(world, ministry, { batchId })));
    expect(answers.filter(({ outcome }) => outcome === 'continued')).toHaveLength(1);
    await applyBatch(world, batchId);
    expect((await batch()).phase).toBe('assigned');
    expect(await database.db.assignment.count()).toBe(5);
    const trail = await database.db.auditEvent.findMany({ where: { subjectId: batchId }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['batch.created', 'batch.halted', 'batch.continued']);
  });

  it('decided by a request that still believed in a right that has ended is refused', async () => {
    await database.db.grant.updateMany({ where: { personId: hanoi.personId }, data: { validTo: START } });
    await expect(decide(world, hanoi, { courseCode: 'K1', audience: unit('VN.P01') })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await database.db.assignmentBatch.count()).toBe(0);
  });
});

describe('what is un-assigned when it is overdue', () => {
  const figures = async () => {
    await foldDeltas(database.db);
    const report = await completionReport(database.db, {
      scope: scopeOver(ids.VN),
      agencyId: ids['VN.P01'],
      now: world.now(),
    });
    return report?.courses[0]?.figures;
  };

  it('needs a reason, is kept with it, and counts openly beside the rate, as the recount finds too', async () => {
    await assign(hanoi, 'VN.P01');
    world.clock.at = LATER;
    await sweepOverdue(world);
    const { id: assignmentId, personId } = await assignmentOf(staff[0]?.id ?? '');
    for (const reason of ['', '  \n', '\u200b\u200b', '\u3164', '\u0000']) {
      expect(await cancelAssignments(world, hanoi, { assignmentId, reason })).toEqual({ outcome: 'reason-needed' });
    }
    expect(await cancelAssignments(world, hanoi, { assignmentId, reason: REASON })).toEqual({ outcome: 'cancelled' });
    expect(await database.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } })).toMatchObject({
      withdrawnOverdue: true,
      withdrawnReason: REASON,
      withdrawnById: hanoi.personId,
    });
    const [line] = await database.db.auditEvent.findMany({ where: { action: 'assignment.cancelled' } });
    expect(line).toMatchObject({ before: { overdue: true }, after: { reason: REASON } });
    expect(await figures()).toMatchObject({ assigned: 4, overdue: 4, withdrawnOverdue: 1 });
    expect(await drift(database.db, world.now)).toBe(0);
    await repairRollups({ db: database.db });
    expect(await figures()).toMatchObject({ assigned: 4, overdue: 4, withdrawnOverdue: 1 });

    // Assigned again she is in the rate, and no longer beside it.
    const again = await decide(world, hanoi, {
      courseCode: 'K1',
      day: '2026-06-30',
      audience: { kind: 'people', agencyCode: 'VN.P01', personIds: [personId] },
    });
    await applyBatch(world, again.batchId);
    expect(await figures()).toMatchObject({ assigned: 5, withdrawnOverdue: 0 });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('counts so from the instant at which it fell due, also before the worker has noticed', async () => {
    await assign(hanoi, 'VN.P01');
    const { id: early, dueAt } = await assignmentOf(staff[1]?.id ?? '');
    const due = dueAt?.getTime() ?? Number.NaN;
    world.clock.at = new Date(due - 1);
    expect(await cancelAssignments(world, hanoi, { assignmentId: early })).toEqual({ outcome: 'cancelled' });
    world.clock.at = new Date(due);
    const { id: assignmentId } = await assignmentOf(staff[0]?.id ?? '');
    expect(await cancelAssignments(world, hanoi, { assignmentId })).toEqual({ outcome: 'reason-needed' });
    await cancelAssignments(world, hanoi, { assignmentId, reason: REASON });
    expect(await figures()).toMatchObject({ withdrawnOverdue: 1 });
  });

  it('counts so in a batch withdrawn at the very instant it fell due, and not a millisecond before', async () => {
    const early = await assign(hanoi, 'VN.P01.SNV');
    const late = await assign(hanoi, 'VN.X00376');
    const due = (await assignmentOf(staff[0]?.id ?? '')).dueAt.getTime();
    for (const [batchId, at] of [
      [early, due - 1],
      [late, due],
    ] as const) {
      world.clock.at = new Date(at);
      expect(await cancelAssignments(world, hanoi, { batchId, reason: REASON })).toEqual({ outcome: 'cancelled' });
      await applyBatch(world, batchId);
    }
    expect(await figures()).toMatchObject({ assigned: 0, overdue: 0, withdrawnOverdue: 4 });
    expect(await drift(database.db, world.now)).toBe(0);
  });

  it('is on record as overdue from the very instant it fell due, and not a millisecond before', async () => {
    await assign(hanoi, 'VN.X00376');
    const [first, second] = await Promise.all(staff.slice(0, 2).map((each) => assignmentOf(each.id)));
    const due = first?.dueAt.getTime() ?? 0;
    for (const [assignmentId, at] of [
      [first?.id ?? '', due - 1],
      [second?.id ?? '', due],
    ] as const) {
      world.clock.at = new Date(at);
      await cancelAssignments(world, hanoi, { assignmentId, reason: REASON });
    }
    const events = await database.db.auditEvent.findMany({
      where: { action: 'assignment.cancelled' },
      orderBy: { at: 'asc' },
    });
    expect(events.map(({ before }) => (before as { overdue: boolean }).overdue)).toEqual([false, true]);
  });

  it('counts so with a whole batch, which is never undone without a reason', async () => {
    const batchId = await assign(hanoi, 'VN.P01');
    world.clock.at = LATER;
    await sweepOverdue(world);
    expect(await cancelAssignments(world, hanoi, { batchId })).toEqual({ outcome: 'reason-needed' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cancelAssignments(world, hanoi, { batchId, reason: REASON })),
    );
    expect(answers.filter(({ outcome }) => outcome === 'cancelled')).toHaveLength(1);
    await Promise.all([applyBatch(world, batchId, { chunk: 2 }), applyBatch(world, batchId, { chunk: 2 })]);
    expect(await figures()).toMatchObject({ assigned: 0, overdue: 0, withdrawnOverdue: 5 });
    expect(await database.db.assignment.findMany({ distinct: ['withdrawnReason'] })).toMatchObject([
      { withdrawnReason: REASON },
    ]);
    expect(await drift(database.db, world.now)).toBe(0);
  });

  describe('and was given another day before', () => {
    const DAY = '2027-03-01';
    const each = async (act: (assignmentId: string) => Promise<unknown>) => {
      for (const { id } of await database.db.assignment.findMany({ orderBy: { id: 'asc' } })) await act(id);
    };
    const moveEach = () => each((assignmentId) => changeDueDay(world, hanoi, { assignmentId, day: DAY }));
    const moveBatch = async (batchId: string) => {
      await changeDueDay(world, hanoi, { batchId, day: DAY });
      await applyBatch(world, batchId, { chunk: 2 });
    };
    const withdrawEach = () =>
      each(async (assignmentId) => {
        expect(await cancelAssignments(world, hanoi, { assignmentId })).toEqual({ outcome: 'reason-needed' });
        expect(await cancelAssignments(world, hanoi, { assignmentId, reason: REASON })).toEqual({
          outcome: 'cancelled',
        });
      });
    const withdrawBatch = async (batchId: string) => {
      expect(await cancelAssignments(world, hanoi, { batchId })).toEqual({ outcome: 'reason-needed' });
      await cancelAssignments(world, hanoi, { batchId, reason: REASON });
      await applyBatch(world, batchId, { chunk: 2 });
    };

    for (const [moved, move] of [
      ['by itself', moveEach],
      ['with its batch', moveBatch],
    ] as const)
      for (const [withdrawn, withdraw] of [
        ['one by one', withdrawEach],
        ['with the whole batch', withdrawBatch],
      ] as const)
        for (const swept of ['noticed by the sweep', 'before a sweep'])
          it(`${moved} (${swept}), withdrawn ${withdrawn}: it is not overdue any more, and counts all the same`, async () => {
            const batchId = await assign(hanoi, 'VN.P01');
            world.clock.at = endOfDay('2026-04-30');
            if (swept === 'noticed by the sweep') await sweepOverdue(world);
            await move(batchId);
            await sweepOverdue(world);
            expect(await figures()).toMatchObject({ assigned: 5, overdue: 0, withdrawnOverdue: 0 });
            const { id: assignmentId } = await assignmentOf(staff[0]?.id ?? '');
            const scope = scopeOver(ids['VN.P01']);
            expect(await getAssignee(database.db, { scope, assignmentId })).toMatchObject({
              state: 'not-started',
              wasOverdue: true,
            });
            await withdraw(batchId);
            expect(await figures()).toMatchObject({ assigned: 0, overdue: 0, withdrawnOverdue: 5 });
            const rows = await database.db.assignment.findMany();
            expect(new Set(rows.map((row) => row.withdrawnReason))).toEqual(new Set([REASON]));
            expect(new Set(rows.map((row) => row.firstOverdueAt?.getTime()))).toEqual(
              new Set([endOfDay('2026-04-30').getTime()]),
            );
            expect(await drift(database.db, world.now)).toBe(0);
            await repairRollups({ db: database.db });
            expect(await figures()).toMatchObject({ assigned: 0, withdrawnOverdue: 5 });
          });

    it('is not asked about, nor counted, where the day was moved in time', async () => {
      await assign(hanoi, 'VN.P01');
      world.clock.at = new Date(endOfDay('2026-04-30').getTime() - 1);
      await moveEach();
      world.clock.at = LATER;
      await sweepOverdue(world);
      await each(async (assignmentId) =>
        expect(await cancelAssignments(world, hanoi, { assignmentId })).toEqual({ outcome: 'cancelled' }),
      );
      expect(await figures()).toMatchObject({ assigned: 0, overdue: 0, withdrawnOverdue: 0 });
    });

    it('and was completed since does not count when its batch is withdrawn', async () => {
      const batchId = await assign(hanoi, 'VN.P01');
      world.clock.at = LATER;
      await moveBatch(batchId);
      const course = await database.db.course.findFirstOrThrow({ where: { code: 'K1' } });
      await completeBare(database.db, {
        personId: staff[0]?.id ?? '',
        course: { id: course.id, editionId: course.currentEditionId ?? '' },
        at: LATER,
      });
      await withdrawBatch(batchId);
      expect(await figures()).toMatchObject({ assigned: 0, completedUnassigned: 1, withdrawnOverdue: 4 });
      expect(await drift(database.db, world.now)).toBe(0);
    });
  });
});
