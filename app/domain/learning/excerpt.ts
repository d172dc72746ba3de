import { foldForSearch } from '#app/domain/fold-for-search.ts';

/** Pieces of text, by turns beside what was looked for and it: the first, third, fifth … are beside it. */
export type Excerpt = string[];

/** About as many characters as stand in two lines. */
const LENGTH = 180;

/** Letter for letter, so that a place in the folded text is the same place in the text itself. */
function foldInPlace(text: string, folded = foldForSearch(text)): string {
  // Nearly always: composed letters fold one to one.
  if (folded.length === text.length) return folded;
  return Array.from(text, (letter) => {
    const one = foldForSearch(letter);
    return one.length === letter.length ? one : ' '.repeat(letter.length);
  }).join('');
}

const wordStarts = (words: readonly string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...words].sort((a, b) => b.length - a.length).join('|')})[\\p{L}\\p{N}]*`, 'gu');

/** The words of a typed search, folded: letters and digits alone, eight at most. */
export const searchWords = (query: string): string[] =>
  foldForSearch(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 8);

/** How well a line answers: the words as they were typed, one after the other, before all of them, before some. */
function worthOf(folded: string, words: readonly string[], starts: readonly RegExp[]): number {
  const met = starts.filter((start) => start.test(folded)).length;
  return met + (folded.includes(words.join(' ')) ? words.length : 0);
}

/**
 * Of a text of several lines the piece around the best answer to a search (`words` as searchWords gives them), cut
 * between words, with the hits marked. Empty when nothing of it is there. `foldedBody`, where it is known already, is
 * what foldForSearch makes of the text.
 */
export function excerptOf(body: string, words: readonly string[], foldedBody?: string): Excerpt {
  if (words.length === 0) return [];
  const starts = words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, 'u'));
  let best = { line: '', folded: '', worth: 0 };
  const all = foldInPlace(body, foldedBody);
  let begins = 0;
  for (const line of body.split('\n')) {
    const folded = all.slice(begins, begins + line.length);
    begins += line.length + 1;
    const worth = worthOf(folded, words, starts);
    if (worth > best.worth) best = { line, folded, worth };
  }
  if (best.worth === 0) return [];

  const phrase = best.folded.indexOf(words.join(' '));
  const first = phrase >= 0 ? phrase : (wordStarts(words).exec(best.folded)?.index ?? 0);
  let from = Math.max(0, Math.min(first - LENGTH / 3, best.line.length - LENGTH));
  if (from > 0) from = best.line.indexOf(' ', from) + 1;
  let to = Math.min(best.line.length, from + LENGTH);
  if (to < best.line.length) to = Math.max(best.line.lastIndexOf(' ', to), from + 1);

  const pieces: Excerpt = [];
  let at = from;
  for (const hit of best.folded.slice(from, to).matchAll(wordStarts(words))) {
    const start = from + hit.index;
    pieces.push(best.line.slice(at, start));
    at = start + hit[0].length;
    pieces.push(best.line.slice(start, at));
  }
  pieces.push(best.line.slice(at, to) + (to < best.line.length ? ' …' : ''));
  if (from > 0) pieces[0] = `… ${pieces[0]}`;
  return pieces;
}
