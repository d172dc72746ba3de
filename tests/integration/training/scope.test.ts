import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { getAssignee, listAssignees, readAssigneeHead } from '#app/domain/reporting/list-assignees.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { createBatch } from '#app/domain/training/create-batch.server.ts';
import { findStaff, readChosen } from '#app/domain/training/find-audience.server.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { getBatch, listBatches } from '#app/domain/training/list-batches.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { createBareCourse } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, SMALL_TREE, type TestPerson } from '#tests/support/factories.ts';
import { scopeAlone, scopeOver } from '#tests/support/scope-over.ts';
import { decide, desk } from './manager.ts';

const START = new Date('2026-03-15T03:00:00Z');
const database = useDatabase();
const unit = (agencyCode: string) => ({ kind: 'unit', agencyCode, includeSubunits: true }) as const;

let world: ReturnType<typeof desk>;
let ids: { [Code in keyof typeof SMALL_TREE]: string };
let inside: Actor;
let outside: Actor;
let hers: TestPerson;
let theirs: TestPerson;
let theirBatch: string;
let theirAssignment: string;

beforeEach(async () => {
  world = desk(database.db, START);
  ids = await createAgencies(database.db, SMALL_TREE);
  await createBareCourse(database.db, 'K1');
  inside = (await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' }))
    .actor;
  outside = (await createActor(database.db, { agencyCode: 'VN.P79.SNV', role: 'TRAINING_MANAGER', over: 'VN.P79' }))
    .actor;
  hers = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Đặng Thị Mẫu' });
  theirs = await createPerson(database.db, { agencyCode: 'VN.P79.SNV', fullName: 'Đặng Thị Mẫu' });
  const made = await decide(world, outside, { courseCode: 'K1', audience: unit('VN.P79') });
  await applyBatch(world, made.batchId);
  theirBatch = made.batchId;
  theirAssignment = (await database.db.assignment.findFirstOrThrow({ where: { personId: theirs.id } })).id;
});

const refused = { code: 'not-found' };

describe('a manager outside her agencies', () => {
  it('previews and assigns no unit: the one beside, the one above, one that is none', async () => {
    for (const agencyCode of ['VN.P79', 'VN', 'VN.P79.SNV', 'VN.NOWHERE', '', "' OR true --"]) {
      await expect(
        previewBatch(database.db, { scope: scopeOver(ids['VN.P01']), courseCode: 'K1', audience: unit(agencyCode) }),
      ).rejects.toMatchObject(refused);
      const input = {
        batchId: systemRandom.uuid(START),
        courseCode: 'K1',
        audience: unit(agencyCode),
        day: '2026-04-30',
        note: '',
        expected: 1,
      };
      await expect(createBatch(world, inside, input)).rejects.toMatchObject(refused);
    }
    expect(await database.db.assignmentBatch.count()).toBe(1);
  });

  it('assigns nothing to a forged person: not through her own unit, not through theirs', async () => {
    const people = (agencyCode: string) =>
      ({ kind: 'people', agencyCode, personIds: [hers.id, theirs.id, systemRandom.uuid(START)] }) as const;
    await expect(decide(world, inside, { courseCode: 'K1', audience: people('VN.P79') })).rejects.toMatchObject(
      refused,
    );
    const { preview, batchId } = await decide(world, inside, { courseCode: 'K1', audience: people('VN.P01') });
    expect(preview).toMatchObject({ total: 1, adds: 1, personIds: [hers.id] });
    await applyBatch(world, batchId);
    expect((await database.db.assignment.findMany({ where: { batchId } })).map((row) => row.personId)).toEqual([
      hers.id,
    ]);
    // Also when the row itself names somebody who is not staff of its unit.
    await database.db.assignmentBatch.update({
      where: { id: batchId },
      data: {
        personIds: [theirs.id],
        state: 'PENDING',
        finishedAt: null,
        cursorPersonId: null,
        courseId: (await createBareCourse(database.db, 'K2')).id,
      },
    });
    await applyBatch(world, batchId);
    expect(await database.db.assignment.count({ where: { batchId } })).toBe(1);
  });

  it('cannot take over the batch of somebody else by its id', async () => {
    const input = {
      batchId: theirBatch,
      courseCode: 'K1',
      audience: unit('VN.P01'),
      day: '2026-04-30',
      note: '',
      expected: 2,
    };
    await expect(createBatch(world, inside, input)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('neither sees, cancels nor moves a batch', async () => {
    const scope = scopeOver(ids['VN.P01']);
    expect((await listBatches(database.db, { scope })).batches).toEqual([]);
    await expect(getBatch(database.db, { scope, batchId: theirBatch })).rejects.toMatchObject(refused);
    await expect(cancelAssignments(world, inside, { batchId: theirBatch })).rejects.toMatchObject(refused);
    await expect(changeDueDay(world, inside, { batchId: theirBatch, day: '2026-06-01' })).rejects.toMatchObject(
      refused,
    );
    expect(await database.db.assignmentBatch.findUniqueOrThrow({ where: { id: theirBatch } })).toMatchObject({
      state: 'DONE',
    });
  });

  it('neither sees, cancels nor moves an assignment', async () => {
    const scope = scopeOver(ids['VN.P01']);
    await expect(getAssignee(database.db, { scope, assignmentId: theirAssignment })).rejects.toMatchObject(refused);
    await expect(cancelAssignments(world, inside, { assignmentId: theirAssignment })).rejects.toMatchObject(refused);
    await expect(
      changeDueDay(world, inside, { assignmentId: theirAssignment, day: '2026-06-01' }),
    ).rejects.toMatchObject(refused);
    expect((await listAssignees(database.db, { scope })).assignees).toEqual([]);
    expect((await listAssignees(database.db, { scope, agencyCode: 'VN.P79', search: 'Đặng' })).assignees).toEqual([]);
    await expect(readAssigneeHead(database.db, { scope, agencyCode: 'VN.P79' })).rejects.toMatchObject(refused);
    expect((await readAssigneeHead(database.db, { scope })).totals).toEqual({ assigned: 0, completed: 0, overdue: 0 });
    expect(await database.db.assignment.findUniqueOrThrow({ where: { id: theirAssignment } })).toMatchObject({
      status: 'NOT_STARTED',
    });
  });

  it('finds no unit and nobody', async () => {
    const scope = scopeOver(ids['VN.P01']);
    expect(
      (await findUnits(database.db, { scope, search: 'co quan' })).units.map((found) => found.code).sort(),
    ).toEqual(['VN.P01', 'VN.P01.SNV', 'VN.X00376', 'VN.X00376.DPV', 'VN.X00376.VHXH']);
    expect((await findUnits(database.db, { scope, search: 'VN.P79' })).units).toEqual([]);
    await expect(findUnits(database.db, { scope, at: 'VN' })).rejects.toMatchObject(refused);
    const found = await findStaff(database.db, { scope, agencyCode: 'VN', search: 'dang mau' });
    expect(found.people.map((person) => person.id)).toEqual([hers.id]);
    expect((await findStaff(database.db, { scope, agencyCode: 'VN.P79' })).people).toEqual([]);
    const chosen = await readChosen(database.db, { scope, agencyCode: 'VN', personIds: [hers.id, theirs.id] });
    expect(chosen.map((person) => person.id)).toEqual([hers.id]);
  });

  it('granted alone, reaches no unit below, nobody there and no figure that counts them', async () => {
    const { db } = database;
    const scope = scopeAlone(ids['VN.P01']);
    expect((await findStaff(db, { scope, agencyCode: 'VN.P01', search: 'dang mau' })).people).toEqual([]);
    expect(await readChosen(db, { scope, agencyCode: 'VN.P01', personIds: [hers.id] })).toEqual([]);
    expect((await listAssignees(db, { scope })).assignees).toEqual([]);
    expect((await findUnits(db, { scope, search: 'co quan' })).units.map(({ code }) => code)).toEqual(['VN.P01']);
    const { units } = await findUnits(db, { scope, at: 'VN.P01' });
    expect(units.map(({ code, people }) => [code, people])).toEqual([['VN.P01', 0]]);
    await expect(previewBatch(db, { scope, courseCode: 'K1', audience: unit('VN.P01') })).rejects.toMatchObject(
      refused,
    );
    await expect(readAssigneeHead(db, { scope, agencyCode: 'VN.P01' })).rejects.toMatchObject(refused);
    expect(await completionReport(db, { scope, agencyId: ids['VN.P01'], now: new Date() })).toBeNull();
  });

  it('can do nothing without a grant, and nothing with a grant that only reads', async () => {
    const viewer = (await createActor(database.db, { agencyCode: 'VN.P79.SNV', role: 'REPORT_VIEWER', over: 'VN' }))
      .actor;
    const learner = (await createActor(database.db, { agencyCode: 'VN.P79.SNV' })).actor;
    for (const actor of [viewer, learner]) {
      await expect(cancelAssignments(world, actor, { batchId: theirBatch })).rejects.toMatchObject(refused);
      await expect(
        changeDueDay(world, actor, { assignmentId: theirAssignment, day: '2026-06-01' }),
      ).rejects.toMatchObject(refused);
      const input = {
        batchId: systemRandom.uuid(START),
        courseCode: 'K1',
        audience: unit('VN.P79'),
        day: '2026-04-30',
        note: '',
        expected: 1,
      };
      await expect(createBatch(world, actor, input)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('loses a person who moves away, whoever assigned her', async () => {
    const { batchId } = await decide(world, inside, { courseCode: 'K1', audience: unit('VN.X00376') });
    await applyBatch(world, batchId);
    const row = await database.db.assignment.findFirstOrThrow({ where: { batchId } });
    await database.db.appointment.updateMany({ where: { personId: hers.id }, data: { agencyId: ids['VN.P79.SNV'] } });
    await expect(cancelAssignments(world, inside, { assignmentId: row.id })).rejects.toMatchObject(refused);
    expect(await cancelAssignments(world, outside, { assignmentId: row.id })).toMatchObject({
      outcome: 'ordered-above',
      orderedBy: { code: 'VN.P01' },
    });
  });
});
