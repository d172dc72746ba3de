import { stringify } from 'yaml';
import { parseQuiz } from '#app/domain/authoring/parse-quiz.ts';
import type { Fact } from '#app/domain/authoring/registers.ts';

/** A course of one lesson, whose papers ask one question. */
export const NEEDS = {
  courseCode: 'T1',
  sections: [{ lessonCode: 'T1.1', questions: 1 }],
  lessonCodes: ['T1.1'],
  isAboutAsean: false,
  facts: null as ReadonlyMap<string, Fact> | null,
};
export const both = (text: string) => ({ vi: text, en: `${text} in English` });
/** What every question has. */
export const base = {
  id: 'T1-Q01',
  lesson: 'T1.1',
  difficulty: 1,
  facts: ['LA-07'],
  competency: 'service',
  text: both('Hỏi gì?'),
  explanation: both('Vì thế.'),
};

/** Reads questions as they stand in quiz.yaml. */
export const readQuestions = (questions: readonly object[], needs: Parameters<typeof parseQuiz>[2] = NEEDS) =>
  parseQuiz('quiz.yaml', stringify(questions), needs);
