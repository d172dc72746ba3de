import { asDate } from '#app/domain/calendar.ts';
import { foldForSearch } from '#app/domain/fold-for-search.ts';
import type { Tx } from '#app/platform/database.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';
import { type Locale, locales } from '#app/words/locale.ts';
import type { CourseLesson, ParsedCourse } from './parsed-course.ts';
import { plainText } from './plain-text.ts';
import type { Fresh } from './write-edition.server.ts';

/** The lessons of an edition, and what of them a search finds. */
export async function writeLessons(
  tx: Tx,
  course: ParsedCourse,
  editionId: string,
  { random, at }: Fresh,
): Promise<void> {
  const modules = course.modules.map((module, index) => ({ ...module, id: random.uuid(at), position: index + 1 }));
  await tx.module.createMany({
    data: modules.map(({ id, position, title }) => ({ id, editionId, position, titleVi: title.vi, titleEn: title.en })),
  });
  const lessons = modules.flatMap((module) =>
    module.lessons.map((lesson) => ({ ...lesson, id: random.uuid(at), moduleId: module.id })),
  );
  await tx.lesson.createMany({
    data: lessons.map((lesson) => ({
      id: lesson.id,
      editionId,
      moduleId: lesson.moduleId,
      position: lesson.position,
      code: lesson.code,
      slug: lesson.slug,
      titleVi: lesson.title.vi,
      titleEn: lesson.title.en,
      outcomeVi: lesson.outcome.vi,
      outcomeEn: lesson.outcome.en,
      minutesVi: lesson.minutes.vi,
      minutesEn: lesson.minutes.en,
      floorSecondsVi: lesson.floorSeconds.vi,
      floorSecondsEn: lesson.floorSeconds.en,
      reviewedOn: asDate(lesson.reviewedOn),
      reviewBy: asDate(lesson.reviewBy),
      asOf: lesson.asOf ? asDate(lesson.asOf) : null,
      blocksVi: lesson.blocks.vi,
      blocksEn: lesson.blocks.en,
      termsVi: lesson.terms.vi,
      termsEn: lesson.terms.en,
      facts: lesson.facts,
      sources: lesson.sources,
    })),
  });
  const texts = lessons.flatMap((lesson) => locales.map((locale) => textOf(lesson, locale)));
  await tx.run`
    INSERT INTO "LessonText" ("lessonId", locale, body, "foldedTitle", "foldedHeadings", "foldedBody", searchable)
    SELECT id, locale, body, title, headings, folded, setweight(to_tsvector('simple', title), 'A')
           || setweight(to_tsvector('simple', headings), 'B') || setweight(to_tsvector('simple', folded), 'D')
      FROM (VALUES ${sql.join(texts)}) t (id, locale, body, title, headings, folded)`;
  const words = new Set(lessons.flatMap((lesson) => locales.flatMap((locale) => wordsOf(lesson, locale))));
  await tx.run`
    INSERT INTO "LessonWord" (word) SELECT unnest(${[...words].sort()}::text[]) ON CONFLICT DO NOTHING`;
}

/** What a lesson says in one language, line by line, the titles of its boxes included; of a job aid only its title. */
const bodyOf = (lesson: CourseLesson, locale: Locale): string =>
  lesson.blocks[locale]
    .flatMap((block) => [
      ...(block.title && block.kind !== 'heading' ? [block.title] : []),
      block.kind === 'aid' ? '' : plainText(block.html),
    ])
    .filter((text) => text !== '')
    .join('\n');

/** Folded words of more than a letter, without numbers. */
const wordsOf = (lesson: CourseLesson, locale: Locale): string[] =>
  foldForSearch(`${lesson.title[locale]} ${bodyOf(lesson, locale)}`).match(/\p{L}{2,}/gu) ?? [];

/** The words of a lesson in one language as a search finds them: title and headings weigh more than the text. */
function textOf(lesson: CourseLesson & { id: string }, locale: Locale): Sql {
  const headings = lesson.blocks[locale]
    .flatMap((block) => (block.title === undefined ? [] : [block.title]))
    .join('\n');
  const body = bodyOf(lesson, locale);
  const title = `${lesson.code} ${lesson.title[locale]}`;
  return sql`(${lesson.id}::uuid, ${locale}, ${body}, ${foldForSearch(title)}, ${foldForSearch(headings)}, ${foldForSearch(body)})`;
}
