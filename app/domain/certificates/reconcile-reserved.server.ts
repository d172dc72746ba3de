import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { issueCertificateJob } from './jobs.ts';

/** Clear of jobs in flight: an issue takes well under a second. */
const LOST_AFTER_MS = 20_000;

/** What no font can set is tried again now and then: another release may have another font. */
const UNPRINTABLE_AGAIN_MS = 60 * 60_000;

/** Asks again for certificates whose job was lost. The row is the work order; the queue is only a shortcut. */
export async function reconcileReserved({
  db,
  enqueue,
  now,
}: {
  db: Db;
  enqueue: Enqueue;
  now: () => Date;
}): Promise<number> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  const lost = await db.rows<{ id: string }>`
    SELECT id FROM "Certificate"
     WHERE status = 'RESERVED' AND "revokedAt" IS NULL AND "reservedAt" < ${before(LOST_AFTER_MS)}
       AND ("unprintableAt" IS NULL OR "unprintableAt" < ${before(UNPRINTABLE_AGAIN_MS)})
     ORDER BY "unprintableAt" NULLS FIRST, "reservedAt" LIMIT 500`;
  for (const { id } of lost) await enqueue(issueCertificateJob, { certificateId: id });
  return lost.length;
}
