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
  correctionsPart,
  enrolmentPart,
  type MyAssignment,
  type MyCertificate,
  type ReadCorrection,
  readAssignment,
  readAttempts,
  readCertificate,
  readCompletion,
  readInstant,
} from './personal-state.server.ts';

export type CoursePage = {
  id: string;
  code: string;
  slug: string;
  programme: { code: string; name: Bilingual };
  /** `note` says why it differs from the one before. */
  edition: {
    id: string;
    number: number;
    publishedAt: Date;
    reviewedOn: Date;
    reviewBy: Date;
    isCurrent: boolean;
    note: Bilingual;
    /** What newer editions corrected in its lessons. */
    corrections: ReadCorrection[];
    /** The current edition, when that is one of a later line. */
    newer: { number: number } | null;
  };
  /** The programmes that count it. */
  countsFor: { code: string; name: Bilingual }[];
  /** What a lawyer has to answer about its lessons. */
  legalPoints: { lessons: string[]; point: Bilingual }[];
  title: Bilingual;
  summary: Bilingual;
  outcomes: Bilingual[];
  /** The quiz included. */
  minutes: InLanguages<number>;
  lessonCount: number;
  modules: { title: Bilingual; lessons: CoursePageLesson[] }[];
  quiz: {
    id: string;
    questionCount: number;
    passPercent: number;
    attemptLimit: number;
    timeLimitSeconds: number | null;
  };
  /** Null for a visitor. */
  mine: MyCoursePage | null;
};

export type CoursePageLesson = {
  id: string;
  code: string;
  slug: string;
  title: Bilingual;
  outcome: Bilingual;
  minutes: InLanguages<number>;
  openedAt: Date | null;
  lastOpenedAt: Date | null;
  readAt: Date | null;
};

type MyAttempt = {
  id: string;
  number: number;
  state: 'IN_PROGRESS' | 'FINISHED';
  startedAt: Date;
  finishedAt: Date | null;
  /** Null until it is graded. */
  isPassed: boolean | null;
};

type MyCoursePage = {
  enrolment: { id: string; cycle: number; source: 'SELF' | 'ASSIGNED'; enrolledAt: Date } | null;
  lessonsRead: number;
  attempts: MyAttempts & { all: MyAttempt[] };
  completion: { id: string; completedAt: Date } | null;
  certificate: MyCertificate | null;
  assignment: MyAssignment | null;
};

type Instants = 'openedAt' | 'lastOpenedAt' | 'readAt';
type StoredLesson = Omit<CoursePageLesson, Instants> & Record<Instants, string | null>;
type StoredAttempt = Omit<MyAttempt, 'startedAt' | 'finishedAt'> & { startedAt: string; finishedAt: string | null };

type Row = AssignmentColumn &
  AttemptColumns &
  CompletionColumns &
  Pick<CoursePage, 'id' | 'code' | 'slug' | 'programme' | 'legalPoints' | 'outcomes' | 'lessonCount' | 'quiz'> & {
    editionId: string;
    number: number;
    publishedAt: Date;
    reviewedOn: Date;
    reviewBy: Date;
    isCurrent: boolean;
    corrections: ReadCorrection[];
    newer: number | null;
    changeNoteVi: string;
    changeNoteEn: string;
    countsFor: CoursePage['countsFor'];
    titleVi: string;
    titleEn: string;
    summaryVi: string;
    summaryEn: string;
    minutesVi: number;
    minutesEn: number;
    modules: { title: Bilingual; lessons: StoredLesson[] }[];
    enrolmentId: string | null;
    cycle: number | null;
    source: 'SELF' | 'ASSIGNED' | null;
    enrolledAt: Date | null;
    attempts: StoredAttempt[];
  };

/**
 * The page of a course: the edition to which the person's enrolment is pinned, else the current one. Null when there is
 * no such course. One statement.
 */
export async function getCourse(
  db: Reader,
  { slug, personId }: { slug: string; personId: string | null },
): Promise<CoursePage | null> {
  const row = await db.maybeOne<Row>`
    SELECT c.id, c.code, c.slug, c."legalPoints",
           json_build_object('code', p.code, 'name', json_build_object('vi', p."nameVi", 'en', p."nameEn")) AS programme,
           d.id AS "editionId", d.number, d."publishedAt", d."reviewedOn", d."reviewBy", d.id = c."currentEditionId" AS "isCurrent",
           (SELECT x.number FROM "CourseEdition" x WHERE x.id = c."currentEditionId" AND x."lineNumber" > d."lineNumber") AS newer,
           k.corrections, d."changeNoteVi", d."changeNoteEn", n."countsFor",
           d."titleVi", d."titleEn", d."summaryVi", d."summaryEn", d.outcomes, d."minutesVi", d."minutesEn", d."lessonCount",
           json_build_object('id', q.id, 'questionCount', q."questionCount", 'passPercent', q."passPercent",
             'attemptLimit', q."attemptLimit", 'timeLimitSeconds', q."timeLimitSeconds") AS quiz,
           m.modules, e.id AS "enrolmentId", e.cycle, e.source::text AS source, e."enrolledAt",
           t.used, t.allowed, t.request, t."inProgressId", t."isPassed", t.attempts,
           v."completionId", v."completedAt", v."certificateId", v."certificateStatus", v.serial, a.assignment
      FROM "Course" c
      JOIN "Programme" p ON p.code = c."programmeCode"
      ${enrolmentPart(personId)}
      JOIN "CourseEdition" d ON d.id = coalesce(e."editionId", c."currentEditionId")
      JOIN "Quiz" q ON q."editionId" = d.id
      CROSS JOIN LATERAL (
        SELECT json_agg(json_build_object('title', json_build_object('vi', m."titleVi", 'en', m."titleEn"), 'lessons', (
                 SELECT json_agg(json_build_object('id', l.id, 'code', l.code, 'slug', l.slug,
                          'title', json_build_object('vi', l."titleVi", 'en', l."titleEn"),
                          'outcome', json_build_object('vi', l."outcomeVi", 'en', l."outcomeEn"),
                          'minutes', json_build_object('vi', l."minutesVi", 'en', l."minutesEn"),
                          'openedAt', g."openedAt", 'lastOpenedAt', coalesce(g."lastOpenedAt", g."openedAt"), 'readAt', g."readAt") ORDER BY l.position)
                   FROM "Lesson" l
                   LEFT JOIN "LessonProgress" g ON g."enrolmentId" = e.id AND g."lessonCode" = l.code
                  WHERE l."moduleId" = m.id)) ORDER BY m.position) AS modules
          FROM "Module" m WHERE m."editionId" = d.id) m
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object('code', n.code, 'name', json_build_object('vi', n."nameVi", 'en', n."nameEn"))
                 ORDER BY n.position), '[]') AS "countsFor"
          FROM "Programme" n WHERE c.code = ANY (n."allOf" || n."oneOf")) n
      ${correctionsPart(null)}
      ${attemptsPart}
      ${completionPart(personId)}
      ${assignmentPart(personId)}
     WHERE c.slug = ${slug}`;
  if (!row) return null;
  const modules = row.modules.map(({ title, lessons }) => ({ title, lessons: lessons.map(readLesson) }));
  return {
    id: row.id,
    code: row.code,
    slug: row.slug,
    programme: row.programme,
    edition: {
      id: row.editionId,
      number: row.number,
      publishedAt: row.publishedAt,
      reviewedOn: row.reviewedOn,
      reviewBy: row.reviewBy,
      isCurrent: row.isCurrent,
      note: { vi: row.changeNoteVi, en: row.changeNoteEn },
      corrections: row.corrections,
      newer: row.newer === null ? null : { number: row.newer },
    },
    countsFor: row.countsFor,
    legalPoints: row.legalPoints,
    title: { vi: row.titleVi, en: row.titleEn },
    summary: { vi: row.summaryVi, en: row.summaryEn },
    outcomes: row.outcomes,
    minutes: { vi: row.minutesVi, en: row.minutesEn },
    lessonCount: row.lessonCount,
    modules,
    quiz: row.quiz,
    mine: personId === null ? null : readMine(row, modules),
  };
}

const readLesson = (lesson: StoredLesson): CoursePageLesson => ({
  ...lesson,
  openedAt: readInstant(lesson.openedAt),
  lastOpenedAt: readInstant(lesson.lastOpenedAt),
  readAt: readInstant(lesson.readAt),
});

function readMine(row: Row, modules: CoursePage['modules']): MyCoursePage {
  const { enrolmentId, cycle, source, enrolledAt } = row;
  return {
    enrolment: enrolmentId && cycle && source && enrolledAt ? { id: enrolmentId, cycle, source, enrolledAt } : null,
    lessonsRead: modules.flatMap((module) => module.lessons).filter((lesson) => lesson.readAt).length,
    attempts: {
      ...readAttempts(row),
      all: row.attempts.map((attempt) => ({
        ...attempt,
        startedAt: readInstant(attempt.startedAt),
        finishedAt: readInstant(attempt.finishedAt),
      })),
    },
    completion: readCompletion(row),
    certificate: readCertificate(row),
    assignment: readAssignment(row),
  };
}
