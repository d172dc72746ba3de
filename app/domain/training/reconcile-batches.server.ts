import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { applyBatchJob } from './jobs.ts';

/** Clear of jobs that are only just on their way. */
const LOST_AFTER_MS = 20_000;

/** Asks again for batches with work left. The row is the work order; asking for one in hand does nothing. */
export async function reconcileBatches({
  db,
  now,
  enqueue,
}: {
  db: Db;
  now: () => Date;
  enqueue: Enqueue;
}): Promise<number> {
  const before = new Date(now().getTime() - LOST_AFTER_MS);
  const left = await db.rows<{ id: string }>`
    SELECT id FROM "AssignmentBatch"
     WHERE state IN ('PENDING', 'CANCELLED') AND "finishedAt" IS NULL AND "createdAt" < ${before}
     ORDER BY "createdAt" LIMIT 500`;
  for (const { id } of left) await enqueue(applyBatchJob, { batchId: id });
  return left.length;
}
