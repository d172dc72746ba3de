import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseQuiz } from './parse-quiz.ts';
import type { Fact } from './registers.ts';

const NEEDS = {
  courseCode: 'T1',
  sections: [{ lessonCode: 'T1.1', questions: 1 }],
  lessonCodes: ['T1.1'],
  isAboutAsean: false,
  facts: null as ReadonlyMap<string, Fact> | null,
};
const both = (text: string) => ({ vi: text, en: `${text} in English` });
const base = {
  id: 'T1-Q01',
  lesson: 'T1.1',
  difficulty: 1,
  facts: ['LA-07'],
  competency: 'service',
  text: both('Hỏi gì?'),
  explanation: both('Vì thế.'),
};
const right = (text: string) => ({ ...both(text), correct: true });

const read = (questions: readonly object[], needs: Parameters<typeof parseQuiz>[2] = NEEDS) =>
  parseQuiz('quiz.yaml', stringify(questions), needs);
function only(question: object) {
  const { questions, problems } = read([{ ...base, ...question }]);
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

describe('what a bank must hold', () => {
  const question = { ...base, type: 'true_false', answer: true };
  const messages = (questions: readonly object[], needs: Partial<typeof NEEDS>) =>
    read(questions, { ...NEEDS, ...needs }).problems.map(({ line, message }) => `${line} ${message}`);

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

describe('what can be guessed is a warning', () => {
  const option = (text: string) => ({ vi: text, en: text });
  const long = 'một câu trả lời dài hơn hẳn mọi câu khác ở đây';
  const single = (correct: string, wrong: string[], id = 'T1-Q01', place = 0) => ({
    ...{ ...base, id, text: both(`Hỏi ${id}?`), type: 'single_choice' },
    options: wrong.map(option).toSpliced(place, 0, { ...option(correct), correct: true } as ReturnType<typeof option>),
  });

  test('a right answer that is the longest by far, or the shortest', () => {
    const [vi, en] = read([single(long, ['ngắn thôi, không hơn', 'cũng ngắn thế này'])]).problems;
    expect([vi?.message, vi?.isWarning]).toEqual([
      'T1-Q01: the right answer is the longest by far (vi): it can be guessed',
      true,
    ]);
    expect(en?.message).toMatch(/\(en\)/);
    expect(read([single('ngắn', [long, `${long} nữa`])]).problems[0]?.message).toMatch(/is the shortest by far/);
    expect(read([single(long, [`${long}, rồi`, long.slice(0, -9)])]).problems).toEqual([]);
  });

  test('a right answer that always stands at the same place', () => {
    const names = ['T1-Q01', 'T1-Q02', 'T1-Q03', 'T1-Q04', 'T1-Q05'];
    const at = (places: number[]) =>
      read(names.map((id, index) => single('a', ['b', 'c'], id, places[index] ?? 0))).problems;
    expect(at([1, 1, 1, 1, 0])).toEqual([
      {
        ...{ file: 'quiz.yaml', line: 1, isWarning: true },
        message: 'in 4 of 5 single choices the right answer stands at the same place: it can be guessed',
      },
    ]);
    expect(at([0, 1, 2, 1, 0])).toEqual([]);
  });
});
