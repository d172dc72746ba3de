import { type Before, chooseQuestions, type Section } from './choose-questions.ts';
import { type Bank, type DrawnPaper, findQuestion, itemsOf, type Renamed, shownId } from './paper.ts';
import { type Bytes, shuffle } from './shuffle.ts';

/** Shuffles what is shown and gives it ids that mean something on this paper alone. */
const rename = (items: readonly { id: string }[], bytes: Bytes, idAt: (at: number) => string): Renamed =>
  shuffle(items, bytes).map(({ id }, at) => [idAt(at), id]);

/** What papers still draw from when questions were withdrawn: the others, and of each section no more than are left. */
export function stillDrawn(
  bank: Bank,
  sections: readonly Section[],
  withdrawn: ReadonlySet<string>,
): { bank: Bank; sections: readonly Section[] } {
  if (withdrawn.size === 0) return { bank, sections };
  const left = new Map([...bank].filter(([id]) => !withdrawn.has(id)));
  const about = (code: string) => [...left.values()].filter(({ lessonCode }) => lessonCode === code).length;
  return {
    bank: left,
    sections: sections.map((section) => ({
      ...section,
      questions: Math.min(section.questions, about(section.lessonCode)),
    })),
  };
}

/**
 * Draws a paper: its questions by the rules of `chooseQuestions`, their order and their options shuffled. The same bank,
 * sections, bytes and memory of what was seen give the same paper.
 * @throws RangeError when a section has fewer candidates than it draws
 */
export function drawPaper(bank: Bank, sections: readonly Section[], bytes: Bytes, before: Before): DrawnPaper {
  const { chosen, scenarios } = chooseQuestions(bank, sections, bytes, before);
  const tag = Buffer.from(bytes(2)).toString('hex');
  return {
    scenarios,
    tag,
    slots: shuffle(chosen, bytes).map((questionVersionId, index) => {
      const { content } = findQuestion(bank, questionVersionId);
      const items = itemsOf(content);
      const slot = index + 1;
      const idOn = (side: 'items' | 'right') => (at: number) => shownId(side, { tag, slot }, at);
      return {
        slot,
        questionVersionId,
        ...(items && { items: rename(items, bytes, idOn('items')) }),
        ...(content.right && { right: rename(content.right, bytes, idOn('right')) }),
      };
    }),
  };
}
