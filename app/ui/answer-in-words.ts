import { type Answer, isAnswered, type PublicQuestion } from '#app/domain/assessment/question.ts';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';

/** An answer in words of the page's language; nothing where nothing was answered. */
export const answerInWords = (question: PublicQuestion, answer: Answer | null, locale: Locale): string | null =>
  partsInWords(question, answer, locale)?.join('; ') ?? null;

/** The same part by part: an option, a pair or a step each. */
export function partsInWords(question: PublicQuestion, answer: Answer | null, locale: Locale): string[] | null {
  if (!answer || !isAnswered(answer)) return null;
  const named = (options: PublicQuestion['options'], id: string) =>
    options?.find((option) => option.id === id)?.[locale] ?? '–';
  if ('choice' in answer) return [named(question.options, answer.choice)];
  if ('choices' in answer) {
    // As the question has them, so that two answers can be laid beside each other.
    const placeOf = (id: string) => question.options?.findIndex((option) => option.id === id) ?? -1;
    return [...answer.choices].sort((a, b) => placeOf(a) - placeOf(b)).map((id) => named(question.options, id));
  }
  if ('value' in answer) return [answer.value ? uiWords(locale).question.true : uiWords(locale).question.false];
  // Whoever wrote more than a number wrote the unit, or something that has none.
  if ('text' in answer)
    return [
      question.unit && !/[\p{L}%°]/u.test(answer.text) ? `${answer.text}\u00a0${question.unit[locale]}` : answer.text,
    ];
  if ('pairs' in answer)
    return Object.entries(answer.pairs).map(
      ([left, right]) => `${named(question.left, left)} → ${named(question.right, right)}`,
    );
  return Object.entries(answer.positions)
    .sort(([, a], [, b]) => a - b)
    .map(([id, position]) => `${position}. ${named(question.steps, id)}`);
}
