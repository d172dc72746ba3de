import type { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import type { ScenarioRule } from './choose-questions.ts';
import type { PublicOption, PublicQuestion } from './question.ts';

/** What everybody may see of the questions that a quiz can ask, by question version, in the order of the quiz. */
export type Bank = ReadonlyMap<string, { lessonCode: string; content: QuestionContent; facts: readonly string[] }>;
/** A key with the unit that may stand beside a typed number. */
export type Key = AnswerKey & { unit?: { vi: string; en: string } | undefined };
/** What only grading may see of them. */
export type Keys = ReadonlyMap<string, Key>;

/** In the order in which they are shown: the id on this paper alone, and the id in the question version. */
export type Renamed = [shownId: string, itemId: string][];

/**
 * A paper as it is drawn: which question versions, in which order, under which ids. A question version never changes, so
 * this is the whole paper, frozen; of a key it holds nothing.
 */
export type DrawnPaper = {
  /** Papers that were drawn before there was such a rule do not say. */
  scenarios?: ScenarioRule;
  /** In the ids of everything that is shown; papers that name every id have none. */
  tag?: string;
  slots: {
    slot: number;
    questionVersionId: string;
    /** Options of a choice, steps of an ordering, the left side of a matching. */
    items?: Renamed;
    /** The right side of a matching. */
    right?: Renamed;
  }[];
};

/** The paper as the browser may see it. */
export type Paper = { slots: { slot: number; lessonCode: string; question: PublicQuestion }[] };

/** The key of each slot, in the ids of this paper. */
export type PaperKey = { slots: { slot: number; questionVersionId: string; key: Key }[] };

/** What of a question is shuffled on a paper, but for the right side of a matching. */
export const itemsOf = ({ options, steps, left }: QuestionContent): readonly PublicOption[] | undefined =>
  options ?? steps ?? left;

/** Letters of places: no list of a question is longer. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Ids of the items of a slot, in the order in which they are shown: they tell nothing but that, and by the tag of their
 * paper they stand on no other.
 */
export const shownId = (side: 'items' | 'right', { tag, slot }: { tag: string; slot: number }, at: number): string =>
  `${side === 'items' ? 'x' : 'y'}${tag}${slot}${LETTERS[at]}`;

/** The question of a paper, or its key. */
export function findQuestion<T>(all: ReadonlyMap<string, T>, questionVersionId: string): T {
  const found = all.get(questionVersionId);
  if (!found) throw new Error(`the quiz of this paper has no question version ${questionVersionId}`);
  return found;
}

const shown = (renamed: Renamed = [], items: readonly PublicOption[] = []): PublicOption[] =>
  renamed.map(([id, itemId]) => {
    const item = items.find((each) => each.id === itemId);
    if (!item) throw new Error(`the paper names ${itemId}, which its question does not have`);
    return { id, vi: item.vi, en: item.en };
  });

/** The drawn paper in the words of its questions. */
export function showPaper(drawn: DrawnPaper, bank: Bank): Paper {
  return {
    slots: drawn.slots.map(({ slot, questionVersionId, items, right }) => {
      const { lessonCode, content } = findQuestion(bank, questionVersionId);
      const question: PublicQuestion = { slot, type: content.type, text: content.text };
      if (content.options) question.options = shown(items, content.options);
      if (content.steps) question.steps = shown(items, content.steps);
      if (content.left) question.left = shown(items, content.left);
      if (content.right) question.right = shown(right, content.right);
      if (content.unit) question.unit = content.unit;
      return { slot, lessonCode, question };
    }),
  };
}

/** The keys of the drawn paper, translated into its ids. */
export function paperKeyOf(drawn: DrawnPaper, keys: Keys): PaperKey {
  return {
    slots: drawn.slots.map(({ slot, questionVersionId, items = [], right = [] }) => ({
      slot,
      questionVersionId,
      key: translate(findQuestion(keys, questionVersionId), idsOf(items), idsOf(right)),
    })),
  };
}

const idsOf = (renamed: Renamed): Map<string, string> => new Map(renamed.map(([id, itemId]) => [itemId, id]));

function to(ids: ReadonlyMap<string, string>, itemId: string): string {
  const id = ids.get(itemId);
  if (id === undefined) throw new Error(`the key names ${itemId}, which the paper does not show`);
  return id;
}

function translate(key: Key, items: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): Key {
  switch (key.type) {
    case 'single_choice':
    case 'multiple_choice':
      return { ...key, correct: key.correct.map((id) => to(items, id)) };
    case 'scenario': {
      const renamed = <T>(by: Readonly<Record<string, T>>) =>
        Object.fromEntries(Object.entries(by).map(([id, each]) => [to(items, id), each]));
      return { ...key, scores: renamed(key.scores), ...(key.feedback && { feedback: renamed(key.feedback) }) };
    }
    case 'matching':
      return {
        ...key,
        pairs: Object.fromEntries(Object.entries(key.pairs).map(([a, b]) => [to(items, a), to(right, b)])),
      };
    case 'ordering':
      return { ...key, order: key.order.map((id) => to(items, id)) };
    case 'true_false':
    case 'numeric':
    case 'short_text':
      return key;
    default:
      return key satisfies never;
  }
}
