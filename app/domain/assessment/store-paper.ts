import type { ScenarioRule } from './choose-questions.ts';
import { type Bank, type DrawnPaper, findQuestion, itemsOf, LETTERS, type Renamed, shownId } from './paper.ts';
import type { PublicOption } from './question.ts';

/**
 * A paper as an attempt keeps it. A quiz and its question versions never change, so a slot is the place of its question
 * in the quiz and the order of what is shown: `7cab` is its seventh question with the third item first, `12ba.cba` one
 * with two sides. The tag of the paper stands before them. Papers of before name the version and every id.
 */
export type StoredPaper = { scenarios?: ScenarioRule; slots: string | DrawnPaper['slots'] };

function ordered(renamed: Renamed = [], items: readonly PublicOption[] = []): string {
  const places = new Map(items.map(({ id }, at) => [id, LETTERS[at]]));
  return renamed
    .map(([, itemId]) => {
      const letter = places.get(itemId);
      if (letter === undefined) throw new RangeError(`the paper shows ${itemId}, which has no place in its question`);
      return letter;
    })
    .join('');
}

/** The drawn paper as it is kept. `bank` is the whole quiz, in its order. */
export function storePaper({ scenarios, tag, slots }: DrawnPaper, bank: Bank): StoredPaper {
  const places = new Map([...bank.keys()].map((id, at) => [id, at + 1]));
  const kept = slots.map(({ questionVersionId, items, right }) => {
    const { content } = findQuestion(bank, questionVersionId);
    const sides = [ordered(items, itemsOf(content)), ordered(right, content.right)];
    return `${places.get(questionVersionId)}${sides.filter(Boolean).join('.')}`;
  });
  return { ...(scenarios && { scenarios }), slots: [tag, ...kept].join(' ') };
}

function renamed(letters: string, items: readonly PublicOption[] = [], idAt: (at: number) => string): Renamed {
  return [...letters].map((letter, at) => {
    const item = items[LETTERS.indexOf(letter)];
    if (!item) throw new Error(`the paper shows item ${letter}, which its question does not have`);
    return [idAt(at), item.id];
  });
}

/** A kept paper as it was drawn. @throws where it does not belong to this quiz */
export function openPaper(stored: StoredPaper, bank: Bank): DrawnPaper {
  const { slots, ...rest } = stored;
  if (typeof slots !== 'string') return { ...rest, slots };
  const questions = [...bank];
  const [tag = '', ...kept] = slots.split(' ');
  return {
    ...rest,
    tag,
    slots: kept.map((each, at) => {
      const [, place = '', letters = '', right = ''] = /^(\d+)([a-zA-Z]*)(?:\.([a-zA-Z]+))?$/.exec(each) ?? [];
      const [questionVersionId, question] = questions[Number(place) - 1] ?? [];
      if (!questionVersionId || !question) throw new Error(`the quiz of this paper has no question ${each}`);
      const slot = at + 1;
      const idOn = (side: 'items' | 'right') => (place: number) => shownId(side, { tag, slot }, place);
      return {
        slot,
        questionVersionId,
        ...(letters && { items: renamed(letters, itemsOf(question.content), idOn('items')) }),
        ...(right && { right: renamed(right, question.content.right, idOn('right')) }),
      };
    }),
  };
}
