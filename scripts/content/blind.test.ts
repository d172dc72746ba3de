import { expect, test } from 'vitest';
import { markAnswer } from '#app/domain/assessment/grade-paper.ts';
import type { CourseQuestion } from '#app/domain/authoring/parse-quiz.ts';
import type { ParsedCourse } from '#app/domain/authoring/parsed-course.ts';
import { blindPaper, readBlindAnswer, sharesOf, withMeasurement } from './blind.ts';

const both = (text: string) => ({ vi: text, en: `${text} in English` });
const items = (...words: string[]) => words.map((word, at) => ({ id: `i${at}`, ...both(word) }));
const explanation = both('Vì thế');
const questionOf = (code: string, rest: Pick<CourseQuestion, 'content' | 'answerKey'>): CourseQuestion => ({
  ...{ code, lessonCode: 'K1.1', type: rest.content.type, difficulty: 1, facts: [], pillar: null, competency: null },
  ...rest,
});

const single = questionOf('K1-Q01', {
  content: { type: 'single_choice', text: both('Ai?'), options: items('Một', 'Hai', 'Ba', 'Bốn') },
  answerKey: { type: 'single_choice', correct: ['i2'], explanation },
});
const multiple = questionOf('K1-Q02', {
  content: { type: 'multiple_choice', text: both('Những ai?'), options: items('Năm', 'Sáu', 'Bảy') },
  answerKey: { type: 'multiple_choice', correct: ['i0', 'i2'], explanation },
});
const matching = questionOf('K1-Q03', {
  content: {
    ...{ type: 'matching' as const, text: both('Ghép') },
    left: items('Tây', 'Nam').map((item) => ({ ...item, id: `l${item.id}` })),
    right: items('Gió', 'Nắng').map((item) => ({ ...item, id: `r${item.id}` })),
  },
  answerKey: { type: 'matching', pairs: { li0: 'ri1', li1: 'ri0' }, explanation },
});
const ordering = questionOf('K1-Q04', {
  content: { type: 'ordering', text: both('Xếp'), steps: items('Nhận', 'Xem', 'Trả') },
  answerKey: { type: 'ordering', order: ['i1', 'i0', 'i2'], explanation },
});
const numeric = questionOf('K1-Q05', {
  content: { type: 'numeric', text: both('Bao nhiêu?'), unit: both('ngày') },
  answerKey: { type: 'numeric', value: '30', tolerance: '0', explanation },
});
const truth = questionOf('K1-Q06', {
  content: { type: 'true_false', text: both('Đúng không?') },
  answerKey: { type: 'true_false', value: false, explanation },
});
const courseOf = (questions: CourseQuestion[]) => ({ code: 'K1', title: both('Khóa'), questions }) as ParsedCourse;
const course = courseOf([single, multiple, matching, ordering, numeric, truth]);

/** The letter under which a reader saw these words. */
function letterOf(reader: number, words: string): string {
  const letter = new RegExp(`^ {2}([a-l])\\) ${words}$`, 'm').exec(blindPaper([course], reader))?.[1];
  if (!letter) throw new Error(`${words} is not on the paper`);
  return letter;
}

test('a paper asks everything in Vietnamese, says nothing of what is right, and differs from reader to reader', () => {
  const papers = [1, 2, 3].map((reader) => blindPaper([course], reader));
  for (const paper of papers) {
    for (const { code, content } of course.questions) expect(paper).toContain(`[${code}] (${content.type}) `);
    expect(paper).not.toMatch(/English|Vì thế|i\d/);
  }
  expect(new Set(papers).size).toBe(3);
  expect(blindPaper([course], 1)).toBe(papers[0]);
});

test.each([1, 2, 3])('what reader %i wrote is read in the letters of that paper', (reader) => {
  const [a, b] = [letterOf(reader, 'Năm'), letterOf(reader, 'Bảy')];
  expect(readBlindAnswer(single, reader, letterOf(reader, 'Ba').toUpperCase())).toEqual({ choice: 'i2' });
  expect(markAnswer(multiple.answerKey, readBlindAnswer(multiple, reader, `${b}, ${a}`))).toEqual({ n: 1, d: 1 });
  expect(markAnswer(multiple.answerKey, readBlindAnswer(multiple, reader, `${a}${b}`))).toEqual({ n: 1, d: 1 });
  const pairs = `1${letterOf(reader, 'Nắng')} 2${letterOf(reader, 'Gió')}`;
  expect(readBlindAnswer(matching, reader, pairs)).toEqual({ pairs: { li0: 'ri1', li1: 'ri0' } });
  const order = ['Xem', 'Nhận', 'Trả'].map((words) => letterOf(reader, words)).join(' ');
  expect(readBlindAnswer(ordering, reader, order)).toEqual({ positions: { i1: 1, i0: 2, i2: 3 } });
});

test('what cannot be meant is no answer, or a wrong one', () => {
  expect(readBlindAnswer(single, 1, 'a b')).toBeNull();
  expect(readBlindAnswer(truth, 1, 'có lẽ')).toBeNull();
  for (const question of course.questions)
    expect(markAnswer(question.answerKey, readBlindAnswer(question, 1, '?')).n).toBe(0);
});

test('the share of a question is the mean of its readers, and what one left out earns nothing', () => {
  const answers = [1, 2, 3].map(
    (reader) =>
      new Map([
        ['K1-Q01', letterOf(reader, reader === 3 ? 'Hai' : 'Ba')],
        ['K1-Q05', '30 ngày'],
      ]),
  );
  answers[0]?.delete('K1-Q05');
  const shares = sharesOf([course], answers);
  expect(shares.get('K1-Q01')).toBe(0.667);
  expect(shares.get('K1-Q05')).toBe(0.667);
  expect(shares.get('K1-Q06')).toBe(0);
});

test('a new measurement keeps the earlier ones and the remarks, and drops questions that are gone', () => {
  const measured = (name: string) => ({ name, on: '2026-12-01', readers: 3, bank: name });
  const first = withMeasurement(null, [courseOf([single, truth])], measured('first'), new Map([['K1-Q01', 1]]));
  const remarks = [{ on: '2026-12-01', remark: 'told', questions: ['K1-Q01', 'K1-Q06'] }];
  const before = { ...first, notes: ['kept'], remarks, notMeasured: ['K1-Q05'] };
  const second = withMeasurement(before, [courseOf([single, numeric])], measured('second'), new Map([['K1-Q05', 0.5]]));
  expect(second.measurements.map(({ name, mean, courses }) => [name, mean, courses])).toEqual([
    ['first', 0.5, { K1: 0.5 }],
    ['second', 0.25, { K1: 0.25 }],
  ]);
  expect(second.questions.map(({ id, shares }) => [id, shares])).toEqual([
    ['K1-Q01', { first: 1, second: 0 }],
    ['K1-Q05', { second: 0.5 }],
  ]);
  expect([second.notes, second.notMeasured]).toEqual([['kept'], []]);
  expect(second.remarks).toEqual([{ ...remarks[0], questions: ['K1-Q01'] }]);
});
