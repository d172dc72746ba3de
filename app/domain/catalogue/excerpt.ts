import { foldForSearch } from '#app/domain/fold-for-search.ts';

/** A piece of an excerpt; `isHit` where it is one of the words that were looked for. */
export type ExcerptPart = { text: string; isHit: boolean };

/** About as many characters as stand in two lines. */
const LENGTH = 180;

/** Letter for letter, so that a place in the folded text is the same place in the text itself. */
const foldInPlace = (text: string): string =>
  Array.from(text, (letter) => {
    const folded = foldForSearch(letter);
    return folded.length === letter.length ? folded : ' '.repeat(letter.length);
  }).join('');

const wordStarts = (words: readonly string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...words].sort((a, b) => b.length - a.length).join('|')})[\\p{L}\\p{N}]*`, 'gu');

/** The words of a typed search, folded: letters and digits alone, eight at most. */
export const searchWords = (query: string): string[] =>
  foldForSearch(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 8);

/** How well a line answers: the words as they were typed, one after the other, before all of them, before some. */
function worthOf(folded: string, words: readonly string[]): number {
  const met = words.filter((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, 'u').test(folded)).length;
  return met + (folded.includes(words.join(' ')) ? words.length : 0);
}

/**
 * Of a text of several lines the piece around the best answer to a search (`words` as searchWords gives them), cut
 * between words, with the hits marked. Empty when nothing of it is there.
 */
export function excerptOf(body: string, words: readonly string[]): ExcerptPart[] {
  if (words.length === 0) return [];
  let best = { line: '', folded: '', worth: 0 };
  for (const line of body.split('\n')) {
    const folded = foldInPlace(line);
    const worth = worthOf(folded, words);
    if (worth > best.worth) best = { line, folded, worth };
  }
  if (best.worth === 0) return [];

  const phrase = best.folded.indexOf(words.join(' '));
  const first = phrase >= 0 ? phrase : (wordStarts(words).exec(best.folded)?.index ?? 0);
  let from = Math.max(0, Math.min(first - LENGTH / 3, best.line.length - LENGTH));
  if (from > 0) from = best.line.indexOf(' ', from) + 1;
  let to = Math.min(best.line.length, from + LENGTH);
  if (to < best.line.length) to = Math.max(best.line.lastIndexOf(' ', to), from + 1);

  const parts: ExcerptPart[] = [];
  const add = (text: string, isHit: boolean) => {
    if (text !== '') parts.push({ text, isHit });
  };
  let at = from;
  for (const hit of best.folded.slice(from, to).matchAll(wordStarts(words))) {
    const start = from + hit.index;
    add(best.line.slice(at, start), false);
    at = start + hit[0].length;
    add(best.line.slice(start, at), true);
  }
  add(best.line.slice(at, to), false);
  if (from > 0) parts.unshift({ text: '… ', isHit: false });
  if (to < best.line.length) parts.push({ text: ' …', isHit: false });
  return parts;
}
