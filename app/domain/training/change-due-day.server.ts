import type { Actor } from '#app/domain/accounts/policy.ts';
import { dueDay, endOfDay } from '#app/domain/calendar.ts';
import { type AuditOrigin, recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { PAST_EVERYBODY } from './apply-batch.server.ts';
import { checkDueDay, type DueDayFault } from './due-day.ts';
import { applyBatchJob } from './jobs.ts';
import { lockAssignment, type OrderingAgency } from './lock-assignment.server.ts';
import { lockBatch } from './lock-batch.server.ts';
import { firstOverdueBy } from './was-overdue.server.ts';

export type ChangeDueOutcome =
  | { outcome: 'changed' | 'unchanged' }
  /** Completed, waived or no longer required: there is nothing left to be due. */
  | { outcome: 'not-open' }
  /** The worker is still at the batch of this assignment. */
  | { outcome: 'busy' }
  /** An agency above the actor's ordered it: whom to ask. */
  | { outcome: 'ordered-above'; orderedBy: OrderingAgency }
  | { outcome: DueDayFault };

type World = { db: Db; now: () => Date; enqueue: Enqueue };

/**
 * Another due day, for one assignment or for a whole batch. A batch gets the day at once, its open assignments from the
 * worker: those that were given a day of their own before follow as well, for the newest decision holds. Whoever was
 * overdue is not any more; that she was is remembered.
 * @throws not-found outside the scope
 */
export async function changeDueDay(
  world: World,
  actor: Actor,
  input: AuditOrigin & { day: string } & ({ assignmentId: string } | { batchId: string }),
): Promise<ChangeDueOutcome> {
  const fault = checkDueDay(input.day, world.now());
  if (fault) return { outcome: fault };
  return 'batchId' in input ? changeBatch(world, actor, input) : changeOne(world, actor, input);
}

async function changeOne(
  { db, now }: World,
  actor: Actor,
  { assignmentId, day, requestId = null, address = null }: AuditOrigin & { assignmentId: string; day: string },
): Promise<ChangeDueOutcome> {
  const at = now();
  return db.transaction((tx) => moveDueDay(tx, actor, { assignmentId, day, at, now, requestId, address }));
}

type Moved =
  | { outcome: 'changed' | 'unchanged' | 'not-open' | 'busy' }
  | { outcome: 'ordered-above'; orderedBy: OrderingAgency };

/**
 * Another due day for one assignment, as part of an act; the caller has checked the day.
 * @throws not-found outside the scope
 */
export async function moveDueDay(
  tx: Tx,
  actor: Actor,
  {
    assignmentId,
    day,
    at,
    now,
    requestId = null,
    address = null,
  }: AuditOrigin & { assignmentId: string; day: string; at: Date; now: () => Date },
): Promise<Moved> {
  const dueAt = endOfDay(day);
  const found = await lockAssignment(tx, actor, { assignmentId, at, now });
  if (!found.isOrderedWithin) return { outcome: 'ordered-above', orderedBy: found.orderedBy };
  if (found.batchIsBusy) return { outcome: 'busy' };
  if (!found.isOpen) return { outcome: 'not-open' };
  if (found.dueAt.getTime() === dueAt.getTime()) return { outcome: 'unchanged' };
  await tx.run`
    UPDATE "Assignment" s SET "dueAt" = ${dueAt}, "firstOverdueAt" = ${firstOverdueBy(at)}, "overdueAt" = NULL
     WHERE id = ${assignmentId}::uuid AND status IN ('NOT_STARTED', 'IN_PROGRESS')`;
  await settleStandings(tx, [found.personId], found.courseId, at);
  await recordAudit(tx, {
    at,
    actorId: actor.personId,
    action: 'assignment.due-changed',
    subjectType: 'assignment',
    subjectId: assignmentId,
    agencyId: found.agencyId,
    before: { due: dueDay(found.dueAt), overdue: found.isOverdue },
    after: { due: day, personId: found.personId, courseId: found.courseId },
    requestId,
    address,
  });
  return { outcome: 'changed' };
}

async function changeBatch(
  { db, now, enqueue }: World,
  actor: Actor,
  { batchId, day, requestId = null, address = null }: AuditOrigin & { batchId: string; day: string },
): Promise<ChangeDueOutcome> {
  const at = now();
  const dueAt = endOfDay(day);
  const outcome = await db.transaction(async (tx): Promise<ChangeDueOutcome> => {
    const batch = await lockBatch(tx, actor, batchId, now);
    if (!batch.isOrderedWithin) return { outcome: 'ordered-above', orderedBy: batch.orderedBy };
    if (batch.state === 'CANCELLED') return { outcome: 'not-open' };
    // The same day again still reaches assignments that were given another one since.
    await tx.run`
      UPDATE "AssignmentBatch" SET "dueAt" = ${dueAt}, state = 'PENDING', "finishedAt" = NULL, "haltedAt" = NULL,
             "actedById" = ${actor.personId}::uuid, "actCursorId" = NULL, "outsidePeople" = 0,
             "cursorPersonId" = CASE WHEN state = 'DONE' THEN ${PAST_EVERYBODY}::uuid ELSE "cursorPersonId" END
       WHERE id = ${batchId}::uuid`;
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'batch.due-changed',
      subjectType: 'assignment-batch',
      subjectId: batchId,
      agencyId: batch.agencyId,
      before: { due: dueDay(batch.dueAt) },
      after: { due: day },
      requestId,
      address,
    });
    return { outcome: 'changed' };
  });
  if (outcome.outcome === 'changed') await enqueue(applyBatchJob, { batchId });
  return outcome;
}
