import type { Element, Root } from 'hast';
import { describe, expect, test } from 'vitest';
import { termAnchor } from '#app/domain/catalogue/lesson-block.ts';
import { TermMarker, wrongVariants } from './mark-terms.ts';
import type { GlossarySheet } from './registers.ts';

const term = (id: string, vi: string[], en: string[], avoid?: GlossarySheet['terms'][number]['avoid']) => ({
  ...{ id, term: { vi: vi[0] ?? id, en: en[0] ?? id }, definition: { vi: `${id} là…`, en: `${id} is…` } },
  forms: { vi, en },
  ...(avoid && { avoid }),
});
const glossary: GlossarySheet = {
  terms: [
    term('accsm', ['Hợp tác ASEAN về các vấn đề công vụ', 'ACCSM'], ['ACCSM']),
    term('accsm-plus-three', ['ACCSM+3'], ['ACCSM+3']),
    term('complaint', ['khiếu nại'], ['complaint'], { vi: ['thưa kiện'], en: ['grievance'] }),
  ],
  names: [{ vi: 'Việt Nam', en: 'Viet Nam', avoid: { vi: [], en: ['Vietnam'] } }],
};
const paragraph = (text: string): Root => ({
  type: 'root',
  children: [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: text }] }],
});
/** What is marked, in its order, by the anchors that the buttons open. */
function marks(marker: TermMarker, text: string): string[] {
  const root = paragraph(text);
  marker.mark(root);
  const [block] = root.children as Element[];
  const words = (block?.children ?? []).map((child) =>
    (child.type === 'element' ? child.children : [child])
      .map((each) => (each.type === 'text' ? each.value : ''))
      .join(''),
  );
  expect(words.join('')).toBe(text);
  return (block?.children ?? []).flatMap((child) =>
    child.type === 'element' ? [String(child.properties.popoverTarget)] : [],
  );
}

describe('terms of the glossary in a lesson', () => {
  test('are marked at their first use, with either letter first, and listed in the order of reading', () => {
    const marker = new TermMarker(glossary, 'vi');
    expect(marks(marker, 'Khiếu nại gửi ACCSM, khiếu nại nữa.')).toEqual([
      termAnchor('vi', 'complaint'),
      termAnchor('vi', 'accsm'),
    ]);
    expect(marks(marker, 'Lại khiếu nại và ACCSM.')).toEqual([]);
    expect(marker.found.map((found) => found.id)).toEqual(['complaint', 'accsm']);
  });

  test('are whole words: the longer form wins, a longer word is another one', () => {
    expect(marks(new TermMarker(glossary, 'vi'), 'ACCSM+3 khác ACCSM; xACCSM thì không.')).toEqual([
      termAnchor('vi', 'accsm-plus-three'),
      termAnchor('vi', 'accsm'),
    ]);
  });

  test('an English plural is the same term', () => {
    expect(marks(new TermMarker(glossary, 'en'), 'Complaints come; a complaint stays.')).toEqual([
      termAnchor('en', 'complaint'),
    ]);
  });

  test('are left alone where the lesson itself defines them', () => {
    const marker = new TermMarker(glossary, 'vi');
    marker.leaveOut('Khiếu nại là gì?');
    expect(marks(marker, 'Một khiếu nại.')).toEqual([]);
  });

  test('without a glossary nothing is marked', () => {
    expect(marks(new TermMarker(null, 'vi'), 'Một khiếu nại.')).toEqual([]);
  });
});

describe('wrong variants', () => {
  test('are found as whole words, in the language where they are wrong', () => {
    expect(wrongVariants('The Vietnamese in Vietnam', glossary, 'en')).toEqual([
      { wrong: 'Vietnam', right: 'Viet Nam' },
    ]);
    expect(wrongVariants('Đơn thưa kiện ở Vietnam', glossary, 'vi')).toEqual([
      { wrong: 'thưa kiện', right: 'khiếu nại' },
    ]);
    expect(wrongVariants('A complaint in Viet Nam', glossary, 'en')).toEqual([]);
  });
});
