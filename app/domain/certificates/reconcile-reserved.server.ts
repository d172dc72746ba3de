import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { issueCertificateJob } from './jobs.ts';

/** Clear of jobs in flight: an issue takes well under a second. */
const LOST_AFTER_MS = 20_000;

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
  const lost = await db.certificate.findMany({
    where: { status: 'RESERVED', revokedAt: null, reservedAt: { lt: new Date(now().getTime() - LOST_AFTER_MS) } },
    orderBy: { reservedAt: 'asc' },
    take: 500,
    select: { id: true },
  });
  for (const { id } of lost) await enqueue(issueCertificateJob, { certificateId: id });
  return lost.length;
}
