import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { base, both, NEEDS, readQuestions } from '#tests/support/quiz-text.ts';
import { parseQuiz } from './parse-quiz.ts';

const right = (text: string) => ({ ...both(text), correct: true });

function only(question: object) {
  const { questions, problems } = readQuestions([{ ...base, ...question }]);
  expect(problems).toEqual([]);
  const [{ content, answerKey } = { content: null, answerKey: null }] = questions;
  return { content, answerKey };
}

describe('each type is split into what everybody may see and its key', () => {
  test('single_choice', () => {
    expect(only({ type: 'single_choice', options: [both('B'), right('C'), both('A')] })).toEqual({
      content: {
        ...{ type: 'single_choice', text: both('Hỏi gì?') },
        options: [
          { id: 'o1', ...both('A') },
          { id: 'o2', ...both('B') },
          { id: 'o3', ...both('C') },
        ],
      },
      answerKey: { type: 'single_choice', correct: ['o3'], explanation: both('Vì thế.') },
    });
  });

  test('multiple_choice', () => {
    expect(only({ type: 'multiple_choice', options: [right('B'), right('C'), both('A')] }).answerKey).toEqual({
      ...{ type: 'multiple_choice', correct: ['o2', 'o3'], explanation: both('Vì thế.') },
    });
  });

  test('true_false', () => {
    expect(only({ type: 'true_false', answer: false })).toEqual({
      content: { type: 'true_false', text: both('Hỏi gì?') },
      answerKey: { type: 'true_false', value: false, explanation: both('Vì thế.') },
    });
  });

  test('scenario, its scores as fractions', () => {
    const options = [1, 0.5, 0].map((score, index) => ({
      ...both('CBA'.charAt(index)),
      score,
      feedback: both(`Vì ${score}`),
    }));
    expect(only({ type: 'scenario', options })).toMatchObject({
      content: {
        options: [
          { id: 'o1', vi: 'A' },
          { id: 'o2', vi: 'B' },
          { id: 'o3', vi: 'C' },
        ],
      },
      answerKey: {
        scores: { o1: { n: 0, d: 1 }, o2: { n: 1, d: 2 }, o3: { n: 1, d: 1 } },
        feedback: { o1: both('Vì 0'), o2: both('Vì 0.5'), o3: both('Vì 1') },
      },
    });
  });

  test('numeric, its numbers as decimals in writing', () => {
    expect(only({ type: 'numeric', answer: 66.56, tolerance: 0.1, unit: both('ngày') })).toEqual({
      content: { type: 'numeric', text: both('Hỏi gì?'), unit: both('ngày') },
      answerKey: { type: 'numeric', value: '66.56', tolerance: '0.1', explanation: both('Vì thế.') },
    });
  });

  test('short_text', () => {
    const accepted = { vi: ['bản sắc'], en: ['identity'] };
    expect(only({ type: 'short_text', accepted })).toEqual({
      content: { type: 'short_text', text: both('Hỏi gì?') },
      answerKey: { type: 'short_text', accepted, explanation: both('Vì thế.') },
    });
  });

  test('matching, each side in its own order', () => {
    const pairs = [
      { left: both('B'), right: both('Một') },
      { left: both('A'), right: both('Hai') },
    ];
    expect(only({ type: 'matching', pairs })).toMatchObject({
      content: {
        left: [
          { id: 'l1', vi: 'A' },
          { id: 'l2', vi: 'B' },
        ],
        right: [
          { id: 'r1', vi: 'Hai' },
          { id: 'r2', vi: 'Một' },
        ],
      },
      answerKey: { pairs: { l1: 'r1', l2: 'r2' } },
    });
  });

  test('ordering', () => {
    expect(only({ type: 'ordering', steps: ['C', 'A', 'B'].map(both) })).toMatchObject({
      content: {
        steps: [
          { id: 's1', vi: 'A' },
          { id: 's2', vi: 'B' },
          { id: 's3', vi: 'C' },
        ],
      },
      answerKey: { order: ['s3', 's1', 's2'] },
    });
  });

  test('the order of options in the file is not seen', () => {
    const options = [both('B'), right('C'), both('A')];
    const [one, two] = [options, options.toReversed()].map((each) => only({ type: 'single_choice', options: each }));
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
  });
});

describe('what is wrong with a question is told at its line', () => {
  const options = [both('A'), right('B')];
  const scored = (...scores: number[]) =>
    scores.map((score, index) => ({
      ...both(`Cách ${index}`),
      score,
      feedback: both('Vì thế.'),
    }));
  const pair = (left: string, right: string) => ({ left: both(left), right: both(right) });
  test.each([
    ['an unknown type', { type: 'essay' }, /^1\.type: /],
    [
      'no correct option',
      { type: 'single_choice', options: [both('A'), both('B')] },
      /^1\.options: exactly one option is correct$/,
    ],
    [
      'two correct options',
      { type: 'single_choice', options: [right('A'), right('B')] },
      /^1\.options: exactly one option is correct$/,
    ],
    [
      'every option correct',
      { type: 'multiple_choice', options: [right('A'), right('B')] },
      /^1\.options: some options are correct, and not all/,
    ],
    ['one option', { type: 'single_choice', options: [right('A')] }, /^1\.options: at least two are needed$/],
    [
      'an option twice',
      { type: 'single_choice', options: [...options, both('A')] },
      /^1\.options\.3\.vi: stands here twice$/,
    ],
    [
      'a score between',
      { type: 'scenario', options: scored(1, 0.7) },
      /^1\.options\.2\.score: a score is 0, 0\.5 or 1$/,
    ],
    [
      'no word to whoever chose it',
      { type: 'scenario', options: [{ ...both('A'), score: 1 }, ...scored(0)] },
      /^1\.options\.1\.feedback: is missing$/,
    ],
    ['no full score', { type: 'scenario', options: scored(0.5, 0) }, /^1\.options: one option scores 1$/],
    [
      'a negative tolerance',
      { type: 'numeric', answer: 1, tolerance: -1, unit: both('x') },
      /^1\.tolerance: is negative$/,
    ],
    ['a number in words', { type: 'numeric', answer: 'two', tolerance: 0, unit: both('x') }, /^1\.answer: /],
    [
      'a number too long to write',
      { type: 'numeric', answer: 1e30, tolerance: 0, unit: both('x') },
      /^1\.answer: is not a plain decimal/,
    ],
    ['no unit', { type: 'numeric', answer: 1, tolerance: 0 }, /^1\.unit: is missing$/],
    [
      'nothing accepted',
      { type: 'short_text', accepted: { vi: ['a'], en: [] } },
      /^1\.accepted\.en: an answer is needed$/,
    ],
    [
      'a right side twice',
      { type: 'matching', pairs: [pair('A', 'X'), pair('B', 'X')] },
      /^1\.pairs\.2\.right\.vi: stands here twice$/,
    ],
    ['one step', { type: 'ordering', steps: [both('A')] }, /^1\.steps: at least two are needed$/],
    ['a field of another type', { type: 'true_false', answer: true, options }, /^1\.options: there is no such field$/],
    ['an answer in words', { type: 'true_false', answer: 'yes' }, /^1\.answer: /],
    [
      'a fact of another form',
      { type: 'true_false', answer: true, facts: ['x'] },
      /^1\.facts\.1: a fact is two letters/,
    ],
    ['no fact', { type: 'true_false', answer: true, facts: [] }, /^1\.facts: a question rests on a fact$/],
    ['a difficulty out of range', { type: 'true_false', answer: true, difficulty: 4 }, /^1\.difficulty: /],
    ['a text in one language', { type: 'true_false', answer: true, text: { vi: 'Hỏi?' } }, /^1\.text\.en: is missing$/],
  ])('%s', (_name, question, message) => {
    const text = stringify([
      { ...base, type: 'true_false', answer: true, id: 'T1-Q00' },
      { ...base, ...question },
    ]);
    const { questions, problems } = parseQuiz('quiz.yaml', text, NEEDS);
    expect(questions).toEqual([]);
    const second = text.split('\n').findIndex((line) => line.includes('T1-Q01')) + 1;
    const told = problems.filter((problem) => message.test(problem.message.replace(/^2/, '1')));
    expect(problems.length > 0 && told.length > 0 ? told[0]?.file : problems).toBe('quiz.yaml');
    expect(told[0]?.line).toBeGreaterThanOrEqual(second);
  });

  test('the line is that of the field itself', () => {
    const text = stringify([{ ...base, type: 'single_choice', options: [both('A'), { ...right('B'), score: 1 }] }]);
    expect(parseQuiz('quiz.yaml', text, NEEDS).problems).toEqual([
      {
        ...{ file: 'quiz.yaml', line: text.split('\n').findIndex((line) => line.includes('score: 1')) + 1 },
        message: '1.options.2.score: there is no such field',
      },
    ]);
  });
});
