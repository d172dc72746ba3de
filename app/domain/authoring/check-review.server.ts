import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { locales } from '#app/words/locale.ts';
import type { CourseLesson, ParsedCourse } from './parsed-course.ts';
import { plainText } from './plain-text.ts';
import { checkText, type Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { Day, FactId, InBoth, Text } from './sheets.ts';

const REVIEW = 'review.yaml';

/** review.yaml: for each question, where its lesson answers it, found by a second reader who had not written it. */
const ReviewSheet = z.array(
  z.strictObject({
    question: z.string(),
    lesson: z.string(),
    /** The block of the lesson, from 1, as both languages count them. */
    paragraph: z.int().min(1),
    quote: InBoth,
    facts: z.array(FactId).min(1),
    verdict: z.enum(['answerable', 'answerable-after-change'], 'a verdict is answerable or answerable-after-change'),
    /** The day on which a reader who wrote neither the question nor its lesson found the same. */
    confirmedOn: Day.optional(),
    /** What was changed, where something was. */
    note: Text.optional(),
  }),
);

const evenly = (text: string) => text.replace(/\s+/g, ' ').trim();

/** What a block says, its title included; a drawing says nothing that could be quoted. */
function saidIn(lesson: CourseLesson, locale: 'vi' | 'en', paragraph: number): string | null {
  const block = lesson.blocks[locale][paragraph - 1];
  return block ? evenly(`${block.title ?? ''} ${plainText(block.html)}`) : null;
}

/**
 * Whether review.yaml speaks of every question of the courses, once, and quotes what stands in its lesson. A lesson that
 * is edited where it was quoted wants a second reading of that question.
 */
export async function checkReview(folder: string, courses: readonly ParsedCourse[]): Promise<Problem[]> {
  const text = await readFile(path.join(folder, REVIEW), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return [{ file: REVIEW, line: 1, message: 'the file is missing' }];
  const { value, problems, lineOf } = readYaml(REVIEW, text, ReviewSheet);
  const found = [...checkText(REVIEW, text), ...problems];
  if (!value) return found;

  const questions = new Map(
    courses.flatMap((course) => course.questions.map((question) => [question.code, question] as const)),
  );
  const lessons = new Map(
    courses.flatMap((course) =>
      course.modules.flatMap((module) => module.lessons.map((lesson) => [lesson.code, lesson] as const)),
    ),
  );
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    const tell = (field: PropertyKey[], message: string) =>
      found.push({ file: REVIEW, line: lineOf([index, ...field]), message: `${entry.question}: ${message}` });
    const question = questions.get(entry.question);
    if (seen.has(entry.question)) tell(['question'], 'stands here twice');
    seen.add(entry.question);
    if (!question) {
      tell(['question'], 'there is no such question');
      continue;
    }
    if (question.lessonCode !== entry.lesson)
      tell(['lesson'], `the question is about ${question.lessonCode}, not ${entry.lesson}`);
    const strange = entry.facts.filter((id) => !question.facts.includes(id));
    if (strange.length > 0) tell(['facts'], `the question does not rest on ${strange.join(', ')}`);
    const lesson = lessons.get(question.lessonCode);
    for (const locale of locales) {
      const said = lesson ? saidIn(lesson, locale, entry.paragraph) : null;
      if (said === null) tell(['paragraph'], `lesson ${entry.lesson} has no paragraph ${entry.paragraph}`);
      else if (!said.includes(evenly(entry.quote[locale]))) {
        tell(['quote', locale], `paragraph ${entry.paragraph} of ${entry.lesson} does not say this (${locale})`);
      }
    }
  }
  for (const code of questions.keys()) {
    if (!seen.has(code)) found.push({ file: REVIEW, line: 1, message: `${code}: nobody has read it a second time` });
  }
  return found;
}
