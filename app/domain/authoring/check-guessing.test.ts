import { describe, expect, test } from 'vitest';
import { base, both, readQuestions } from '#tests/support/quiz-text.ts';

describe('what can be guessed is a warning', () => {
  const option = (text: string) => ({ vi: text, en: text });
  const long = 'một câu trả lời dài hơn hẳn mọi câu khác ở đây';
  const single = (correct: string, wrong: string[], id = 'T1-Q01', place = 0) => ({
    ...{ ...base, id, text: both(`Hỏi ${id}?`), type: 'single_choice' },
    options: wrong.map(option).toSpliced(place, 0, { ...option(correct), correct: true } as ReturnType<typeof option>),
  });

  test('a right answer that is the longest by far, or the shortest', () => {
    const [vi, en] = readQuestions([single(long, ['ngắn thôi, không hơn', 'cũng ngắn thế này'])]).problems;
    expect([vi?.message, vi?.isWarning]).toEqual([
      'T1-Q01: the right answer is the longest by far (vi): it can be guessed',
      true,
    ]);
    expect(en?.message).toMatch(/\(en\)/);
    expect(readQuestions([single('ngắn', [long, `${long} nữa`])]).problems[0]?.message).toMatch(
      /is the shortest by far/,
    );
    expect(readQuestions([single(long, [`${long}, rồi`, long.slice(0, -9)])]).problems).toEqual([]);
  });

  test('a right answer that always stands at the same place', () => {
    const names = ['T1-Q01', 'T1-Q02', 'T1-Q03', 'T1-Q04', 'T1-Q05'];
    const at = (places: number[]) =>
      readQuestions(names.map((id, index) => single('a', ['b', 'c'], id, places[index] ?? 0))).problems;
    expect(at([1, 1, 1, 1, 0])).toEqual([
      {
        ...{ file: 'quiz.yaml', line: 1, isWarning: true },
        message: 'in 4 of 5 single choices the right answer stands at the same place: it can be guessed',
      },
    ]);
    expect(at([0, 1, 2, 1, 0])).toEqual([]);
  });
});
