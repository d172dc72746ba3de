import { z } from 'zod';
import type { AnswerKey, QuestionContent, QuestionType } from '#app/domain/catalogue/question-version.ts';
import { checkLengths, checkPlaces } from './check-guessing.ts';
import { checkBank, checkNames, type QuizNeeds } from './check-questions.ts';
import type { Problem } from './problem.ts';
import { type Competency, type Pillar, Question } from './question-sheet.ts';
import { readYaml } from './read-yaml.ts';
import type { GlossarySheet } from './registers.ts';
import { splitQuestion } from './split-question.ts';

/** A question of the bank, split into what everybody may see and what nobody may. */
export type CourseQuestion = {
  code: string;
  lessonCode: string;
  type: QuestionType;
  difficulty: number;
  facts: string[];
  /** What it is about: the pillar of the ASEAN Community, or the competency that it tests. */
  pillar: Pillar | null;
  competency: Competency | null;
  content: QuestionContent;
  answerKey: AnswerKey;
};

/** With the line at which it stands. */
export type LinedQuestion = CourseQuestion & { line: number };

/** Reads the question bank of a course. With `needs` it also says whether papers can be drawn from it. */
export function parseQuiz(
  file: string,
  text: string,
  needs: QuizNeeds | null,
  glossary: GlossarySheet | null = null,
): { questions: LinedQuestion[]; problems: Problem[] } {
  const { value, problems, lineOf } = readYaml(file, text, z.array(Question));
  if (!value) return { questions: [], problems };
  const questions = value.map((question, index) => ({
    code: question.id,
    lessonCode: question.lesson,
    type: question.type,
    difficulty: question.difficulty,
    facts: question.facts,
    pillar: question.pillar ?? null,
    competency: question.competency ?? null,
    ...splitQuestion(question),
    line: lineOf([index, 'id']),
  }));
  return {
    questions,
    problems: [
      ...(needs ? checkBank(file, questions, needs, (index) => lineOf([index, 'lesson'])) : []),
      ...(glossary ? checkNames(file, questions, glossary) : []),
      ...checkLengths(file, questions),
      ...checkPlaces(file, value),
    ],
  };
}
