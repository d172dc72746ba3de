import type { Bank, Keys } from '#app/domain/assessment/paper.ts';
import type { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';

const explanation = { vi: 'lời giải CANARY', en: 'explanation CANARY' };
const item = (id: string) => ({ id, vi: `mục ${id}`, en: `item ${id}` });
const text = { vi: 'Câu hỏi', en: 'Question' };

/** Three lessons with a question of every kind. The twin has the same public questions under another key. */
export function everyKindOfQuestion(twin: boolean): { bank: Bank; keys: Keys } {
  const kinds: { content: QuestionContent; keys: [AnswerKey, AnswerKey] }[] = [
    {
      content: { type: 'single_choice', text, options: [item('o1'), item('o2'), item('o3')] },
      keys: [
        { type: 'single_choice', correct: ['o1'], explanation },
        { type: 'single_choice', correct: ['o3'], explanation },
      ],
    },
    {
      content: { type: 'multiple_choice', text, options: [item('o1'), item('o2'), item('o3')] },
      keys: [
        { type: 'multiple_choice', correct: ['o1'], explanation },
        { type: 'multiple_choice', correct: ['o2', 'o3'], explanation },
      ],
    },
    {
      content: { type: 'true_false', text },
      keys: [
        { type: 'true_false', value: true, explanation },
        { type: 'true_false', value: false, explanation },
      ],
    },
    {
      content: { type: 'scenario', text, options: [item('o1'), item('o2')] },
      keys: [
        { type: 'scenario', scores: { o1: { n: 1, d: 1 }, o2: { n: 1, d: 2 } }, explanation },
        { type: 'scenario', scores: { o1: { n: 0, d: 1 }, o2: { n: 1, d: 1 } }, explanation },
      ],
    },
    {
      content: { type: 'numeric', text, unit: { vi: 'ngày', en: 'days' } },
      keys: [
        { type: 'numeric', value: '30', tolerance: '0', explanation },
        { type: 'numeric', value: '123456', tolerance: '10', explanation },
      ],
    },
    {
      content: { type: 'short_text', text },
      keys: [
        { type: 'short_text', accepted: { vi: ['phép'], en: ['leave'] }, explanation },
        { type: 'short_text', accepted: { vi: ['một câu trả lời rất dài', 'khác'], en: ['a'] }, explanation },
      ],
    },
    {
      content: { type: 'matching', text, left: [item('l1'), item('l2')], right: [item('r1'), item('r2')] },
      keys: [
        { type: 'matching', pairs: { l1: 'r1', l2: 'r2' }, explanation },
        { type: 'matching', pairs: { l1: 'r2', l2: 'r1' }, explanation },
      ],
    },
    {
      content: { type: 'ordering', text, steps: [item('s1'), item('s2'), item('s3')] },
      keys: [
        { type: 'ordering', order: ['s1', 's2', 's3'], explanation },
        { type: 'ordering', order: ['s3', 's1', 's2'], explanation },
      ],
    },
  ];
  const lessons = ['L1', 'L2', 'L3'].flatMap((lessonCode) =>
    kinds.map((kind, at) => ({ id: `${lessonCode}-${at}`, lessonCode, ...kind })),
  );
  return {
    bank: new Map(lessons.map(({ id, lessonCode, content }) => [id, { lessonCode, content, facts: [] }])),
    keys: new Map(lessons.map(({ id, keys }) => [id, keys[twin ? 1 : 0]])),
  };
}
