import { lockPeople } from '#app/domain/accounts/lock-people.server.ts';
import { lockEnrolment } from '#app/domain/training/lock-enrolment.server.ts';
import type { Db } from '#app/platform/database.server.ts';

export type ChangeEditionOutcome = { outcome: 'changed' | 'newest-already' | 'paper-open' | 'passed' | 'not-enrolled' };

type Reading = { isNewest: boolean; isOpen: boolean; isPassed: boolean };

/**
 * She goes on with the current edition instead of the one that she began. What she has read stays read, by the code of the
 * lesson, and attempts that were made count on. Not while a paper is open, and not once the course is passed.
 */
export async function changeEdition(
  { db, now }: { db: Db; now: () => Date },
  { personId, slug }: { personId: string; slug: string },
): Promise<ChangeEditionOutcome> {
  const at = now();
  return db.transaction(async (tx): Promise<ChangeEditionOutcome> => {
    await lockPeople(tx, [personId]);
    const enrolmentId = await lockEnrolment(tx, { personId, slug });
    if (!enrolmentId) return { outcome: 'not-enrolled' };

    const reading = await tx.maybeOne<Reading>`
      SELECT NOT now."lineNumber" > mine."lineNumber" AS "isNewest",
             EXISTS (SELECT 1 FROM "Attempt" a WHERE a."enrolmentId" = e.id AND a.state = 'IN_PROGRESS') AS "isOpen",
             EXISTS (SELECT 1 FROM "Completion" v WHERE v."enrolmentId" = e.id)
               OR EXISTS (SELECT 1 FROM "Attempt" a JOIN "Grading" g ON g."attemptId" = a.id
                           WHERE a."enrolmentId" = e.id AND g.passed) AS "isPassed"
        FROM "Enrolment" e JOIN "Course" c ON c.id = e."courseId"
        JOIN "CourseEdition" mine ON mine.id = e."editionId" JOIN "CourseEdition" now ON now.id = c."currentEditionId"
       WHERE e.id = ${enrolmentId}::uuid`;
    if (!reading || reading.isNewest) return { outcome: 'newest-already' };
    if (reading.isPassed) return { outcome: 'passed' };
    if (reading.isOpen) return { outcome: 'paper-open' };
    await tx.run`
      WITH told AS (
        INSERT INTO "EditionChange" ("enrolmentId", "fromEditionId", "toEditionId", "changedAt")
        SELECT e.id, e."editionId", c."currentEditionId", ${at} FROM "Enrolment" e JOIN "Course" c ON c.id = e."courseId"
         WHERE e.id = ${enrolmentId}::uuid)
      UPDATE "Enrolment" e SET "editionId" = c."currentEditionId" FROM "Course" c
       WHERE c.id = e."courseId" AND e.id = ${enrolmentId}::uuid`;
    return { outcome: 'changed' };
  });
}
