import { vietnamDay, vietnamMonth } from '#app/domain/calendar.ts';
import { reserveCertificate } from '#app/domain/certificates/reserve-certificate.server.ts';
import { recordMonthly, settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { meetAssignment } from '#app/domain/training/meet-assignment.server.ts';
import type { Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { type AgencyLine, describeHolder } from './describe-holder.ts';

type Ready = {
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

export type CompleteOutcome =
  | { outcome: 'completed'; completionId: string; certificateId: string }
  | { outcome: 'steps-left'; lessons: number }
  | { outcome: 'already-completed' };

/**
 * Her quiz is passed: when every lesson is read the course is complete. In the caller's transaction, under the locks of
 * attempt and person: the completion (a fact, with agency, position and edition of this moment), the reserved
 * certificate, the met assignment and every delta.
 */
export async function completeCourse(
  tx: Tx,
  { enrolmentId, attemptId }: { enrolmentId: string; attemptId: string },
  { random, now, appUrl }: { random: Random; now: Date; appUrl: string },
): Promise<CompleteOutcome> {
  const ready = await tx.one<Ready>`
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
  if (ready.unread > 0) return { outcome: 'steps-left', lessons: ready.unread };

  const own = ready.agencies[0] ?? null;
  const completionId = random.uuid(now);
  const made = await tx.run`
    INSERT INTO "Completion" (id, "enrolmentId", cycle, "personId", "courseId", "editionId", "attemptId", "agencyId",
                              "agencyNameVi", "agencyNameEn", position, "completedAt")
    VALUES (${completionId}::uuid, ${enrolmentId}::uuid, ${ready.cycle}, ${ready.personId}::uuid, ${ready.courseId}::uuid,
            ${ready.editionId}::uuid, ${attemptId}::uuid, ${own?.id ?? null}::uuid, ${own?.vi ?? ''}, ${own?.en ?? ''},
            ${ready.position ?? ''}, ${now})
    ON CONFLICT ("enrolmentId", cycle) DO NOTHING`;
  if (made === 0) return { outcome: 'already-completed' };

  const { holderAgency, issuer, place } = describeHolder(ready.agencies);
  const { id: certificateId } = await reserveCertificate(
    tx,
    {
      completionId,
      personId: ready.personId,
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
  await meetAssignment(tx, { personId: ready.personId, courseId: ready.courseId, at: now });
  if (own) {
    await recordMonthly(tx, {
      agencyId: own.id,
      courseId: ready.courseId,
      kind: 'completed',
      month: vietnamMonth(now),
      people: 1,
      at: now,
    });
  }
  await settleStandings(tx, [ready.personId], ready.courseId, now);
  return { outcome: 'completed', completionId, certificateId };
}
