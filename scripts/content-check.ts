import path from 'node:path';
import { checkContent } from '#app/domain/authoring/check-content.server.ts';
import type { ParsedCourse } from '#app/domain/authoring/parsed-course.ts';
import { isFault, type Problem } from '#app/domain/authoring/problem.ts';

/*
 * npm run content:check [folder]
 * Reads everything. Names file, line and reason of whatever is wrong and ends with 1; warnings are told and stop nothing.
 * Otherwise it counts words, minutes, questions and figures.
 */

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../content'));
const today = new Date().toISOString().slice(0, 10);
const isOwn = process.argv[2] === undefined;
const { problems, courses: read } = await checkContent(folder, { today, isComplete: isOwn });

function tableOf(course: ParsedCourse): string[] {
  const row = (code: string, ...figures: (number | string)[]) =>
    `  ${code.padEnd(8)}${figures.map((figure) => String(figure).padStart(9)).join('')}`;
  const lessons = course.modules.flatMap((module) => module.lessons);
  const figuresOf = (lesson: (typeof lessons)[number]) =>
    lesson.blocks.vi.filter((block) => block.kind === 'figure').length;
  const askedOf = (code: string) => course.questions.filter((question) => question.lessonCode === code).length;
  const drawnOf = (code: string) => course.quiz.sections.find((section) => section.lessonCode === code)?.questions ?? 0;
  return [
    `${course.code} ${course.slug}: ${course.questions.length} questions, ${course.quiz.questionCount} on a paper`,
    row('', 'words vi', 'words en', 'min vi', 'min en', 'floor vi', 'floor en', 'figures', 'asked', 'drawn'),
    ...lessons.map((lesson) => {
      const { code, words, minutes, floorSeconds } = lesson;
      const floors = [`${floorSeconds.vi} s`, `${floorSeconds.en} s`];
      return row(
        code,
        words.vi,
        words.en,
        minutes.vi,
        minutes.en,
        ...floors,
        figuresOf(lesson),
        askedOf(code),
        drawnOf(code),
      );
    }),
    row('course', '', '', course.minutes.vi, course.minutes.en),
    '',
  ];
}

const tell = ({ file, line, message, isWarning }: Problem) =>
  `${path.relative(process.cwd(), path.join(folder, file))}:${line} ${isWarning ? 'warning: ' : ''}${message}`;
for (const problem of problems) (isFault(problem) ? console.error : console.warn)(tell(problem));
const faults = problems.filter(isFault).length;
if (faults > 0) {
  console.error(`${faults} ${faults === 1 ? 'problem' : 'problems'} in the content`);
  process.exitCode = 1;
} else {
  const total = (of: (course: ParsedCourse) => number) => read.reduce((sum, course) => sum + of(course), 0);
  const figures = total((course) =>
    course.modules
      .flatMap((module) => module.lessons)
      .reduce((sum, lesson) => sum + lesson.blocks.vi.filter((block) => block.kind === 'figure').length, 0),
  );
  console.log(read.flatMap(tableOf).join('\n'));
  console.log(
    `${read.length} courses, ${total((course) => course.lessonCount)} lessons, ${total((course) => course.questions.length)} questions, ${figures} figures`,
  );
}
