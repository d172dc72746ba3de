import type { Tx } from '#app/platform/database.server.ts';
import { firstOverdueBy } from './was-overdue.server.ts';

/** The assignment of a person and course, if one is open, is met. The caller settles her standing. */
export async function meetAssignment(
  tx: Tx,
  { personId, courseId, at }: { personId: string; courseId: string; at: Date },
): Promise<void> {
  await tx.run`
    UPDATE "Assignment" s SET status = 'COMPLETED', "completedAt" = ${at}, "firstOverdueAt" = ${firstOverdueBy(at)}, "overdueAt" = NULL, "seenAt" = coalesce("seenAt", ${at})
     WHERE "personId" = ${personId}::uuid AND "courseId" = ${courseId}::uuid AND status IN ('NOT_STARTED', 'IN_PROGRESS')`;
}
