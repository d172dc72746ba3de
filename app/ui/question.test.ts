import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type Answer, answerFromForm, type PublicQuestion } from '#app/domain/assessment/question.ts';
import { answerInWords, partsInWords } from './answer-in-words.ts';
import { arrange } from './ordering.tsx';
import { Question, splitCase } from './question.tsx';
import { AnswerParts } from './review.tsx';

const option = (id: string) => ({ id, vi: `vi ${id}`, en: `en ${id}` });
const text = { vi: 'Hồ sơ sẽ trễ hẹn. Bạn làm gì?', en: 'A file will be late. What do you do?' };
const options = ['p', 'q', 'r'].map(option);

const cases: [PublicQuestion, Answer][] = [
  [{ slot: 1, type: 'single_choice', text, options }, { choice: 'q' }],
  [{ slot: 2, type: 'multiple_choice', text, options }, { choices: ['p', 'r'] }],
  [{ slot: 3, type: 'true_false', text }, { value: false }],
  [{ slot: 4, type: 'scenario', text, options }, { choice: 'r' }],
  [{ slot: 5, type: 'numeric', text, unit: { vi: 'ngày', en: 'days' } }, { text: '30' }],
  [{ slot: 6, type: 'short_text', text }, { text: 'xin phép & "cảm ơn"' }],
  [
    { slot: 7, type: 'matching', text, left: options, right: [option('x'), option('y')] },
    { pairs: { p: 'y', r: 'x' } },
  ],
  [{ slot: 8, type: 'ordering', text, steps: options }, { positions: { r: 1, p: 2 } }],
];

/** What a browser without script would post, read off the markup alone. */
function posted(html: string): FormData {
  const plain = (value: string) =>
    value
      .replaceAll('&quot;', '"')
      .replaceAll('&#x27;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const attribute = (tag: string, name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  const form = new FormData();
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const togglable = /type="(radio|checkbox)"/.test(tag);
    if (!togglable || / checked=""/.test(tag)) form.append(attribute(tag, 'name'), attribute(tag, 'value'));
  }
  for (const [select] of html.matchAll(/<select[\s\S]*?<\/select>/g)) {
    const chosen = /<option[^>]* selected=""[^>]*>/.exec(select)?.[0] ?? '';
    form.append(attribute(select, 'name'), attribute(chosen, 'value'));
  }
  return form;
}

describe('a question as native inputs', () => {
  it.each(cases)('%# posts the answer it was given back, without script', (question, answer) => {
    const html = renderToStaticMarkup(createElement(Question, { question, answer: answer, locale: 'vi' }));
    expect(answerFromForm(question, posted(html))).toEqual(answer);
  });

  it.each(cases)('%# posts nothing when nothing was answered', (question) => {
    const html = renderToStaticMarkup(createElement(Question, { question, answer: null, locale: 'en' }));
    expect(answerFromForm(question, posted(html))).toBeNull();
  });

  it('ignores an answer of another shape', () => {
    for (const [question] of cases) {
      for (const [, answer] of cases) {
        expect(() =>
          renderToStaticMarkup(createElement(Question, { question, answer: answer, locale: 'vi' })),
        ).not.toThrow();
      }
    }
  });

  it('carries no style attribute, which the content security policy would refuse', () => {
    for (const [question, answer] of cases) {
      expect(renderToStaticMarkup(createElement(Question, { question, answer: answer, locale: 'vi' }))).not.toMatch(
        / style=/,
      );
    }
  });
});

describe('a scenario', () => {
  it('is a case and its last sentence the question', () => {
    expect(splitCase('Hồ sơ sẽ trễ hẹn. Bạn làm gì?')).toEqual({ before: 'Hồ sơ sẽ trễ hẹn.', ask: 'Bạn làm gì?' });
    expect(splitCase('One. Two. What do you do?')).toEqual({ before: 'One. Two.', ask: 'What do you do?' });
  });

  it('stays whole where there is no case', () => {
    expect(splitCase('Bạn làm gì?')).toEqual({ before: null, ask: 'Bạn làm gì?' });
    expect(splitCase('Chọn cách làm tốt nhất.')).toEqual({ before: null, ask: 'Chọn cách làm tốt nhất.' });
  });
});

describe('steps', () => {
  it('stand in the order of their numbers, the others after them as the paper has them', () => {
    expect(arrange(['a', 'b', 'c', 'd'], { d: 1, b: 2 })).toEqual(['d', 'b', 'a', 'c']);
    expect(arrange(['a', 'b', 'c'], {})).toEqual(['a', 'b', 'c']);
    expect(arrange(['a', 'b', 'c'], { c: 1, b: 1 })).toEqual(['b', 'c', 'a']);
  });
});

describe('a typed number', () => {
  const page = (text: string) =>
    renderToStaticMarkup(
      createElement(Question, {
        question: {
          slot: 1,
          type: 'numeric',
          text: { vi: 'Mấy ngày?', en: 'How many days?' },
          unit: { vi: 'ngày', en: 'days' },
        },
        answer: { text },
        locale: 'vi',
      }),
    );

  it('that cannot be read is told beside the field, without script too; one with the unit is not', () => {
    expect(page('ba mươi')).toContain('Không đọc được số nào');
    expect(page('30 ngày')).not.toContain('Không đọc được số nào');
    expect(page('')).not.toContain('Không đọc được số nào');
  });
});

it('a typed number is told with its unit, and nothing else is: who typed words typed the unit, or something that has none', () => {
  const days = { slot: 5, type: 'numeric', text, unit: { vi: 'ngày', en: 'days' } } as const;
  const told = (typed: string) => answerInWords(days, { text: typed }, 'vi');
  expect(['30', '1,5', '30 ngày', 'không biết', '100 %'].map(told)).toEqual([
    '30\u00a0ngày',
    '1,5\u00a0ngày',
    '30 ngày',
    'không biết',
    '100 %',
  ]);
});

it('an answer is told part by part: several in a list, one in the line', () => {
  const options = ['a', 'b', 'c'].map((id) => ({ id, vi: `Ý ${id}`, en: `Option ${id}` }));
  const several = { slot: 6, type: 'multiple_choice', text, options } as const;
  const parts = partsInWords(several, { choices: ['a', 'c'] }, 'vi') ?? [];
  expect(parts).toEqual(['Ý a', 'Ý c']);
  expect(answerInWords(several, { choices: ['a', 'c'] }, 'vi')).toBe('Ý a; Ý c');
  expect(partsInWords(several, { choices: ['c', 'a'] }, 'vi'), 'in the order of the question').toEqual(parts);
  expect(partsInWords(several, null, 'vi')).toBeNull();
  const shown = (of: string[]) => renderToStaticMarkup(createElement(AnswerParts, { parts: of }));
  expect(shown(parts)).toBe('<ul class="bullets"><li>Ý a</li><li>Ý c</li></ul>');
  expect(shown(['Ý a'])).toBe('Ý a');
});
