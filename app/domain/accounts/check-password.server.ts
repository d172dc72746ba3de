import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as leaked } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { foldForSearch } from '../fold-for-search.ts';
import { COMMON_WORDS } from './common-words.ts';
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM, type PasswordFault } from './password-rule.ts';

/**
 * How many guesses a password withstands at least. The door takes a few in an hour; whoever stole the hashes needs years
 * of a processor for as many.
 */
const FEWEST_GUESSES = 1e9;

/** The estimator's time grows with the length and with what may stand for other letters: this much is looked at. */
const LOOKED_AT = 32;
const MOST_SUBSTITUTIONS = 4;

/** Fewer different characters than this are one idea, in whatever order. */
const FEWEST_CHARACTERS = 5;

/** Its lists are for the server alone: they weigh more than all that a browser loads of us. */
const estimator = new ZxcvbnFactory({
  dictionary: {
    leaked: leaked['passwords-common'],
    english: english['commonWords-en'],
    vietnamese: [...COMMON_WORDS],
  },
  graphs: { qwerty: adjacencyGraphs.qwerty, keypad: adjacencyGraphs.keypad },
  maxLength: LOOKED_AT,
  l33tMaxSubstitutions: MOST_SUBSTITUTIONS,
});

type Person = { fullName: string; email: string; personnelNumber: string };

/**
 * Why a password is not taken, or null. Length and what nobody guesses beat composition: no rule about capitals or signs.
 * Diacritics, case and what stands between the words make no word harder to guess.
 */
export function checkPassword(password: string, person: Person): PasswordFault | null {
  const length = [...password].length;
  if (length < PASSWORD_MINIMUM) return 'too-short';
  if (length > PASSWORD_MAXIMUM) return 'too-long';
  const typed = bare(password);
  const own = ownWords(person);
  if (own.includes(typed) || own.includes(together(typed))) return 'about-you';
  if (new Set(typed).size < FEWEST_CHARACTERS) return 'too-common';
  for (const form of new Set([typed, together(typed)])) {
    const { guesses, sequence } = estimator.check(form.slice(0, LOOKED_AT), own);
    if (guesses >= FEWEST_GUESSES) continue;
    return sequence.some((match) => match.dictionaryName === 'userInputs') ? 'about-you' : 'too-common';
  }
  return null;
}

const bare = (text: string): string => foldForSearch(text).replaceAll(' ', '');
const together = (bareText: string): string => bareText.replace(/[^\p{L}\p{N}]/gu, '');

/** What is known of a person, whole and in its parts: first of all what is guessed first. */
function ownWords({ fullName, email, personnelNumber }: Person): string[] {
  const names = foldForSearch(fullName).split(' ').slice(0, 8);
  const runs = names.flatMap((_, from) =>
    names.slice(from).map((_, more) => names.slice(from, from + more + 1).join('')),
  );
  const mailbox = foldForSearch(email.split('@')[0] ?? '');
  const given = names.at(-1) ?? '';
  const whole = [bare(fullName), bare(email), mailbox, personnelNumber, `${given}${names.slice(0, -1).join('')}`];
  const parts = [...runs, ...mailbox.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length > 2);
  return [...new Set([...whole, ...whole.map(together), ...parts])].filter((word) => word.length > 1);
}
