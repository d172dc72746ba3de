import { describe, expect, it } from 'vitest';
import { Answer, answerFromForm, fitsQuestion, isAnswered, longestText, type PublicQuestion } from './question.ts';

const option = (id: string) => ({ id, vi: `vi ${id}`, en: `en ${id}` });
const text = { vi: 'Câu hỏi?', en: 'A question?' };
const single: PublicQuestion = { slot: 4, type: 'single_choice', text, options: ['p', 'q', 'r'].map(option) };
const scenario: PublicQuestion = { ...single, type: 'scenario' };
const multiple: PublicQuestion = { ...single, type: 'multiple_choice' };
const trueFalse: PublicQuestion = { slot: 4, type: 'true_false', text };
const numeric: PublicQuestion = { slot: 4, type: 'numeric', text, unit: { vi: 'ngày', en: 'days' } };
const short: PublicQuestion = { slot: 4, type: 'short_text', text };
const matching: PublicQuestion = {
  slot: 4,
  type: 'matching',
  text,
  left: ['l1', 'l2'].map(option),
  right: ['r1', 'r2'].map(option),
};
const ordering: PublicQuestion = { slot: 4, type: 'ordering', text, steps: ['s1', 's2', 's3'].map(option) };

function form(...entries: [string, string][]) {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe('an answer is read from a posted form', () => {
  it('of one choice', () => {
    expect(answerFromForm(single, form(['a-4', 'q']))).toEqual({ choice: 'q' });
    expect(answerFromForm(scenario, form(['a-4', 'r']))).toEqual({ choice: 'r' });
  });

  it('of several choices, each once', () => {
    expect(answerFromForm(multiple, form(['a-4', 'p'], ['a-4', 'r'], ['a-4', 'p']))).toEqual({ choices: ['p', 'r'] });
  });

  it('of true and false, which are not strings', () => {
    expect(answerFromForm(trueFalse, form(['a-4', 'true']))).toEqual({ value: true });
    expect(answerFromForm(trueFalse, form(['a-4', 'false']))).toEqual({ value: false });
    expect(answerFromForm(trueFalse, form(['a-4', 'yes']))).toBeNull();
  });

  it('of typed text: composed, without control characters, cut at what is kept', () => {
    expect(answerFromForm(numeric, form(['a-4', '30']))).toEqual({ text: '30' });
    expect(answerFromForm(short, form(['a-4', 'xin phe\u0301p\u0000']))).toEqual({ text: 'xin phép ' });
    const long = answerFromForm(short, form(['a-4', 'a'.repeat(5000)]));
    expect(long).toEqual({ text: 'a'.repeat(longestText) });
    expect(Answer.safeParse(long).success).toBe(true);
  });

  it('of pairs, leaving out what was not matched', () => {
    expect(answerFromForm(matching, form(['a-4-l1', 'r2'], ['a-4-l2', '']))).toEqual({ pairs: { l1: 'r2' } });
  });

  it('of positions, leaving out what has none', () => {
    expect(answerFromForm(ordering, form(['a-4-s1', '2'], ['a-4-s2', ''], ['a-4-s3', '1']))).toEqual({
      positions: { s1: 2, s3: 1 },
    });
    expect(answerFromForm(ordering, form(['a-4-s1', '1.5'], ['a-4-s2', '-1'], ['a-4-s3', 'x']))).toBeNull();
  });

  it('as nothing when nothing was answered', () => {
    for (const question of [single, scenario, multiple, trueFalse, numeric, short, matching, ordering]) {
      expect(answerFromForm(question, form())).toBeNull();
      expect(answerFromForm(question, form(['a-5', 'p'], ['a-4', '   ']))).toSatisfy(
        (answer: Answer | null) => answer === null || !fitsQuestion(question, answer),
      );
    }
  });

  it('and whatever is read is an answer in the saved shape', () => {
    const data = form(['a-4', 'q'], ['a-4-l1', 'r1'], ['a-4-s1', '3']);
    for (const question of [single, scenario, multiple, numeric, short, matching, ordering]) {
      expect(Answer.safeParse(answerFromForm(question, data)).success).toBe(true);
    }
  });
});

describe('a saved answer has one shape and nothing beside it', () => {
  it.each([{ choice: 'p' }, { choices: [] }, { value: false }, { text: '' }, { pairs: {} }, { positions: { s1: 1 } }])(
    '%j is one',
    (answer) => {
      expect(Answer.parse(answer)).toEqual(answer);
    },
  );

  it.each([
    {},
    { choice: '' },
    { choice: 'p', correct: true },
    { choices: 'p' },
    { value: 'true' },
    { text: 'a'.repeat(longestText + 1) },
    { positions: { s1: 0 } },
    { positions: { s1: 1.5 } },
    { pairs: { l1: 7 } },
    { pairs: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`l${i}`, 'r'])) },
    null,
    'p',
  ])('%j is none', (answer) => {
    expect(Answer.safeParse(answer).success).toBe(false);
  });
});

describe('an answer fits a question', () => {
  it('when its shape is right and its ids stand on the paper', () => {
    expect(fitsQuestion(single, { choice: 'p' })).toBe(true);
    expect(fitsQuestion(multiple, { choices: ['p', 'q'] })).toBe(true);
    expect(fitsQuestion(trueFalse, { value: false })).toBe(true);
    expect(fitsQuestion(numeric, { text: '3' })).toBe(true);
    expect(fitsQuestion(matching, { pairs: { l1: 'r2', l2: 'r2' } })).toBe(true);
    expect(fitsQuestion(ordering, { positions: { s1: 3, s2: 3 } })).toBe(true);
  });

  it('and not when an id is of another paper or the shape of another kind', () => {
    expect(fitsQuestion(single, { choice: 'z' })).toBe(false);
    expect(fitsQuestion(single, { choices: ['p'] })).toBe(false);
    expect(fitsQuestion(multiple, { choices: ['p', 'z'] })).toBe(false);
    expect(fitsQuestion(trueFalse, { choice: 'true' })).toBe(false);
    expect(fitsQuestion(matching, { pairs: { r1: 'l1' } })).toBe(false);
    expect(fitsQuestion(matching, { pairs: { l1: 'r9' } })).toBe(false);
    expect(fitsQuestion(ordering, { positions: { s1: 4 } })).toBe(false);
    expect(fitsQuestion(ordering, { positions: { s9: 1 } })).toBe(false);
  });
});

it('knows whether anything was answered', () => {
  expect(isAnswered(null)).toBe(false);
  expect(isAnswered({ choices: [] })).toBe(false);
  expect(isAnswered({ text: '  ' })).toBe(false);
  expect(isAnswered({ pairs: {} })).toBe(false);
  expect(isAnswered({ positions: {} })).toBe(false);
  expect(isAnswered({ value: false })).toBe(true);
  expect(isAnswered({ choice: 'p' })).toBe(true);
  expect(isAnswered({ positions: { s1: 1 } })).toBe(true);
});
