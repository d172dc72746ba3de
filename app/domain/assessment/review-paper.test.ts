import { describe, expect, test } from 'vitest';
import type { AnswerKey } from '#app/domain/catalogue/question-version.ts';
import type { Paper, PaperKey } from './paper.ts';
import type { Answer, PublicQuestion } from './question.ts';
import { reviewPaper, rightAnswerInWords } from './review-paper.ts';

const explanation = { vi: 'vì thế', en: 'therefore' };
const text = { vi: 'câu', en: 'question' };
const said = (word: string) => ({ vi: `${word} vi`, en: `${word} en` });
const items = (...ids: string[]) => ids.map((id) => ({ id, ...said(id) }));
const rightOf = (question: Omit<PublicQuestion, 'slot' | 'text'>, key: AnswerKey) =>
  rightAnswerInWords({ slot: 1, text, ...question }, key);

describe('the right answer in words', () => {
  test('of a choice: every right option in the order of the paper, and no other', () => {
    const options = items('c', 'a', 'b');
    expect(rightOf({ type: 'single_choice', options }, { type: 'single_choice', correct: ['a'], explanation })).toEqual(
      [said('a')],
    );
    expect(
      rightOf({ type: 'multiple_choice', options }, { type: 'multiple_choice', correct: ['b', 'c'], explanation }),
    ).toEqual([said('c'), said('b')]);
  });

  test('of a scenario: the ways that earn the whole point', () => {
    const scores = { a: { n: 1, d: 2 }, b: { n: 1, d: 1 }, c: { n: 0, d: 1 } };
    expect(
      rightOf({ type: 'scenario', options: items('a', 'b', 'c') }, { type: 'scenario', scores, explanation }),
    ).toEqual([said('b')]);
  });

  test('of true or false', () => {
    expect(rightOf({ type: 'true_false' }, { type: 'true_false', value: true, explanation })).toEqual([
      { vi: 'Đúng', en: 'True' },
    ]);
    expect(rightOf({ type: 'true_false' }, { type: 'true_false', value: false, explanation })).toEqual([
      { vi: 'Sai', en: 'False' },
    ]);
  });

  test('of a number: with the comma and the unit of each language', () => {
    const key: AnswerKey = { type: 'numeric', value: '1.5', tolerance: '0', explanation };
    expect(rightOf({ type: 'numeric', unit: { vi: 'ngày', en: 'days' } }, key)).toEqual([
      { vi: '1,5\u00a0ngày', en: '1.5\u00a0days' },
    ]);
    expect(rightOf({ type: 'numeric' }, key)).toEqual([{ vi: '1,5', en: '1.5' }]);
  });

  test('of a short text: the first that is accepted', () => {
    const accepted = { vi: ['bản sắc', 'căn tính'], en: ['identity', 'selfhood'] };
    expect(rightOf({ type: 'short_text' }, { type: 'short_text', accepted, explanation })).toEqual([
      { vi: 'bản sắc', en: 'identity' },
    ]);
  });

  test('of a matching: what belongs to each on the left, in its order', () => {
    const question = { type: 'matching', left: items('l2', 'l1'), right: items('r1', 'r2') } as const;
    const key: AnswerKey = { type: 'matching', pairs: { l1: 'r1', l2: 'r2' }, explanation };
    expect(rightOf(question, key)).toEqual([said('r2'), said('r1')]);
    const half: AnswerKey = { type: 'matching', pairs: { l1: 'gone' }, explanation };
    expect(rightOf(question, half)).toEqual([
      { vi: '–', en: '–' },
      { vi: '–', en: '–' },
    ]);
  });

  test('of a question without parts: nothing, or a dash for each that is missing', () => {
    expect(rightOf({ type: 'single_choice' }, { type: 'single_choice', correct: ['a'], explanation })).toEqual([]);
    expect(rightOf({ type: 'scenario' }, { type: 'scenario', scores: {}, explanation })).toEqual([]);
    expect(rightOf({ type: 'matching' }, { type: 'matching', pairs: { l1: 'r1' }, explanation })).toEqual([]);
    expect(rightOf({ type: 'ordering' }, { type: 'ordering', order: ['s1'], explanation })).toEqual([
      { vi: '–', en: '–' },
    ]);
  });

  test('of an ordering: its steps in their order', () => {
    const key: AnswerKey = { type: 'ordering', order: ['s3', 's1', 's2'], explanation };
    expect(rightOf({ type: 'ordering', steps: items('s1', 's2', 's3') }, key)).toEqual([
      said('s3'),
      said('s1'),
      said('s2'),
    ]);
  });
});

describe('a finished paper', () => {
  const question = (slot: number): PublicQuestion => ({ slot, type: 'scenario', text, options: items('a', 'b') });
  const paper: Paper = { slots: [1, 2, 3].map((slot) => ({ slot, lessonCode: `l${slot}`, question: question(slot) })) };
  const key: AnswerKey = {
    type: 'scenario',
    scores: { a: { n: 1, d: 1 }, b: { n: 1, d: 2 } },
    feedback: { b: said('nearly') },
    explanation,
  };
  const paperKey: PaperKey = { slots: [3, 2].map((slot) => ({ slot, questionVersionId: `q${slot}`, key })) };
  const answers: { slot: number; answer: Answer | null }[] = [
    { slot: 3, answer: { choice: 'a' } },
    { slot: 2, answer: { choice: 'b' } },
  ];
  const marks = [
    { slot: 2, n: 1, d: 2 },
    { slot: 3, n: 1, d: 1 },
  ];
  const without = (slot: number) => ({ slot, lessonCode: `l${slot}`, question: question(slot) });

  test('without its keys: what was answered and what it earned, and nothing of what is right', () => {
    expect(reviewPaper({ paper, paperKey: null, answers, marks })).toEqual([
      { ...without(1), answer: null, verdict: 'wrong', mark: { n: 0, d: 1 } },
      { ...without(2), answer: { choice: 'b' }, verdict: 'partly', mark: { n: 1, d: 2 } },
      { ...without(3), answer: { choice: 'a' }, verdict: 'right', mark: { n: 1, d: 1 } },
    ]);
  });

  test('with them: each question with its own key, and what is said to whoever chose as she did', () => {
    const [first, second, third] = reviewPaper({ paper, paperKey, answers, marks });
    expect(first).toEqual({ ...without(1), answer: null, verdict: 'wrong', mark: { n: 0, d: 1 } });
    expect(second).toMatchObject({ right: [said('a')], explanation, feedback: said('nearly') });
    expect(third).toMatchObject({ right: [said('a')], explanation });
    expect(third).not.toHaveProperty('feedback');
  });

  test('nothing is said about a choice where none was made, or none is to be said', () => {
    const feedbackOn = (answer: Answer | null, one: AnswerKey) =>
      reviewPaper({
        paper: { slots: paper.slots.slice(0, 1) },
        paperKey: { slots: [{ slot: 1, questionVersionId: 'q1', key: one }] },
        answers: [{ slot: 1, answer }],
        marks: [],
      })[0]?.feedback;
    expect(feedbackOn({ choice: 'b' }, key)).toEqual(said('nearly'));
    expect(feedbackOn(null, key)).toBeUndefined();
    expect(feedbackOn({ text: 'b' }, key)).toBeUndefined();
    expect(feedbackOn({ choice: 'b' }, { type: 'scenario', scores: {}, explanation })).toBeUndefined();
    expect(feedbackOn({ choice: 'b' }, { type: 'single_choice', correct: ['b'], explanation })).toBeUndefined();
  });
});
