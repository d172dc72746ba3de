import { z } from 'zod';
import type { QuestionType } from '#app/domain/catalogue/question-version.ts';
import { withoutInvisible } from '../clean-text.ts';
import { readNumbers } from './read-typed.ts';

/*
 * What a browser may know of a question, and what it may say back. No key, no score, no explanation has a place in
 * these types; option ids are the paper's own, in the order frozen at the start.
 */

type InBoth = { vi: string; en: string };
export type PublicOption = { id: string; vi: string; en: string };

export type PublicQuestion = {
  slot: number;
  type: QuestionType;
  text: InBoth;
  options?: readonly PublicOption[] | undefined;
  left?: readonly PublicOption[] | undefined;
  right?: readonly PublicOption[] | undefined;
  steps?: readonly PublicOption[] | undefined;
  unit?: InBoth | undefined;
};

const MOST = 50;
export const longestText = 1000;
/** What PostgreSQL keeps in JSON: no NUL, no half of a character. */
const STORABLE = /^[^\0\p{Cs}]*$/u;

/**
 * An answer as it is saved, one shape per kind of question. Built in a call marked pure: a page that only shows
 * questions then carries no schema library to the browser.
 */
export const Answer = /* @__PURE__ */ (() => {
  const id = z.string().min(1).max(64);
  const few = (map: object) => Object.keys(map).length <= MOST;
  return z.union([
    z.strictObject({ choice: id }),
    z.strictObject({ choices: z.array(id).max(MOST) }),
    z.strictObject({ value: z.boolean() }),
    z.strictObject({ text: z.string().max(longestText).regex(STORABLE) }),
    z.strictObject({ pairs: z.record(id, id).refine(few) }),
    z.strictObject({ positions: z.record(id, z.int().min(1).max(MOST)).refine(few) }),
  ]);
})();
export type Answer = z.infer<typeof Answer>;

/** Whatever reads like a FormData. */
export type FormLike = { get(name: string): unknown; getAll(name: string): unknown[] };

export const fieldName = (slot: number, part?: string) => (part === undefined ? `a-${slot}` : `a-${slot}-${part}`);

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The same text whatever keyboard wrote it: composed letters, no control characters, never longer than is kept, nor cut within one. */
function typed(value: unknown): string {
  return text(value)
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longestText)
    .replace(/\p{Cs}/gu, '');
}

/**
 * Reads one question's answer from a posted form; null when nothing was answered. Ids are taken as they came:
 * `fitsQuestion` says whether they stand on this paper.
 */
export function answerFromForm(question: PublicQuestion, form: FormLike): Answer | null {
  const name = fieldName(question.slot);
  const answer = read(question, name, form);
  return isAnswered(answer) ? answer : null;
}

function read(question: PublicQuestion, name: string, form: FormLike): Answer | null {
  switch (question.type) {
    case 'single_choice':
    case 'scenario': {
      const choice = text(form.get(name));
      return choice ? { choice } : null;
    }
    case 'multiple_choice':
      return { choices: [...new Set(form.getAll(name).map(text).filter(Boolean))] };
    case 'true_false': {
      const value = text(form.get(name));
      return value === 'true' || value === 'false' ? { value: value === 'true' } : null;
    }
    case 'numeric':
    case 'short_text':
      return { text: typed(form.get(name)) };
    case 'matching': {
      const pairs: Record<string, string> = {};
      for (const { id } of question.left ?? []) {
        const right = text(form.get(fieldName(question.slot, id)));
        if (right) pairs[id] = right;
      }
      return { pairs };
    }
    case 'ordering': {
      const positions: Record<string, number> = {};
      for (const { id } of question.steps ?? []) {
        const position = Number(text(form.get(fieldName(question.slot, id))));
        if (Number.isInteger(position) && position >= 1) positions[id] = position;
      }
      return { positions };
    }
    default:
      return question.type satisfies never;
  }
}

/** Whether anything was answered at all; a matching or an ordering may still lack some of its parts. */
export function isAnswered(answer: Answer | null | undefined): boolean {
  if (!answer) return false;
  if ('choices' in answer) return answer.choices.length > 0;
  if ('text' in answer) return withoutInvisible(answer.text).trim() !== '';
  if ('pairs' in answer) return Object.keys(answer.pairs).length > 0;
  if ('positions' in answer) return Object.keys(answer.positions).length > 0;
  return true;
}

/** Whether a number was asked for and none can be read in what was typed: it would earn nothing. */
export function isUnreadable(
  question: Pick<PublicQuestion, 'type' | 'unit'>,
  answer: Answer | null | undefined,
): boolean {
  if (question.type !== 'numeric' || !answer || !('text' in answer) || !isAnswered(answer)) return false;
  return readNumbers(answer.text, question.unit).length === 0;
}

/** Whether two answers say the same, in whatever order their parts were chosen. */
export function sameAnswer(a: Answer | null, b: Answer | null): boolean {
  if (!isAnswered(a) || !isAnswered(b)) return !isAnswered(a) && !isAnswered(b);
  return canonical(a) === canonical(b);
}

const canonical = (answer: Answer | null): string => {
  if (!answer) return '';
  if ('choices' in answer) return JSON.stringify([...answer.choices].sort());
  const parts = 'pairs' in answer ? answer.pairs : 'positions' in answer ? answer.positions : null;
  return JSON.stringify(parts ? Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)) : answer);
};

/** Whether this answer can have been given to this question: its shape is right and every id stands on the paper. */
export function fitsQuestion(question: PublicQuestion, answer: Answer): boolean {
  const among = (options: readonly PublicOption[] | undefined) => {
    const ids = new Set(options?.map((option) => option.id));
    return (id: string) => ids.has(id);
  };
  switch (question.type) {
    case 'single_choice':
    case 'scenario':
      return 'choice' in answer && among(question.options)(answer.choice);
    case 'multiple_choice':
      return 'choices' in answer && answer.choices.every(among(question.options));
    case 'true_false':
      return 'value' in answer;
    case 'numeric':
    case 'short_text':
      return 'text' in answer;
    case 'matching':
      return (
        'pairs' in answer &&
        Object.keys(answer.pairs).every(among(question.left)) &&
        Object.values(answer.pairs).every(among(question.right))
      );
    case 'ordering':
      return (
        'positions' in answer &&
        Object.keys(answer.positions).every(among(question.steps)) &&
        Object.values(answer.positions).every((position) => position <= (question.steps?.length ?? 0))
      );
    default:
      return question.type satisfies never;
  }
}
