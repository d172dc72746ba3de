import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerKey } from '#app/domain/catalogue/question-version.ts';
import { add, fraction, reaches, ZERO } from './fraction.ts';
import { gradePaper, markAnswer } from './grade-paper.ts';
import type { Answer } from './question.ts';

const explanation = { vi: 'vì', en: 'because' };
const mark = (key: AnswerKey, answer: Answer | null) => {
  const { n, d } = markAnswer(key, answer);
  return n / d;
};

describe('one point a question', () => {
  test('single choice: the right option, all or nothing', () => {
    const key: AnswerKey = { type: 'single_choice', correct: ['b'], explanation };
    expect(mark(key, { choice: 'b' })).toBe(1);
    expect(mark(key, { choice: 'a' })).toBe(0);
    expect(mark(key, null)).toBe(0);
  });

  test('multiple choice: exactly the right set, all or nothing', () => {
    const key: AnswerKey = { type: 'multiple_choice', correct: ['a', 'b', 'c'], explanation };
    expect(mark(key, { choices: ['c', 'a', 'b'] })).toBe(1);
    expect(mark(key, { choices: ['a', 'b'] })).toBe(0);
    expect(mark(key, { choices: ['a', 'b', 'c', 'd'] })).toBe(0);
    expect(mark(key, { choices: [] })).toBe(0);
  });

  test('multiple choice: every set but the right one earns nothing, also one of the right size', () => {
    const key: AnswerKey = { type: 'multiple_choice', correct: ['a', 'b', 'c'], explanation };
    for (const choices of [
      ['a', 'b', 'd'],
      ['a', 'd', 'e'],
      ['d', 'e', 'f'],
      ['a', 'a', 'b'],
    ])
      expect(mark(key, { choices })).toBe(0);
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c', 'd', 'e']), (choices) => {
        expect(mark(key, { choices })).toBe(choices.join() === 'a,b,c' ? 1 : 0);
      }),
    );
  });

  test('true or false', () => {
    const key: AnswerKey = { type: 'true_false', value: false, explanation };
    expect(mark(key, { value: false })).toBe(1);
    expect(mark(key, { value: true })).toBe(0);
  });

  test('scenario: the score of the way that was chosen', () => {
    const key: AnswerKey = {
      type: 'scenario',
      scores: { a: { n: 1, d: 1 }, b: { n: 1, d: 2 }, c: { n: 0, d: 1 } },
      explanation,
    };
    expect(mark(key, { choice: 'a' })).toBe(1);
    expect(mark(key, { choice: 'b' })).toBe(0.5);
    expect(mark(key, { choice: 'c' })).toBe(0);
    expect(mark(key, { choice: 'gone' })).toBe(0);
  });

  test('numeric: within the tolerance, in Vietnamese or English writing', () => {
    const key: AnswerKey = { type: 'numeric', value: '1204.5', tolerance: '0', explanation };
    for (const text of ['1204,5', '1.204,5', '1,204.5', ' 1204.5 ', '１２０４．５'])
      expect(mark(key, { text })).toBe(1);
    for (const text of ['1204', '', 'một nghìn', '1204.5 ngày', '1e3']) expect(mark(key, { text })).toBe(0);
    const loose: AnswerKey = { type: 'numeric', value: '30', tolerance: '2', explanation };
    expect(mark(loose, { text: '32' })).toBe(1);
    expect(mark(loose, { text: '32,1' })).toBe(0);
  });

  test('short text: composed form, case, spaces and final punctuation are folded; diacritics count', () => {
    const key: AnswerKey = { type: 'short_text', accepted: { vi: ['bản sắc'], en: ['identity'] }, explanation };
    for (const text of ['bản sắc', ' BẢN   SẮC. ', 'bản sắc'.normalize('NFD'), 'Identity!'])
      expect(mark(key, { text })).toBe(1);
    for (const text of ['ban sac', 'bản sác', 'bản', '']) expect(mark(key, { text })).toBe(0);
  });

  test('matching: the share of right pairs', () => {
    const key: AnswerKey = { type: 'matching', pairs: { l1: 'r1', l2: 'r2', l3: 'r3', l4: 'r4' }, explanation };
    expect(mark(key, { pairs: { l1: 'r1', l2: 'r2', l3: 'r4', l4: 'r3' } })).toBe(0.5);
    expect(mark(key, { pairs: { l1: 'r1' } })).toBe(0.25);
  });

  test('ordering: the share of right positions', () => {
    const key: AnswerKey = { type: 'ordering', order: ['a', 'b', 'c'], explanation };
    expect(markAnswer(key, { positions: { a: 1, b: 3, c: 2 } })).toEqual(fraction(1, 3));
    expect(mark(key, { positions: { a: 1, b: 2, c: 3 } })).toBe(1);
  });

  test('an answer of another kind earns nothing', () => {
    const key: AnswerKey = { type: 'ordering', order: ['a', 'b'], explanation };
    expect(mark(key, { choice: 'a' })).toBe(0);
  });
});

describe('the pass mark is exact', () => {
  test('an answer of another shape earns nothing, nor does one of which nothing is left', () => {
    const keys: AnswerKey[] = [
      { type: 'short_text', accepted: { vi: ['a'], en: ['a'] }, explanation },
      { type: 'matching', pairs: { a: 'a' }, explanation },
      { type: 'ordering', order: ['a'], explanation },
      { type: 'numeric', value: '1', tolerance: '0', explanation },
      { type: 'scenario', scores: { a: { n: 1, d: 1 } }, explanation },
      { type: 'true_false', value: true, explanation },
      { type: 'multiple_choice', correct: ['a'], explanation },
    ];
    for (const key of keys) expect(mark(key, key.type === 'scenario' ? { value: true } : { choice: 'a' })).toBe(0);
    const key: AnswerKey = { type: 'short_text', accepted: { vi: ['…'], en: ['…'] }, explanation };
    expect(mark(key, { text: '…' })).toBe(0);
  });

  test('a mark is a whole number over a positive one, reduced', () => {
    expect(fraction(6, 4)).toEqual({ n: 3, d: 2 });
    expect(fraction(-6, 4)).toEqual({ n: -3, d: 2 });
    expect(fraction(0, 5)).toEqual(ZERO);
    expect(fraction(3)).toEqual({ n: 3, d: 1 });
    for (const [n, d] of [
      [0.5, 1],
      [1, 0.5],
      [1, 0],
      [1, -1],
      [2 ** 53, 1],
      [1, 2 ** 53],
      [Number.NaN, 1],
    ] as const)
      expect(() => fraction(n, d)).toThrow(RangeError);
  });

  test('69,99 % is not 70 %; three thirds are one point', () => {
    expect(reaches(fraction(7), 10, 70)).toBe(true);
    expect(reaches(fraction(41, 6), 10, 70)).toBe(false);
    expect(add(add(fraction(1, 3), fraction(1, 3)), fraction(1, 3))).toEqual(fraction(1));
  });

  test('whatever was answered, the grade lies between nothing and everything, and more right answers never earn less', () => {
    const pairs = (size: number) => Object.fromEntries(Array.from({ length: size }, (_, at) => [`l${at}`, `r${at}`]));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 2, max: 7 }), fc.nat({ max: 7 })), { minLength: 1, maxLength: 15 }),
        (slots) => {
          const key = {
            slots: slots.map(([size], at) => ({
              slot: at + 1,
              questionVersionId: 'q',
              key: { type: 'matching' as const, pairs: pairs(size), explanation },
            })),
          };
          const answers = new Map(
            slots.map(([size, right], at) => [
              at + 1,
              { pairs: Object.fromEntries(Object.entries(pairs(size)).slice(0, right)) },
            ]),
          );
          const grade = gradePaper(key, answers, 70);
          expect(grade.earned.n).toBeLessThanOrEqual(grade.possible * grade.earned.d);
          expect(grade.earned.n).toBeGreaterThanOrEqual(0);
          const empty = gradePaper(key, new Map(), 70);
          expect(empty.earned).toEqual(ZERO);
          expect(grade.passed).toBe(grade.earned.n * 100 >= 70 * grade.possible * grade.earned.d);
        },
      ),
    );
  });
});
