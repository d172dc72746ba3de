import type { AnswerKey, QuestionContent } from '#app/domain/catalogue/question-version.ts';
import type { Bilingual } from '#app/words/locale.ts';
import type { Question } from './question-sheet.ts';

const byText = (a: Bilingual, b: Bilingual): number => (a.vi < b.vi ? -1 : a.vi > b.vi ? 1 : 0);

/** Numbers things in the order of their Vietnamese text: what an id is depends on the words alone. */
function number(prefix: string, things: readonly Bilingual[]) {
  const items = [...things].sort(byText).map(({ vi, en }, index) => ({ id: `${prefix}${index + 1}`, vi, en }));
  const ids = new Map(items.map((item) => [item.vi, item.id]));
  return { items, idOf: (thing: Bilingual) => ids.get(thing.vi) ?? '' };
}

const HALVES = { 0: { n: 0, d: 1 }, 0.5: { n: 1, d: 2 }, 1: { n: 1, d: 1 } } as const;

/** Splits a question into its public half and its key. */
export function splitQuestion(question: Question): { content: QuestionContent; answerKey: AnswerKey } {
  const { text, explanation } = question;
  switch (question.type) {
    case 'single_choice':
    case 'multiple_choice': {
      const { items, idOf } = number('o', question.options);
      const correct = question.options
        .filter((option) => option.correct)
        .map(idOf)
        .sort();
      return {
        content: { type: question.type, text, options: items },
        answerKey: { type: question.type, correct, explanation },
      };
    }
    case 'scenario': {
      const { items, idOf } = number('o', question.options);
      const scores = Object.fromEntries(question.options.map((option) => [idOf(option), HALVES[option.score]]));
      const feedback = Object.fromEntries(question.options.map((option) => [idOf(option), option.feedback]));
      return {
        content: { type: question.type, text, options: items },
        answerKey: { type: question.type, scores, feedback, explanation },
      };
    }
    case 'true_false':
      return {
        content: { type: question.type, text },
        answerKey: { type: question.type, value: question.answer, explanation },
      };
    case 'numeric': {
      const [value, tolerance] = [String(question.answer), String(question.tolerance)];
      return {
        content: { type: question.type, text, unit: question.unit },
        answerKey: { type: question.type, value, tolerance, explanation },
      };
    }
    case 'short_text':
      return {
        content: { type: question.type, text },
        answerKey: { type: question.type, accepted: question.accepted, explanation },
      };
    case 'matching': {
      const left = number(
        'l',
        question.pairs.map((pair) => pair.left),
      );
      const right = number(
        'r',
        question.pairs.map((pair) => pair.right),
      );
      const pairs = Object.fromEntries(question.pairs.map((pair) => [left.idOf(pair.left), right.idOf(pair.right)]));
      return {
        content: { type: question.type, text, left: left.items, right: right.items },
        answerKey: { type: question.type, pairs, explanation },
      };
    }
    case 'ordering': {
      const { items, idOf } = number('s', question.steps);
      return {
        content: { type: question.type, text, steps: items },
        answerKey: { type: question.type, order: question.steps.map(idOf), explanation },
      };
    }
    default:
      return question satisfies never;
  }
}
