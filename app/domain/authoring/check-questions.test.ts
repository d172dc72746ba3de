import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { base, NEEDS, readQuestions } from '#tests/support/quiz-text.ts';
import { parseQuiz } from './parse-quiz.ts';
import type { Fact } from './registers.ts';

describe('what a bank must hold', () => {
  const question = { ...base, type: 'true_false', answer: true };
  const messages = (questions: readonly object[], needs: Partial<typeof NEEDS>) =>
    readQuestions(questions, { ...NEEDS, ...needs }).problems.map(({ line, message }) => `${line} ${message}`);

  test('as many questions about a lesson as a paper draws', () => {
    expect(messages([question], { sections: [{ lessonCode: 'T1.1', questions: 2 }] })).toEqual([
      '1 lesson T1.1 has 1 questions: a paper draws 2',
    ]);
  });

  test('a competency in every question, or a pillar where the course speaks of ASEAN', () => {
    const { competency: _, ...untagged } = question;
    expect(messages([untagged], {})).toEqual([expect.stringMatching(/T1-Q01: it names no competency$/)]);
    expect(messages([{ ...untagged, pillar: 'economic' }], { isAboutAsean: true })).toEqual([]);
    expect(messages([{ ...question, pillar: 'economic' }], { isAboutAsean: true })).toEqual([
      expect.stringMatching(/T1-Q01: it names a competency, its course asks for a pillar$/),
    ]);
    expect(messages([{ ...question, competency: 'cooking' }], {})).toEqual([
      expect.stringMatching(/^\d+ 1\.competency: a competency is one of service, /),
    ]);
  });

  test('facts that are registered and verified', () => {
    const fact = (standing: Fact['standing']): ReadonlyMap<string, Fact> =>
      new Map([['LA-07', { id: 'LA-07', standing, statement: 'x' }]]);
    expect(messages([question], { facts: fact('verified') })).toEqual([]);
    expect(messages([question], { facts: fact('unverified') })).toEqual([
      expect.stringMatching(/T1-Q01: LA-07 was not verified: nothing may rest on it$/),
    ]);
    expect(messages([{ ...question, facts: ['LA-99'] }], { facts: fact('verified') })).toEqual([
      expect.stringMatching(/T1-Q01: facts\.yaml has no LA-99$/),
    ]);
  });

  test('terms as the glossary writes them, in the question, its options and its key', () => {
    const glossary = { terms: [], names: [{ vi: 'Việt Nam', en: 'Viet Nam', avoid: { vi: [], en: ['Vietnam'] } }] };
    const text = stringify([{ ...question, explanation: { vi: 'Vì Vietnam.', en: 'Because of Vietnam.' } }]);
    expect(parseQuiz('quiz.yaml', text, NEEDS, glossary).problems).toEqual([
      { file: 'quiz.yaml', line: 1, message: 'T1-Q01: “Vietnam” is written “Viet Nam”' },
    ]);
  });

  test('a question about each lesson', () => {
    expect(messages([question], { lessonCodes: ['T1.1', 'T1.2'] })).toEqual(['1 no question asks about lesson T1.2']);
  });

  test('no question about a lesson that is not there', () => {
    expect(messages([question, { ...question, id: 'T1-Q02', lesson: 'T1.9' }], {})).toEqual([
      expect.stringMatching(/^\d+ T1-Q02: the course has no lesson T1\.9$/),
    ]);
  });

  test('names of its course, each once', () => {
    expect(messages([{ ...question, id: 'K1-Q01' }], {})).toEqual([
      '1 K1-Q01: a question of T1 is named T1-Q01 or T1-N01 …',
    ]);
    expect(messages([{ ...question, id: 'T1-X01' }], {})).toEqual([
      '1 T1-X01: a question of T1 is named T1-Q01 or T1-N01 …',
    ]);
    expect(messages([question, { ...question, id: 'T1-N01' }], {})).toEqual([]);
    expect(messages([question, question], {})).toEqual([expect.stringMatching(/^1\d T1-Q01 stands here twice$/)]);
  });
});
