import type { Db } from '#app/platform/database.server.ts';

/** The first opening starts the server's clock of a lesson; each is remembered as the last one. One statement. */
export async function openLesson(
  db: Db,
  { enrolmentId, lessonCode, now }: { enrolmentId: string; lessonCode: string; now: Date },
): Promise<{ openedAt: Date; readAt: Date | null }> {
  const row = await db.one<{ openedAt: Date; readAt: Date | null }>`
    INSERT INTO "LessonProgress" AS p ("enrolmentId", "lessonCode", "openedAt", "lastOpenedAt")
    VALUES (${enrolmentId}::uuid, ${lessonCode}, ${now}, ${now})
    ON CONFLICT ("enrolmentId", "lessonCode") DO UPDATE
       SET "lastOpenedAt" = greatest(coalesce(p."lastOpenedAt", p."openedAt"), excluded."lastOpenedAt")
    RETURNING "openedAt", "readAt"`;
  return row;
}

export type ReadOutcome =
  | { outcome: 'read' | 'already-read' }
  | { outcome: 'too-soon'; secondsLeft: number }
  | { outcome: 'not-opened' | 'not-enrolled' };

/**
 * Records a lesson as read, once its floor has passed since it was first opened, on the server's clock. `measured` says
 * that the browser also saw the end and enough visible time; without script the clock alone is the evidence.
 */
export async function markLessonRead(
  db: Db,
  input: { personId: string; slug: string; lessonSlug: string; locale: 'vi' | 'en'; measured: boolean; now: Date },
): Promise<ReadOutcome> {
  const { now } = input;
  const row = await db.maybeOne<{ openedAt: Date | null; readAt: Date | null; floorSeconds: number; wasRead: boolean }>`
    WITH here AS (
           SELECT e.id AS "enrolmentId", l.code AS "lessonCode", p."openedAt", p."readAt",
                  CASE WHEN ${input.locale} = 'en' THEN l."floorSecondsEn" ELSE l."floorSecondsVi" END AS "floorSeconds"
             FROM "Course" c JOIN "Enrolment" e ON e."courseId" = c.id AND e."personId" = ${input.personId}::uuid
             JOIN "Lesson" l ON l."editionId" = edition_followed(e."editionId") AND l.slug = ${input.lessonSlug}
             LEFT JOIN "LessonProgress" p ON p."enrolmentId" = e.id AND p."lessonCode" = l.code
            WHERE c.slug = ${input.slug} ORDER BY e.cycle DESC LIMIT 1),
         done AS (
           UPDATE "LessonProgress" p SET "readAt" = ${now},
                  evidence = ${input.measured ? 'MEASURED' : 'ELAPSED'}::"ReadingEvidence"
             FROM here WHERE p."enrolmentId" = here."enrolmentId" AND p."lessonCode" = here."lessonCode" AND p."readAt" IS NULL
              AND p."openedAt" + make_interval(secs => here."floorSeconds") <= ${now} RETURNING 1)
    SELECT here."openedAt", here."readAt", here."floorSeconds", EXISTS (SELECT 1 FROM done) AS "wasRead" FROM here`;
  if (!row) return { outcome: 'not-enrolled' };
  if (row.wasRead) return { outcome: 'read' };
  if (row.readAt) return { outcome: 'already-read' };
  if (!row.openedAt) return { outcome: 'not-opened' };
  const passedMs = now.getTime() - row.openedAt.getTime();
  return { outcome: 'too-soon', secondsLeft: Math.max(1, Math.ceil((row.floorSeconds * 1000 - passedMs) / 1000)) };
}
