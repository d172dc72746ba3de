import type { Actor } from '#app/domain/accounts/policy.ts';
import { type AuditOrigin, recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { applyBatchJob } from './jobs.ts';
import { lockAssignment, type OrderingAgency } from './lock-assignment.server.ts';
import { lockBatch } from './lock-batch.server.ts';
import { cleanReason } from './reason.ts';
import { firstOverdueBy } from './was-overdue.server.ts';

export type CancelOutcome =
  | { outcome: 'cancelled' | 'already-cancelled' | 'not-open' }
  /** It is overdue or was once, or it is a whole batch: why it is withdrawn is kept. */
  | { outcome: 'reason-needed' }
  /** An agency above the actor's ordered it: whom to ask. */
  | { outcome: 'ordered-above'; orderedBy: OrderingAgency };

type World = { db: Db; now: () => Date; enqueue: Enqueue };
type Why = AuditOrigin & { reason?: string };

/**
 * Un-assigns one person, or undoes a whole batch. What was learnt stays: progress, attempts, completions, certificates.
 * One assignment can be taken back while it is open. A batch is undone wholly, its met assignments included, so that the
 * rate never improves by dropping those who have yet to learn; their completions then count as without assignment. Whoever
 * was overdue at any time, also before her day was moved, counts as withdrawn overdue from then on, and the reason is kept.
 * @throws not-found outside the scope
 */
export async function cancelAssignments(
  world: World,
  actor: Actor,
  input: Why & ({ assignmentId: string } | { batchId: string }),
): Promise<CancelOutcome> {
  return 'batchId' in input ? cancelBatch(world, actor, input) : cancelOne(world, actor, input);
}

async function cancelOne(
  { db, now }: World,
  actor: Actor,
  { assignmentId, reason: typed = '', requestId = null, address = null }: Why & { assignmentId: string },
): Promise<CancelOutcome> {
  const at = now();
  return db.transaction(async (tx) => {
    const found = await lockAssignment(tx, actor, { assignmentId, at, now });
    if (!found.isOrderedWithin) return { outcome: 'ordered-above', orderedBy: found.orderedBy };
    if (found.status === 'NO_LONGER_REQUIRED') return { outcome: 'already-cancelled' };
    if (!found.isOpen) return { outcome: 'not-open' };
    const reason = cleanReason(typed);
    if (found.wasOverdue && reason === '') return { outcome: 'reason-needed' };
    await tx.run`
      UPDATE "Assignment" s SET status = 'NO_LONGER_REQUIRED', "endedAt" = ${at}, "overdueAt" = NULL, "firstOverdueAt" = ${firstOverdueBy(at)},
             "withdrawnOverdue" = ${found.wasOverdue}, "withdrawnReason" = ${reason}, "withdrawnById" = ${actor.personId}::uuid
       WHERE id = ${assignmentId}::uuid AND status IN ('NOT_STARTED', 'IN_PROGRESS')`;
    await settleStandings(tx, [found.personId], found.courseId, at);
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'assignment.cancelled',
      subjectType: 'assignment',
      subjectId: assignmentId,
      agencyId: found.agencyId,
      before: { status: found.status, overdue: found.isOverdue, wasOverdue: found.wasOverdue },
      after: { status: 'NO_LONGER_REQUIRED', personId: found.personId, courseId: found.courseId, reason },
      requestId,
      address,
    });
    return { outcome: 'cancelled' };
  });
}

async function cancelBatch(
  { db, now, enqueue }: World,
  actor: Actor,
  { batchId, reason: typed = '', requestId = null, address = null }: Why & { batchId: string },
): Promise<CancelOutcome> {
  const at = now();
  const reason = cleanReason(typed);
  const outcome = await db.transaction(async (tx): Promise<CancelOutcome> => {
    const batch = await lockBatch(tx, actor, batchId, now);
    if (!batch.isOrderedWithin) return { outcome: 'ordered-above', orderedBy: batch.orderedBy };
    if (batch.state === 'CANCELLED') return { outcome: 'already-cancelled' };
    if (reason === '') return { outcome: 'reason-needed' };
    await tx.run`
      UPDATE "AssignmentBatch" SET state = 'CANCELLED', "finishedAt" = NULL, "haltedAt" = NULL, "processedPeople" = 0,
             "actedById" = ${actor.personId}::uuid, "actCursorId" = NULL, "outsidePeople" = 0, "cancelReason" = ${reason}
       WHERE id = ${batchId}::uuid`;
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'batch.cancelled',
      subjectType: 'assignment-batch',
      subjectId: batchId,
      agencyId: batch.agencyId,
      before: { state: batch.state, processed: batch.processedPeople, assigned: batch.assignedPeople },
      after: { state: 'CANCELLED', reason },
      requestId,
      address,
    });
    return { outcome: 'cancelled' };
  });
  if (outcome.outcome === 'cancelled') await enqueue(applyBatchJob, { batchId });
  return outcome;
}
