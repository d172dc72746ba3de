import { add, type Fraction, fraction, ONE, reaches, ZERO } from './fraction.ts';
import type { Key, PaperKey } from './paper.ts';
import type { Answer } from './question.ts';
import { decimalOf, foldShortText, isWithin, readNumbers } from './read-typed.ts';

/**
 * Raised whenever the same answers could earn other marks than before; stored with every grading.
 * 1: typed numbers without unit, quotes and brackets, compared as floating point; short texts as typed.
 * 2: typed answers are cleaned (`read-typed.ts`) and decimals compared exactly.
 */
export const GRADER_VERSION = 2;

export type Mark = { slot: number; n: number; d: number };
export type PaperGrade = { earned: Fraction; possible: number; passed: boolean; marks: Mark[] };

const whole = (right: boolean): Fraction => (right ? ONE : ZERO);
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((each) => b.includes(each));

/** The share of one point that an answer earns. No answer, or one of another shape, earns nothing. */
export function markAnswer(key: Key, answer: Answer | null | undefined): Fraction {
  if (!answer) return ZERO;
  switch (key.type) {
    case 'single_choice':
      return whole('choice' in answer && key.correct.includes(answer.choice));
    case 'multiple_choice':
      return whole('choices' in answer && sameSet(answer.choices, key.correct));
    case 'true_false':
      return whole('value' in answer && answer.value === key.value);
    case 'scenario': {
      const score = 'choice' in answer ? key.scores[answer.choice] : undefined;
      return score ? fraction(score.n, score.d) : ZERO;
    }
    case 'numeric':
      return whole(
        'text' in answer &&
          readNumbers(answer.text, key.unit).some((value) =>
            isWithin(value, decimalOf(key.value), decimalOf(key.tolerance)),
          ),
      );
    case 'short_text': {
      if (!('text' in answer)) return ZERO;
      const typed = foldShortText(answer.text);
      return whole(
        typed !== '' && [...key.accepted.vi, ...key.accepted.en].some((each) => foldShortText(each) === typed),
      );
    }
    case 'matching': {
      if (!('pairs' in answer)) return ZERO;
      const pairs = Object.entries(key.pairs);
      return fraction(pairs.filter(([left, right]) => answer.pairs[left] === right).length, pairs.length);
    }
    case 'ordering': {
      if (!('positions' in answer)) return ZERO;
      return fraction(key.order.filter((step, index) => answer.positions[step] === index + 1).length, key.order.length);
    }
    default:
      return key satisfies never;
  }
}

/** Grades a frozen paper from the saved answers: one point a question, exact. */
export function gradePaper(
  paperKey: PaperKey,
  answers: ReadonlyMap<number, Answer | null>,
  passPercent: number,
): PaperGrade {
  const marks = paperKey.slots.map(({ slot, key }) => ({ slot, ...markAnswer(key, answers.get(slot)) }));
  const earned = marks.reduce<Fraction>((sum, mark) => add(sum, mark), ZERO);
  const possible = marks.length;
  return { earned, possible, passed: reaches(earned, possible, passPercent), marks };
}
