import { vietnamDay, vietnamMonth } from '#app/domain/calendar.ts';
import { reserveCertificate } from '#app/domain/certificates/reserve-certificate.server.ts';
import { monthlyDelta } from '#app/domain/ledger/settle-standings.server.ts';
import { meetAssignment } from '#app/domain/training/meet-assignment.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';
import { type AgencyLine, describeHolder } from './describe-holder.ts';

/** What is known of an enrolment before its course is completed: agency, position and edition of this moment. */
export type Ready = {
  cycle: number;
  personId: string;
  courseId: string;
  editionId: string;
  fullName: string;
  position: string | null;
  agencies: AgencyLine[];
  courseCode: string;
  titleVi: string;
  titleEn: string;
  lessonCount: number;
  minutesVi: number;
  unread: number;
};

/** SQL for the one row of `Ready`: a part of what is read under the locks of attempt and person. */
export const readyRow = (enrolmentId: string): Sql => sql`
  SELECT e.cycle, e."personId", e."courseId", d.id AS "editionId", p."fullName", a.position, c.code AS "courseCode",
         d."titleVi", d."titleEn", d."lessonCount", d."minutesVi",
         (SELECT count(*)::int FROM "Lesson" l WHERE l."editionId" = d.id AND NOT EXISTS
            (SELECT 1 FROM "LessonProgress" g WHERE g."enrolmentId" = e.id AND g."lessonCode" = l.code AND g."readAt" IS NOT NULL)) AS unread,
         coalesce((SELECT json_agg(json_build_object('id', g.id, 'type', g.type, 'vi', g."nameVi", 'en', g."nameEn") ORDER BY t.depth)
            FROM "AgencyAncestor" t JOIN "Agency" g ON g.id = t."ancestorId" WHERE t."agencyId" = a."agencyId"), '[]') AS agencies
    FROM "Enrolment" e
    JOIN "Person" p ON p.id = e."personId"
    JOIN "Course" c ON c.id = e."courseId"
    JOIN "CourseEdition" d ON d.id = edition_followed(e."editionId")
    LEFT JOIN "Appointment" a ON a."personId" = e."personId" AND a.state = 'CURRENT' AND a."isPrimary"
   WHERE e.id = ${enrolmentId}::uuid`;

/**
 * Her quiz is passed: when every lesson is read the course is complete. Answers SQL, CTEs of the statement that finishes
 * the attempt: the completion (a fact), the reserved certificate, the met assignment and the month's delta, written once
 * the CTE `finished` has a row, and none of them where she completed this cycle before. `completed` tells by its rows
 * which it was; the caller then settles her standing. Null where lessons are left.
 */
export function completeCourse(
  ready: Ready,
  { enrolmentId, attemptId }: { enrolmentId: string; attemptId: string },
  { random, now, appUrl }: { random: Random; now: Date; appUrl: string },
): { certificateId: string; facts: Sql } | null {
  if (ready.unread > 0) return null;
  const own = ready.agencies[0] ?? null;
  const { personId, courseId } = ready;
  const completionId = random.uuid(now);
  const { holderAgency, issuer, place } = describeHolder(ready.agencies);
  const certificate = reserveCertificate(
    {
      completionId,
      personId,
      statement: {
        holderName: ready.fullName,
        holderAgency,
        course: {
          code: ready.courseCode,
          title: { vi: ready.titleVi, en: ready.titleEn },
          lessons: ready.lessonCount,
          minutes: ready.minutesVi,
        },
        completedAt: now.toISOString(),
        completedOn: vietnamDay(now),
        issuer,
        place,
      },
    },
    { random, now, appUrl },
  );
  const completed = sql`completed`;
  const month = own && {
    ...{ agencyId: own.id, courseId, kind: 'completed' as const },
    ...{ month: vietnamMonth(now), people: 1, at: now },
  };
  const facts = sql`
    completed AS (
      INSERT INTO "Completion" (id, "enrolmentId", cycle, "personId", "courseId", "editionId", "attemptId", "agencyId",
                                "agencyNameVi", "agencyNameEn", position, "completedAt")
      SELECT ${completionId}::uuid, ${enrolmentId}::uuid, ${ready.cycle}, ${personId}::uuid, ${courseId}::uuid,
             ${ready.editionId}::uuid, ${attemptId}::uuid, ${own?.id ?? null}::uuid, ${own?.vi ?? ''}, ${own?.en ?? ''},
             ${ready.position ?? ''}, ${now} FROM finished
      ON CONFLICT ("enrolmentId", cycle) DO NOTHING RETURNING id),
    reserved AS (${certificate.insert(completed)}),
    met AS (${meetAssignment({ personId, courseId, at: now }, completed)})
    ${month ? sql`, told AS (${monthlyDelta(month, completed)})` : sql.empty}`;
  return { certificateId: certificate.id, facts };
}
