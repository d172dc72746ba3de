import type { Block, InLanguages, LessonTerm } from '#app/domain/catalogue/lesson-block.ts';
import type { SourceHost, SourceKind } from '#app/domain/catalogue/source-kinds.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import type { Bilingual } from '#app/words/locale.ts';
import { correctionsPart, enrolmentPart, type ReadCorrection, readInstant } from './personal-state.server.ts';

export type LessonPage = {
  course: { id: string; code: string; slug: string; title: Bilingual; lessonCount: number; editionId: string };
  /** Null: she is not enrolled, and what she sees is the current edition. */
  enrolmentId: string | null;
  lesson: {
    id: string;
    code: string;
    slug: string;
    /** Within the course, from 1. */
    position: number;
    title: Bilingual;
    outcome: Bilingual;
    minutes: InLanguages<number>;
    floorSeconds: InLanguages<number>;
    reviewedOn: Date;
    reviewBy: Date;
    asOf: Date | null;
    blocks: InLanguages<Block[]>;
    terms: InLanguages<LessonTerm[]>;
    /** The documents it rests on, the most important first. */
    sources: LessonSource[];
    /** What a newer edition corrected in it. */
    corrections: ReadCorrection[];
    openedAt: Date | null;
    readAt: Date | null;
  };
  previous: LessonLink | null;
  next: LessonLink | null;
  outline: { title: Bilingual; lessons: OutlineLesson[] }[];
};

/** A document as it is cited: days as YYYY-MM-DD. */
type Citation = {
  kind: SourceKind;
  number: string | null;
  title: Bilingual;
  issuer: Bilingual;
  date: string | null;
};
/** A document that a lesson names, as the register knows it now, whatever the edition. */
export type LessonSource = Citation & {
  id: string;
  inForceTo: string | null;
  amendedBy: Citation[];
  replacedBy: Citation | null;
  /** Null: where it can be opened is not known, or nobody has opened it yet. */
  url: string | null;
  host: SourceHost | null;
  checkedOn: string | null;
  awaitsGazette: boolean;
};

type LessonLink = { slug: string; code: string; title: Bilingual };
type OutlineLesson = LessonLink & {
  minutes: InLanguages<number>;
  openedAt: Date | null;
  readAt: Date | null;
  isHere: boolean;
};

type StoredLink = Omit<OutlineLesson, 'openedAt' | 'readAt'> & { openedAt: string | null; readAt: string | null };

type Row = {
  courseId: string;
  courseCode: string;
  courseSlug: string;
  courseTitleVi: string;
  courseTitleEn: string;
  lessonCount: number;
  editionId: string;
  enrolmentId: string | null;
  id: string;
  code: string;
  slug: string;
  position: number;
  titleVi: string;
  titleEn: string;
  outcomeVi: string;
  outcomeEn: string;
  minutesVi: number;
  minutesEn: number;
  floorSecondsVi: number;
  floorSecondsEn: number;
  reviewedOn: Date;
  reviewBy: Date;
  asOf: Date | null;
  blocksVi: Block[];
  blocksEn: Block[];
  termsVi: LessonTerm[];
  termsEn: LessonTerm[];
  sources: LessonSource[];
  corrections: ReadCorrection[];
  outline: { title: Bilingual; lessons: StoredLink[] }[];
};

/** How a document is cited, as JSON; null where there is no row. */
const citation = (row: 's' | 'r' | 'a'): Sql =>
  sql.raw(`CASE WHEN ${row}.id IS NOT NULL THEN jsonb_build_object('kind', ${row}.kind, 'number', ${row}.number, 'date', ${row}."issuedOn",
    'title', jsonb_build_object('vi', ${row}."titleVi", 'en', ${row}."titleEn"),
    'issuer', jsonb_build_object('vi', ${row}."issuerVi", 'en', ${row}."issuerEn")) END`);

/** The documents that the lesson l names, as JSON: `LessonSource[]`. */
export const sourcesPart = sql`
  (SELECT coalesce(json_agg(${citation('s')} || jsonb_build_object('id', s.id, 'inForceTo', s."inForceTo", 'url', s.url, 'host', s.host,
            'checkedOn', s."checkedOn", 'awaitsGazette', s."awaitsGazette", 'replacedBy', ${citation('r')},
            'amendedBy', (SELECT coalesce(jsonb_agg(${citation('a')} ORDER BY a."issuedOn"), '[]') FROM "SourceDocument" a WHERE a.id = ANY (s."amendedBy")))
          ORDER BY named.at), '[]')
     FROM unnest(l.sources) WITH ORDINALITY named(id, at) JOIN "SourceDocument" s ON s.id = named.id
     LEFT JOIN "SourceDocument" r ON r.id = s."replacedById")`;

/**
 * A lesson in both languages, with its neighbours and the outline of the course: of the edition to which the person's
 * enrolment is pinned, else of the current one. Null when there is no such lesson in it. One statement.
 */
export async function getLesson(
  db: Reader,
  { slug, lessonSlug, personId }: { slug: string; lessonSlug: string; personId: string | null },
): Promise<LessonPage | null> {
  const row = await db.maybeOne<Row>`
    SELECT c.id AS "courseId", c.code AS "courseCode", c.slug AS "courseSlug", d."titleVi" AS "courseTitleVi",
           d."titleEn" AS "courseTitleEn", d."lessonCount", d.id AS "editionId", e.id AS "enrolmentId",
           l.id, l.code, l.slug, l.position, l."titleVi", l."titleEn", l."outcomeVi", l."outcomeEn", l."minutesVi", l."minutesEn",
           l."floorSecondsVi", l."floorSecondsEn", l."reviewedOn", l."reviewBy", l."asOf", l."blocksVi", l."blocksEn", l."termsVi", l."termsEn", k.corrections, o.outline,
           ${sourcesPart} AS sources
      FROM "Course" c
      ${enrolmentPart(personId)}
      JOIN "CourseEdition" d ON d.id = coalesce(e."editionId", c."currentEditionId")
      JOIN "Lesson" l ON l."editionId" = d.id AND l.slug = ${lessonSlug}
      CROSS JOIN LATERAL (
        SELECT json_agg(json_build_object('title', json_build_object('vi', m."titleVi", 'en', m."titleEn"), 'lessons', (
                 SELECT json_agg(json_build_object('slug', n.slug, 'code', n.code,
                          'title', json_build_object('vi', n."titleVi", 'en', n."titleEn"),
                          'minutes', json_build_object('vi', n."minutesVi", 'en', n."minutesEn"),
                          'openedAt', g."openedAt", 'readAt', g."readAt", 'isHere', n.id = l.id) ORDER BY n.position)
                   FROM "Lesson" n
                   LEFT JOIN "LessonProgress" g ON g."enrolmentId" = e.id AND g."lessonCode" = n.code
                  WHERE n."moduleId" = m.id)) ORDER BY m.position) AS outline
          FROM "Module" m WHERE m."editionId" = d.id) o
      ${correctionsPart(sql`l.code`)}
     WHERE c.slug = ${slug}`;
  if (!row) return null;
  const outline = row.outline.map(({ title, lessons }) => ({
    title,
    lessons: lessons.map((link) => ({
      ...link,
      openedAt: readInstant(link.openedAt),
      readAt: readInstant(link.readAt),
    })),
  }));
  const all = outline.flatMap((module) => module.lessons);
  const here = all.findIndex((link) => link.isHere);
  return {
    course: {
      id: row.courseId,
      code: row.courseCode,
      slug: row.courseSlug,
      title: { vi: row.courseTitleVi, en: row.courseTitleEn },
      lessonCount: row.lessonCount,
      editionId: row.editionId,
    },
    enrolmentId: row.enrolmentId,
    lesson: {
      id: row.id,
      code: row.code,
      slug: row.slug,
      position: row.position,
      title: { vi: row.titleVi, en: row.titleEn },
      outcome: { vi: row.outcomeVi, en: row.outcomeEn },
      minutes: { vi: row.minutesVi, en: row.minutesEn },
      floorSeconds: { vi: row.floorSecondsVi, en: row.floorSecondsEn },
      reviewedOn: row.reviewedOn,
      reviewBy: row.reviewBy,
      asOf: row.asOf,
      blocks: { vi: row.blocksVi, en: row.blocksEn },
      terms: { vi: row.termsVi, en: row.termsEn },
      sources: row.sources,
      corrections: row.corrections,
      openedAt: all[here]?.openedAt ?? null,
      readAt: all[here]?.readAt ?? null,
    },
    previous: linkTo(all[here - 1]),
    next: linkTo(all[here + 1]),
    outline,
  };
}

const linkTo = (lesson: OutlineLesson | undefined): LessonLink | null =>
  lesson ? { slug: lesson.slug, code: lesson.code, title: lesson.title } : null;
