import type { Tx } from '#app/platform/database.server.ts';

/**
 * Locks her latest enrolment in the course, under which attempts are started and editions changed; null where she has
 * none. What depends on its edition is read in a statement after this one, which sees what the holder of the lock before
 * us committed.
 */
export async function lockEnrolment(
  tx: Tx,
  { personId, slug }: { personId: string; slug: string },
): Promise<string | null> {
  const locked = await tx.maybeOne<{ id: string }>`
    SELECT e.id FROM "Course" c JOIN "Enrolment" e ON e."courseId" = c.id AND e."personId" = ${personId}::uuid
     WHERE c.slug = ${slug} ORDER BY e.cycle DESC LIMIT 1 FOR NO KEY UPDATE OF e`;
  return locked?.id ?? null;
}
