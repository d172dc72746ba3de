import { beforeEach, describe, expect, it } from 'vitest';
import { addGrant, endGrant } from '#app/domain/accounts/grants.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { signOutPerson } from '#app/domain/accounts/sign-out-person.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { continueBatch } from '#app/domain/training/continue-batch.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { createBareCourse } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, SMALL_TREE } from '#tests/support/factories.ts';
import { untilBlocked } from '#tests/support/locks.ts';
import { decide, desk } from './manager.ts';

const START = new Date('2026-03-15T03:00:00Z');
const DAY = '2026-06-30';
const REASON = 'Nghỉ thai sản đến tháng 9';
const STAFF = { kind: 'unit', agencyCode: 'VN.X00376', includeSubunits: true } as const;
const database = useDatabase();

let world: ReturnType<typeof desk>;
/** The first id of all: her lock is taken before those of whoever acts. */
let personId: string;
let manager: Actor;
let administrator: Actor;

beforeEach(async () => {
  world = desk(database.db, START);
  await createAgencies(database.db, SMALL_TREE);
  await createBareCourse(database.db, 'K1');
  personId = (await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' })).id;
  manager = (await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' }))
    .actor;
  administrator = (await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' })).actor;
  expect(personId < manager.personId).toBe(true);
});

type Table = 'AssignmentBatch' | 'Person';

/** Starts an act that waits for a row which somebody holds, ends the right of the actor meanwhile, and lets go. */
async function endWhileWaiting<T>(
  { table, id, actor }: { table: Table; id: string; actor: Actor },
  act: () => Promise<T>,
): Promise<PromiseSettledResult<T>> {
  const held = await database.db.grant.findFirstOrThrow({ where: { personId: actor.personId } });
  const [waiting] = await database.db.transaction(
    async (tx) => {
      await tx.rows(sql.raw(`SELECT 1 FROM "${table}" WHERE id = '${id}' FOR UPDATE`));
      const acting = Promise.allSettled([act()]);
      await untilBlocked(database.db, 1);
      world.clock.at = new Date(world.clock.at.getTime() + 1_000);
      expect(await endGrant(world, administrator, { grantId: held.id })).toEqual({ outcome: 'ended' });
      return [acting];
    },
    { withinMs: 30_000 },
  );
  const [settled] = await waiting;
  return settled;
}

async function assigned() {
  const { batchId } = await decide(world, manager, { courseCode: 'K1', audience: STAFF });
  await applyBatch(world, batchId);
  const assignment = await database.db.assignment.findFirstOrThrow();
  expect(assignment.personId).toBe(personId);
  return { batchId, assignmentId: assignment.id };
}

const state = async () => ({
  batches: await database.db.assignmentBatch.findMany(),
  assignments: await database.db.assignment.findMany(),
  acts: await database.db.auditEvent.count({ where: { actorId: manager.personId } }),
});

const REFUSED = { status: 'rejected', reason: { code: 'not-found' } };

describe('a right that ends while the act waits', () => {
  const acts: Record<string, (ids: { batchId: string; assignmentId: string }) => Promise<unknown>> = {
    'withdrawing one': ({ assignmentId }) => cancelAssignments(world, manager, { assignmentId, reason: REASON }),
    'withdrawing a batch': ({ batchId }) => cancelAssignments(world, manager, { batchId, reason: REASON }),
    'the due day of one': ({ assignmentId }) => changeDueDay(world, manager, { assignmentId, day: DAY }),
    'the due day of a batch': ({ batchId }) => changeDueDay(world, manager, { batchId, day: DAY }),
    'going on with a batch': ({ batchId }) => continueBatch(world, manager, { batchId }),
  };

  it.each(Object.entries(acts))('for its batch is over: %s', async (what, act) => {
    const ids = await assigned();
    if (what === 'going on with a batch') await database.db.assignmentBatch.updateMany({ data: { haltedAt: START } });
    const before = await state();
    expect(
      await endWhileWaiting({ table: 'AssignmentBatch', id: ids.batchId, actor: manager }, () => act(ids)),
    ).toMatchObject(REFUSED);
    expect(await state()).toEqual(before);
  });

  it.each(['withdrawing one', 'the due day of one'])('for the person is over: %s', async (what) => {
    const ids = await assigned();
    const before = await state();
    expect(
      await endWhileWaiting({ table: 'Person', id: personId, actor: manager }, async () => acts[what]?.(ids)),
    ).toMatchObject(REFUSED);
    expect(await state()).toEqual(before);
  });

  it('for the people of a chunk is over for the worker too: the batch stands still and nothing of it is done', async () => {
    const { batchId } = await decide(world, manager, { courseCode: 'K1', audience: STAFF });
    await endWhileWaiting({ table: 'Person', id: personId, actor: manager }, () => applyBatch(world, batchId));
    expect(await database.db.assignment.count()).toBe(0);
    expect((await database.db.assignmentBatch.findFirstOrThrow()).haltedAt).toEqual(world.clock.at);
  });

  it.each(['withdrawing a batch', 'the due day of a batch'])(
    'is over for the worker that is at it as well: %s',
    async (what) => {
      const ids = await assigned();
      await acts[what]?.(ids);
      const before = await database.db.assignment.findMany();
      await endWhileWaiting({ table: 'Person', id: personId, actor: manager }, () => applyBatch(world, ids.batchId));
      expect(await database.db.assignment.findMany()).toEqual(before);
      expect((await database.db.assignmentBatch.findFirstOrThrow()).haltedAt).toEqual(world.clock.at);
    },
  );

  it('decides nothing any more, when what the decision waits for is the actor herself', async () => {
    const [waiting] = await database.db.transaction(
      async (tx) => {
        await tx.rows`SELECT 1 FROM "Person" WHERE id = ${manager.personId}::uuid FOR UPDATE`;
        const deciding = Promise.allSettled([decide(world, manager, { courseCode: 'K1', audience: STAFF })]);
        await untilBlocked(database.db, 1);
        world.clock.at = new Date(world.clock.at.getTime() + 1_000);
        await tx.grant.updateMany({ where: { personId: manager.personId }, data: { validTo: world.clock.at } });
        return [deciding];
      },
      { withinMs: 30_000 },
    );
    expect(await waiting).toMatchObject([{ status: 'rejected', reason: { code: 'forbidden' } }]);
    expect(await database.db.assignmentBatch.count()).toBe(0);
  });

  it.each(['a grant', 'signing out'])('is over for an administrator as well: %s', async (what) => {
    const other = (await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN.P01' }))
      .actor;
    const agency = await database.db.agency.findUniqueOrThrow({ where: { code: 'VN.X00376' } });
    const act = (): Promise<unknown> =>
      what === 'a grant'
        ? addGrant(world, other, { personId, role: 'REPORT_VIEWER', agencyId: agency.id })
        : signOutPerson(world, other, { personId });
    expect(await endWhileWaiting({ table: 'Person', id: personId, actor: other }, act)).toMatchObject(REFUSED);
    expect(await database.db.grant.count({ where: { personId } })).toBe(0);
  });
});
