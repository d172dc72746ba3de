import { type Before, chooseQuestions, type Section } from './choose-questions.ts';
import { type Bank, type DrawnPaper, findQuestion, type Renamed } from './paper.ts';
import { type Bytes, shuffle } from './shuffle.ts';

/** Shuffles what is shown and gives it ids that mean something on this paper alone. */
const rename = (items: readonly { id: string }[], bytes: Bytes): Renamed =>
  shuffle(items, bytes).map(({ id }) => [`x${Buffer.from(bytes(5)).toString('hex')}`, id]);

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
  return {
    scenarios,
    slots: shuffle(chosen, bytes).map((questionVersionId, index) => {
      const { content } = findQuestion(bank, questionVersionId);
      const items = content.options ?? content.steps ?? content.left;
      return {
        slot: index + 1,
        questionVersionId,
        ...(items && { items: rename(items, bytes) }),
        ...(content.right && { right: rename(content.right, bytes) }),
      };
    }),
  };
}
