import { lockPeople } from '#app/domain/accounts/lock-people.server.ts';
import { vietnamMonth } from '#app/domain/calendar.ts';
import { recordMonthly, settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';

export type EnrolOutcome =
  | { outcome: 'enrolled' | 'already-enrolled'; enrolmentId: string }
  | { outcome: 'no-such-course' };

/**
 * A person begins a course: pinned to its current edition, once a cycle. An assignment that waits for her moves to
 * "in progress"; without one the enrolment is her own choice.
 */
export async function enrol(
  { db, random, now }: { db: Db; random: Random; now: () => Date },
  { personId, slug }: { personId: string; slug: string },
): Promise<EnrolOutcome> {
  const at = now();
  return db.transaction(async (tx) => {
    await lockPeople(tx, [personId]);
    const made = await tx.maybeOne<{ id: string | null; courseId: string; agencyId: string | null; isNew: boolean }>`
      WITH course AS (
             SELECT c.id, c."currentEditionId",
                    EXISTS (SELECT 1 FROM "Assignment" a WHERE a."personId" = ${personId}::uuid AND a."courseId" = c.id
                              AND a.status <> 'NO_LONGER_REQUIRED') AS assigned,
                    (SELECT p."agencyId" FROM "Appointment" p WHERE p."personId" = ${personId}::uuid AND p.state = 'CURRENT'
                        AND p."isPrimary") AS "agencyId"
               FROM "Course" c WHERE c.slug = ${slug} AND c."currentEditionId" IS NOT NULL),
           fresh AS (
             INSERT INTO "Enrolment" (id, "personId", "courseId", "editionId", "agencyId", cycle, source, "enrolledAt")
             SELECT ${random.uuid(at)}::uuid, ${personId}::uuid, id, "currentEditionId", "agencyId", 1,
                    (CASE WHEN assigned THEN 'ASSIGNED' ELSE 'SELF' END)::"EnrolmentSource", ${at} FROM course
             ON CONFLICT ("personId", "courseId", cycle) DO NOTHING RETURNING id),
           begun AS (
             UPDATE "Assignment" a SET status = 'IN_PROGRESS', "seenAt" = coalesce(a."seenAt", ${at}) FROM course
              WHERE a."personId" = ${personId}::uuid AND a."courseId" = course.id AND a.status = 'NOT_STARTED'
                AND EXISTS (SELECT 1 FROM fresh))
      SELECT (SELECT id FROM fresh) IS NOT NULL AS "isNew", course.id AS "courseId", course."agencyId",
             coalesce((SELECT id FROM fresh), (SELECT e.id FROM "Enrolment" e WHERE e."personId" = ${personId}::uuid
                        AND e."courseId" = course.id ORDER BY e.cycle DESC LIMIT 1)) AS id
        FROM course`;
    if (!made?.id) return { outcome: 'no-such-course' };
    if (!made.isNew) return { outcome: 'already-enrolled', enrolmentId: made.id };
    if (made.agencyId) {
      await recordMonthly(tx, {
        agencyId: made.agencyId,
        courseId: made.courseId,
        kind: 'enrolled',
        month: vietnamMonth(at),
        people: 1,
        at,
      });
    }
    await settleStandings(tx, [personId], made.courseId, at);
    return { outcome: 'enrolled', enrolmentId: made.id };
  });
}
