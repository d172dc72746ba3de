import type { Db } from '#app/platform/database.server.ts';

/** Marks what a person was told of: her notices of new assignments. */
export async function markAssignmentsSeen(db: Db, personId: string, now: Date): Promise<void> {
  await db.assignment.updateMany({ where: { personId, seenAt: null }, data: { seenAt: now } });
}
