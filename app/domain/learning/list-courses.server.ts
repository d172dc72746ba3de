import type { MyAttempts } from '#app/domain/assessment/asking.ts';
import type { InLanguages } from '#app/domain/catalogue/lesson-block.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import type { Bilingual } from '#app/words/locale.ts';
import {
  type AssignmentColumn,
  type AttemptColumns,
  assignmentPart,
  attemptsPart,
  type CompletionColumns,
  completionPart,
  enrolmentPart,
  type MyAssignment,
  type MyCertificate,
  readAssignment,
  readAttempts,
  readCertificate,
} from './personal-state.server.ts';

export type ListedCourse = {
  id: string;
  code: string;
  slug: string;
  programme: { code: string; name: Bilingual; countingRule: Bilingual };
  title: Bilingual;
  summary: Bilingual;
  minutes: InLanguages<number>;
  lessonCount: number;
  quiz: { questionCount: number; passPercent: number; attemptLimit: number };
  /** Null for a visitor. */
  mine: MyCourse | null;
};

export type MyCourse = {
  enrolment: { id: string; enrolledAt: Date; source: 'SELF' | 'ASSIGNED' } | null;
  lessonsRead: number;
  /** The lesson to go on with: the one opened last, else the unread one that follows it, else the first unread. Null when all are read or not enrolled. */
  nextLesson: { slug: string; code: string; title: Bilingual; minutes: InLanguages<number> } | null;
  /** Learning time of the lessons not yet read. */
  minutesLeft: InLanguages<number>;
  attempts: MyAttempts;
  completedAt: Date | null;
  certificate: MyCertificate | null;
  assignment: MyAssignment | null;
};

type Row = AssignmentColumn &
  AttemptColumns &
  CompletionColumns & {
    id: string;
    code: string;
    slug: string;
    programme: ListedCourse['programme'];
    titleVi: string;
    titleEn: string;
    summaryVi: string;
    summaryEn: string;
    minutesVi: number;
    minutesEn: number;
    lessonCount: number;
    questionCount: number;
    passPercent: number;
    attemptLimit: number;
    enrolmentId: string | null;
    enrolledAt: Date | null;
    source: 'SELF' | 'ASSIGNED' | null;
    lessonsRead: number;
    leftVi: number;
    leftEn: number;
    nextLesson: MyCourse['nextLesson'];
  };

/**
 * All published courses, by programme and code, and how the person stands in each. Who is enrolled sees her edition,
 * everybody else the current one. One statement.
 */
export async function listCourses(db: Reader, { personId }: { personId: string | null }): Promise<ListedCourse[]> {
  const rows = await db.rows<Row>`
    SELECT c.id, c.code, c.slug,
           json_build_object('code', p.code, 'name', json_build_object('vi', p."nameVi", 'en', p."nameEn"),
             'countingRule', json_build_object('vi', p."countingRuleVi", 'en', p."countingRuleEn")) AS programme,
           d."titleVi", d."titleEn", d."summaryVi", d."summaryEn", d."minutesVi", d."minutesEn", d."lessonCount",
           q."questionCount", q."passPercent", q."attemptLimit",
           e.id AS "enrolmentId", e."enrolledAt", e.source::text AS source,
           l."lessonsRead", l."leftVi", l."leftEn", l."nextLesson", t.used, t.allowed, t.request, t."inProgressId", t."isPassed",
           v."completionId", v."completedAt", v."certificateId", v."certificateStatus", v.serial, a.assignment
      FROM "Course" c
      JOIN "Programme" p ON p.code = c."programmeCode"
      ${enrolmentPart(personId)}
      JOIN "CourseEdition" d ON d.id = coalesce(e."editionId", c."currentEditionId")
      JOIN "Quiz" q ON q."editionId" = d.id
      LEFT JOIN LATERAL (
        SELECT count(g."readAt")::int AS "lessonsRead",
               coalesce(sum(l."minutesVi") FILTER (WHERE g."readAt" IS NULL), 0)::int AS "leftVi",
               coalesce(sum(l."minutesEn") FILTER (WHERE g."readAt" IS NULL), 0)::int AS "leftEn",
               (array_agg(json_build_object('slug', l.slug, 'code', l.code, 'title', json_build_object('vi', l."titleVi", 'en', l."titleEn"),
                    'minutes', json_build_object('vi', l."minutesVi", 'en', l."minutesEn"))
                  ORDER BY l.position >= l."lastPosition" DESC NULLS LAST, l.position)
                FILTER (WHERE g."readAt" IS NULL AND e.id IS NOT NULL))[1] AS "nextLesson"
          FROM (SELECT l.*, first_value(l.position) OVER (ORDER BY coalesce(o."lastOpenedAt", o."openedAt") DESC NULLS LAST, l.position) AS "lastPosition"
                  FROM "Lesson" l LEFT JOIN "LessonProgress" o ON o."enrolmentId" = e.id AND o."lessonCode" = l.code
                 WHERE l."editionId" = d.id) l
          LEFT JOIN "LessonProgress" g ON g."enrolmentId" = e.id AND g."lessonCode" = l.code
         WHERE l."editionId" = d.id AND ${personId}::uuid IS NOT NULL) l ON true
      ${attemptsPart}
      ${completionPart(personId)}
      ${assignmentPart(personId)}
     ORDER BY p.position, p.code, length(c.code), c.code`;
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    slug: row.slug,
    programme: row.programme,
    title: { vi: row.titleVi, en: row.titleEn },
    summary: { vi: row.summaryVi, en: row.summaryEn },
    minutes: { vi: row.minutesVi, en: row.minutesEn },
    lessonCount: row.lessonCount,
    quiz: { questionCount: row.questionCount, passPercent: row.passPercent, attemptLimit: row.attemptLimit },
    mine: personId === null ? null : readMine(row),
  }));
}

function readMine(row: Row): MyCourse {
  return {
    enrolment:
      row.enrolmentId && row.enrolledAt && row.source
        ? { id: row.enrolmentId, enrolledAt: row.enrolledAt, source: row.source }
        : null,
    lessonsRead: row.lessonsRead,
    nextLesson: row.nextLesson,
    minutesLeft: { vi: row.leftVi, en: row.leftEn },
    attempts: readAttempts(row),
    completedAt: row.completedAt,
    certificate: readCertificate(row),
    assignment: readAssignment(row),
  };
}
