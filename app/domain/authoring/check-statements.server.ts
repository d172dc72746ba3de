import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ParsedCourse } from './parsed-course.ts';
import { checkText, type Problem } from './problem.ts';
import { readYaml, type YamlReading } from './read-yaml.ts';
import { FactId, InBoth, LessonCode, QuestionCode, Slug } from './sheets.ts';

const STATEMENTS = 'statements.yaml';

const StatementSheet = z.strictObject({
  documents: z.array(z.strictObject({ id: Slug, title: InBoth })).min(1),
  statements: z
    .array(
      z.strictObject({
        /** The documents that say it. */
        documents: z.array(Slug).min(1, 'a statement stands in a document'),
        statement: InBoth,
        lessons: z.array(LessonCode).min(1, 'a statement is taught in a lesson'),
        facts: z.array(FactId).min(1, 'a statement rests on a fact'),
        questions: z.array(QuestionCode).min(1, 'a statement is asked in a question'),
      }),
    )
    .min(1),
});
export type StatementSheet = z.infer<typeof StatementSheet>;

/** statements.yaml: what the source documents say, and where each statement is taught and asked. */
export async function readStatements(
  folder: string,
): Promise<Pick<YamlReading<StatementSheet>, 'value' | 'problems'> & { lineOf: (path: PropertyKey[]) => number }> {
  const text = await readFile(path.join(folder, STATEMENTS), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) {
    return { value: null, problems: [{ file: STATEMENTS, line: 1, message: 'the file is missing' }], lineOf: () => 1 };
  }
  const { value, problems, lineOf } = readYaml(STATEMENTS, text, StatementSheet);
  return { value, problems: [...checkText(STATEMENTS, text), ...problems], lineOf };
}

/** Whether each statement of the source documents is taught by lessons and asked by questions that rest on its facts. */
export async function checkStatements(folder: string, courses: readonly ParsedCourse[]): Promise<Problem[]> {
  const { value, problems, lineOf } = await readStatements(folder);
  if (!value) return problems;
  const found = [...problems];
  const tell = (at: PropertyKey[], message: string) => found.push({ file: STATEMENTS, line: lineOf(at), message });
  const lessons = new Map(
    courses.flatMap((course) =>
      course.modules.flatMap((module) => module.lessons.map(({ code, facts }) => [code, facts])),
    ),
  );
  const questions = new Map(
    courses.flatMap((course) => course.questions.map((question) => [question.code, question] as const)),
  );
  for (const [row, { facts, ...statement }] of value.statements.entries()) {
    for (const [at, code] of statement.lessons.entries()) {
      const rests = lessons.get(code);
      if (!rests) tell(['statements', row, 'lessons', at], `there is no lesson ${code}`);
      else if (!rests.some((id) => facts.includes(id)))
        tell(['statements', row, 'lessons', at], `${code} rests on none of ${facts.join(', ')}`);
    }
    for (const [at, code] of statement.questions.entries()) {
      const question = questions.get(code);
      if (!question) tell(['statements', row, 'questions', at], `there is no question ${code}`);
      else if (!statement.lessons.includes(question.lessonCode))
        tell(['statements', row, 'questions', at], `${code} is about ${question.lessonCode}, which is not named here`);
      else if (!question.facts.some((id) => facts.includes(id)))
        tell(['statements', row, 'questions', at], `${code} rests on none of ${facts.join(', ')}`);
    }
    for (const [at, id] of statement.documents.entries()) {
      if (value.documents.some((document) => document.id === id)) continue;
      tell(['statements', row, 'documents', at], `there is no document ${id}`);
    }
  }
  for (const [at, { id }] of value.documents.entries()) {
    if (value.statements.some((statement) => statement.documents.includes(id))) continue;
    tell(['documents', at], `${id}: none of its statements stands here`);
  }
  return found;
}
