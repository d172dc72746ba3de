import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { type Db, Prisma } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { inScope } from './audience.server.ts';
import { applyBatchJob } from './jobs.ts';
import { lockAssignment } from './lock-assignment.server.ts';

export type CancelOutcome = { outcome: 'cancelled' | 'already-cancelled' | 'not-open' };

type World = { db: Db; now: () => Date; enqueue: Enqueue };

/**
 * Un-assigns one person, or undoes a whole batch. What was learnt stays: progress, attempts, completions, certificates.
 * One assignment can be taken back while it is open. A batch is undone wholly, its met assignments included, so that the
 * rate never improves by dropping those who have yet to learn; their completions then count as without assignment.
 * @throws not-found outside the scope
 */
export async function cancelAssignments(
  world: World,
  actor: Actor,
  input: { requestId?: string | null } & ({ assignmentId: string } | { batchId: string }),
): Promise<CancelOutcome> {
  return 'batchId' in input ? cancelBatch(world, actor, input) : cancelOne(world, actor, input);
}

async function cancelOne(
  { db, now }: World,
  actor: Actor,
  { assignmentId, requestId = null }: { assignmentId: string; requestId?: string | null },
): Promise<CancelOutcome> {
  const at = now();
  return db.$transaction(async (tx) => {
    const found = await lockAssignment(tx, scopeOf(actor, 'assign-courses'), assignmentId);
    if (found.status === 'NO_LONGER_REQUIRED') return { outcome: 'already-cancelled' };
    if (!found.isOpen) return { outcome: 'not-open' };
    await tx.$executeRaw`
      UPDATE "Assignment" SET status = 'NO_LONGER_REQUIRED', "endedAt" = ${at}, "overdueAt" = NULL
       WHERE id = ${assignmentId}::uuid AND status IN ('NOT_STARTED', 'IN_PROGRESS')`;
    await settleStandings(tx, [found.personId], found.courseId, at);
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'assignment.cancelled',
      subjectType: 'assignment',
      subjectId: assignmentId,
      agencyId: found.agencyId,
      before: { status: found.status, overdue: found.isOverdue },
      after: { status: 'NO_LONGER_REQUIRED', personId: found.personId, courseId: found.courseId },
      requestId,
    });
    return { outcome: 'cancelled' };
  });
}

async function cancelBatch(
  { db, now, enqueue }: World,
  actor: Actor,
  { batchId, requestId = null }: { batchId: string; requestId?: string | null },
): Promise<CancelOutcome> {
  const at = now();
  const outcome = await db.$transaction(async (tx): Promise<CancelOutcome> => {
    const [batch] = await tx.$queryRaw<
      { state: string; agencyId: string; processedPeople: number; assignedPeople: number }[]
    >`
      SELECT b.state, b."agencyId", b."processedPeople", b."assignedPeople" FROM "AssignmentBatch" b
       WHERE b.id = ${batchId}::uuid AND ${inScope(Prisma.sql`b."agencyId"`, scopeOf(actor, 'assign-courses'))} FOR UPDATE OF b`;
    if (!batch) throw new DomainError('not-found', { batchId });
    if (batch.state === 'CANCELLED') return { outcome: 'already-cancelled' };
    await tx.$executeRaw`
      UPDATE "AssignmentBatch" SET state = 'CANCELLED', "finishedAt" = NULL, "processedPeople" = 0 WHERE id = ${batchId}::uuid`;
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'batch.cancelled',
      subjectType: 'assignment-batch',
      subjectId: batchId,
      agencyId: batch.agencyId,
      before: { state: batch.state, processed: batch.processedPeople, assigned: batch.assignedPeople },
      after: { state: 'CANCELLED' },
      requestId,
    });
    return { outcome: 'cancelled' };
  });
  if (outcome.outcome === 'cancelled') await enqueue(applyBatchJob, { batchId });
  return outcome;
}
