import path from 'node:path';
import type { ParsedCourse } from '#app/domain/catalogue/parse-course.ts';
import { readContent } from '#app/domain/catalogue/read-content.server.ts';

/*
 * npm run content:check [folder]
 * Reads all courses. Names file, line and reason of whatever is wrong and ends with 1; otherwise counts words and minutes.
 */

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../content'));
const { programmes, courses } = await readContent(folder);
const problems = [
  ...(programmes.ok ? [] : programmes.problems),
  ...courses.flatMap(({ reading }) => (reading.ok ? [] : reading.problems)),
];

function tableOf(course: ParsedCourse): string[] {
  const row = (code: string, ...figures: (number | string)[]) =>
    `  ${code.padEnd(8)}${figures.map((figure) => String(figure).padStart(9)).join('')}`;
  return [
    `${course.code} ${course.slug}: ${course.questions.length} questions, ${course.quiz.questionCount} on a paper`,
    row('', 'words vi', 'words en', 'min vi', 'min en', 'floor vi', 'floor en'),
    ...course.modules.flatMap((module) =>
      module.lessons.map(({ code, words, minutes, floorSeconds }) =>
        row(code, words.vi, words.en, minutes.vi, minutes.en, `${floorSeconds.vi} s`, `${floorSeconds.en} s`),
      ),
    ),
    row('course', '', '', course.minutes.vi, course.minutes.en),
    '',
  ];
}

for (const { file, line, message } of problems) {
  console.error(`${path.relative(process.cwd(), path.join(folder, file))}:${line} ${message}`);
}
if (problems.length > 0) {
  console.error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the content`);
  process.exitCode = 1;
} else {
  console.log(courses.flatMap(({ reading }) => (reading.ok ? tableOf(reading.course) : [])).join('\n'));
}
