import type { Actor } from '#app/domain/accounts/policy.ts';
import { type AuditOrigin, recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { applyBatchJob } from './jobs.ts';
import type { OrderingAgency } from './lock-assignment.server.ts';
import { lockBatch } from './lock-batch.server.ts';

export type ContinueOutcome =
  | { outcome: 'continued' | 'not-halted' }
  | { outcome: 'ordered-above'; orderedBy: OrderingAgency };

/**
 * Takes over a batch that stands still because whoever decided it has lost the right: the worker goes on in the actor's name.
 * @throws not-found outside the scope
 */
export async function continueBatch(
  { db, now, enqueue }: { db: Db; now: () => Date; enqueue: Enqueue },
  actor: Actor,
  { batchId, requestId = null, address = null }: { batchId: string } & AuditOrigin,
): Promise<ContinueOutcome> {
  const at = now();
  const outcome = await db.transaction(async (tx): Promise<ContinueOutcome> => {
    const batch = await lockBatch(tx, actor, batchId, now);
    if (!batch.isOrderedWithin) return { outcome: 'ordered-above', orderedBy: batch.orderedBy };
    if (!batch.haltedAt) return { outcome: 'not-halted' };
    await tx.assignmentBatch.update({
      where: { id: batchId },
      data: { actedById: actor.personId, haltedAt: null, finishedAt: null },
    });
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'batch.continued',
      subjectType: 'assignment-batch',
      subjectId: batchId,
      agencyId: batch.agencyId,
      requestId,
      address,
    });
    return { outcome: 'continued' };
  });
  if (outcome.outcome === 'continued') await enqueue(applyBatchJob, { batchId });
  return outcome;
}
