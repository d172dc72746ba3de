import { foldForSearch, searchPatterns } from '#app/domain/fold-for-search.ts';
import { type Reader, sql } from '#app/platform/sql.server.ts';
import type { Bilingual, Locale } from '#app/words/locale.ts';
import { type Excerpt, excerptOf, searchWords } from './excerpt.ts';

type FoundLesson = {
  course: { code: string; slug: string; title: Bilingual };
  code: string;
  slug: string;
  title: Bilingual;
  /** Whether she may open it: she is enrolled. */
  isOpen: boolean;
  /** The language in which it was found. */
  locale: Locale;
  excerpt: Excerpt;
};
type FoundTerm = { id: string; term: string; definition: string };

export type SearchResult = {
  lessons: FoundLesson[];
  terms: FoundTerm[];
  /** Nothing has these words: the lessons are those that have these similar ones. Null: the words were found. */
  similar: string | null;
};

const MOST_LESSONS = 10;
const MOST_TERMS = 5;

type Row = {
  courseCode: string;
  courseSlug: string;
  courseTitleVi: string;
  courseTitleEn: string;
  code: string;
  slug: string;
  titleVi: string;
  titleEn: string;
  isOpen: boolean;
  locale: Locale;
  body: string;
  foldedBody: string;
  isTogether: boolean;
};

/** Title, headings and text: how much a word there counts. Longer lessons count no more than short ones. */
const WEIGHTS = sql`'{0.05, 0.05, 0.4, 1}'`;

/**
 * Lessons and terms that have all the words of a search in either language, without regard to diacritics and case; the
 * last word may be half typed. Of lessons she is enrolled in, the edition that she reads, else the current one. Words in
 * the title first, then in the text; lessons that have them apart only when none has them together. Two statements; two
 * more, for the most similar words that lessons do have, when no lesson has these.
 */
export async function searchLessons(
  db: Reader,
  { query, personId, locale }: { query: string; personId: string; locale: Locale },
): Promise<SearchResult> {
  const words = searchWords(query);
  if (words.length === 0) return { lessons: [], terms: [], similar: null };
  const who = { personId, locale };
  const terms = await searchTerms(db, query, locale);
  const lessons = await readLessons(db, words, who);
  if (lessons.length > 0) return { lessons, terms, similar: null };
  const near = await similarWords(db, words);
  return { lessons: near.length > 0 ? await readLessons(db, near, who) : [], terms, similar: near.join(' ') };
}

/** For each word the most similar one that some lesson has; a word like none is left out. */
async function similarWords(db: Reader, words: readonly string[]): Promise<string[]> {
  const rows = await db.rows<{ word: string | null }>`
    SELECT (SELECT w.word FROM "LessonWord" w WHERE w.word % t.typed
             ORDER BY similarity(w.word, t.typed) DESC, w.word LIMIT 1) AS word
      FROM unnest(${words}::text[]) WITH ORDINALITY t (typed, place) ORDER BY place`;
  return rows.flatMap(({ word }) => word ?? []);
}

async function readLessons(
  db: Reader,
  words: readonly string[],
  { personId, locale }: { personId: string; locale: Locale },
): Promise<FoundLesson[]> {
  const typed = words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(' & ');
  const phrase = `%${words.join(' ')}%`;
  const rows = await db.rows<Row>`
    WITH shown AS MATERIALIZED (
      SELECT c.code, c.slug, e.id IS NOT NULL AS "isOpen", coalesce(edition_followed(e."editionId"), c."currentEditionId") AS "editionId"
        FROM "Course" c
        LEFT JOIN LATERAL (SELECT id, "editionId" FROM "Enrolment"
                            WHERE "personId" = ${personId}::uuid AND "courseId" = c.id ORDER BY cycle DESC LIMIT 1) e ON true),
    found AS MATERIALIZED (
      SELECT s.code AS "courseCode", s.slug AS "courseSlug", s."isOpen", s."editionId", l.id, l.position, l.code, l.slug, l."titleVi",
             l."titleEn", t.locale, t."foldedTitle" LIKE ${phrase} AS "inTitle", t."foldedBody" LIKE ${phrase} AS "inBody",
             ts_rank(${WEIGHTS}, t.searchable, to_tsquery('simple', ${typed}), 1) AS weight
        FROM "LessonText" t JOIN "Lesson" l ON l.id = t."lessonId" JOIN shown s ON s."editionId" = l."editionId"
       WHERE t.searchable @@ to_tsquery('simple', ${typed})),
    best AS (
      SELECT DISTINCT ON (id) *, weight + CASE WHEN "inTitle" THEN 2 WHEN "inBody" THEN 1 ELSE 0 END AS rank
        FROM found ORDER BY id, locale <> ${locale}, rank DESC),
    top AS (SELECT * FROM best ORDER BY rank DESC, "courseCode", position LIMIT ${MOST_LESSONS})
    SELECT f."courseCode", f."courseSlug", d."titleVi" AS "courseTitleVi", d."titleEn" AS "courseTitleEn", f.code, f.slug, f."titleVi",
           f."titleEn", f."isOpen", f.locale, t.body, t."foldedBody", f."inTitle" OR f."inBody" AS "isTogether"
      FROM top f JOIN "CourseEdition" d ON d.id = f."editionId"
      JOIN "LessonText" t ON t."lessonId" = f.id AND t.locale = f.locale
     ORDER BY f.rank DESC, f."courseCode", f.position`;
  const together = rows.filter((row) => row.isTogether);
  return (together.length > 0 ? together : rows).map((row) => lessonOf(row, words));
}

const lessonOf = (row: Row, words: readonly string[]): FoundLesson => ({
  course: { code: row.courseCode, slug: row.courseSlug, title: { vi: row.courseTitleVi, en: row.courseTitleEn } },
  code: row.code,
  slug: row.slug,
  title: { vi: row.titleVi, en: row.titleEn },
  isOpen: row.isOpen,
  locale: row.locale,
  excerpt: excerptOf(row.body, words, row.foldedBody),
});

async function searchTerms(db: Reader, query: string, locale: Locale): Promise<FoundTerm[]> {
  const patterns = searchPatterns(query);
  const term = sql.raw(locale === 'vi' ? '"termVi"' : '"termEn"');
  const definition = sql.raw(locale === 'vi' ? '"definitionVi"' : '"definitionEn"');
  return db.rows<FoundTerm>`
    SELECT id, ${term} AS term, ${definition} AS definition FROM "GlossaryTerm"
     WHERE ${sql.join(
       patterns.map((pattern) => sql`"searchText" LIKE ${pattern}`),
       ' AND ',
     )}
     ORDER BY position(${foldForSearch(query)} IN "searchText"), length(${term}), id LIMIT ${MOST_TERMS}`;
}
