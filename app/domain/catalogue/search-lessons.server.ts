import { foldForSearch, searchPatterns } from '#app/domain/fold-for-search.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import type { Bilingual, Locale } from '#app/words/locale.ts';
import { type ExcerptPart, excerptOf, searchWords } from './excerpt.ts';

export type FoundLesson = {
  course: { code: string; slug: string; title: Bilingual };
  code: string;
  slug: string;
  title: Bilingual;
  /** Whether she may open it: she is enrolled. */
  isOpen: boolean;
  /** The language in which it was found. */
  locale: Locale;
  excerpt: ExcerptPart[];
};
export type FoundTerm = { id: string; term: string; definition: string };

export type SearchResult = {
  lessons: FoundLesson[];
  terms: FoundTerm[];
  /** Nothing has these words: the lessons are those that have similar ones. */
  isLoose: boolean;
};

const MOST_LESSONS = 20;
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
  isTogether: boolean;
};

/** Title, headings and text: how much a word there counts. Longer lessons count no more than short ones. */
const WEIGHTS = Prisma.sql`'{0.05, 0.05, 0.4, 1}'`;

/**
 * Lessons and terms that have all the words of a search in either language, without regard to diacritics and case; the
 * last word may be half typed. Of lessons she is enrolled in, the edition that she reads, else the current one. Words in
 * the title first, then in the text; lessons that have them apart only when none has them together. Two statements; a third, for similar words, when no lesson has them.
 */
export async function searchLessons(
  db: Reader,
  { query, personId, locale }: { query: string; personId: string; locale: Locale },
): Promise<SearchResult> {
  const words = searchWords(query);
  if (words.length === 0) return { lessons: [], terms: [], isLoose: false };
  const terms = await searchTerms(db, query, locale);
  const typed = words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(' & ');
  const phrase = `%${words.join(' ')}%`;
  const rows = await readLessons(db, {
    personId,
    locale,
    matches: Prisma.sql`t.searchable @@ to_tsquery('simple', ${typed})`,
    isTogether: Prisma.sql`t."foldedTitle" LIKE ${phrase} OR t."foldedBody" LIKE ${phrase}`,
    rank: Prisma.sql`ts_rank(${WEIGHTS}, t.searchable, to_tsquery('simple', ${typed}), 1)
      + CASE WHEN t."foldedTitle" LIKE ${phrase} THEN 2 WHEN t."foldedBody" LIKE ${phrase} THEN 1 ELSE 0 END`,
  });
  const together = rows.filter((row) => row.isTogether);
  const lessons = (together.length > 0 ? together : rows).map((row) => lessonOf(row, words));
  if (lessons.length > 0) return { lessons, terms, isLoose: false };

  const folded = foldForSearch(query);
  const similar = await readLessons(db, {
    personId,
    locale,
    matches: Prisma.sql`${folded} <% t."foldedBody"`,
    isTogether: Prisma.sql`false`,
    rank: Prisma.sql`word_similarity(${folded}, t."foldedBody")`,
  });
  return { lessons: similar.map((row) => lessonOf(row, words)), terms, isLoose: true };
}

const readLessons = (
  db: Reader,
  {
    personId,
    locale,
    matches,
    isTogether,
    rank,
  }: { personId: string; locale: Locale; matches: Prisma.Sql; isTogether: Prisma.Sql; rank: Prisma.Sql },
) => db.$queryRaw<Row[]>`
  WITH shown AS (
    SELECT c.code, c.slug, e.id IS NOT NULL AS "isOpen", coalesce(edition_followed(e."editionId"), c."currentEditionId") AS "editionId"
      FROM "Course" c
      LEFT JOIN LATERAL (SELECT id, "editionId" FROM "Enrolment"
                          WHERE "personId" = ${personId}::uuid AND "courseId" = c.id ORDER BY cycle DESC LIMIT 1) e ON true),
  found AS (
    SELECT DISTINCT ON (l.id) s.code AS "courseCode", s.slug AS "courseSlug", s."isOpen", s."editionId", l.position, l.code, l.slug,
           l."titleVi", l."titleEn", t.locale, t.body, ${isTogether} AS "isTogether", ${rank} AS rank
      FROM "LessonText" t JOIN "Lesson" l ON l.id = t."lessonId" JOIN shown s ON s."editionId" = l."editionId"
     WHERE ${matches} ORDER BY l.id, t.locale <> ${locale}, rank DESC)
  SELECT f."courseCode", f."courseSlug", d."titleVi" AS "courseTitleVi", d."titleEn" AS "courseTitleEn", f.code, f.slug, f."titleVi",
         f."titleEn", f."isOpen", f.locale, f.body, f."isTogether"
    FROM found f JOIN "CourseEdition" d ON d.id = f."editionId"
   ORDER BY f.rank DESC, f."courseCode", f.position LIMIT ${MOST_LESSONS}`;

const lessonOf = (row: Row, words: readonly string[]): FoundLesson => ({
  course: { code: row.courseCode, slug: row.courseSlug, title: { vi: row.courseTitleVi, en: row.courseTitleEn } },
  code: row.code,
  slug: row.slug,
  title: { vi: row.titleVi, en: row.titleEn },
  isOpen: row.isOpen,
  locale: row.locale,
  excerpt: excerptOf(row.body, words),
});

async function searchTerms(db: Reader, query: string, locale: Locale): Promise<FoundTerm[]> {
  const patterns = searchPatterns(query);
  const term = Prisma.raw(locale === 'vi' ? '"termVi"' : '"termEn"');
  const definition = Prisma.raw(locale === 'vi' ? '"definitionVi"' : '"definitionEn"');
  return db.$queryRaw<FoundTerm[]>`
    SELECT id, ${term} AS term, ${definition} AS definition FROM "GlossaryTerm"
     WHERE ${Prisma.join(
       patterns.map((pattern) => Prisma.sql`"searchText" LIKE ${pattern}`),
       ' AND ',
     )}
     ORDER BY position(${foldForSearch(query)} IN "searchText"), length(${term}), id LIMIT ${MOST_TERMS}`;
}
