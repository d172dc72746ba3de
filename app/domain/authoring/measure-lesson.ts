import type { Locale } from '#app/words/locale.ts';

/** How long a whole lesson may be. A Vietnamese word is what spaces separate: about 1.37 of them to an English one. */
export const LENGTH = { vi: { least: 600, most: 1050 }, en: { least: 450, most: 750 } } as const;

/** How long a job aid may be, its title included, so that it is printed on one page. It is not read with the lesson. */
export const AID_WORDS = { vi: 300, en: 220 } as const;

const WORDS_PER_MINUTE = { vi: 270, en: 200 } as const;
const CHECK_MINUTES = 1;
const EXAMPLE_MINUTES = 3;
const TODO_MINUTES = 2;

/** What the quiz adds to the learning time of a course. */
export const QUIZ_MINUTES = 15;

/** Words as separated by spaces; what has neither letter nor digit is none. */
export const countWords = (text: string): number =>
  text.split(/\s+/u).filter((each) => /[\p{L}\p{N}]/u.test(each)).length;

export function lessonMinutes(
  locale: Locale,
  { words, checks, examples, todos }: { words: number; checks: number; examples: number; todos: number },
): number {
  const extra = checks * CHECK_MINUTES + examples * EXAMPLE_MINUTES + todos * TODO_MINUTES;
  return Math.ceil(words / WORDS_PER_MINUTE[locale] + extra);
}

/** The shortest time in which a lesson can count as read: a second for ten words, within bounds. */
export const floorSeconds = (words: number): number => Math.min(120, Math.max(15, Math.ceil(words / 10)));
