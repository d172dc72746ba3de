import { cleanLine } from '../clean-text.ts';
import { foldForSearch } from '../fold-for-search.ts';

const NAME_LIMIT = 120;

type NameFault =
  | { reason: 'empty' }
  | { reason: 'too-long'; limit: number }
  | { reason: 'control-characters' }
  | { reason: 'unprintable'; characters: string[] };
export type ParsedName = { outcome: 'name'; name: string } | ({ outcome: 'refused' } & NameFault);

/** Control characters and line separators: a name is one line. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * A person's name as it is stored and printed: of visible signs, NFC, one space between words, none around them.
 * `unprintable` names the characters that a document's font lacks; without it every script is taken.
 */
export function parsePersonName(text: string, unprintable?: (name: string) => string[]): ParsedName {
  const name = cleanLine(text);
  if (name === '') return { outcome: 'refused', reason: 'empty' };
  if (UNWANTED.test(name)) return { outcome: 'refused', reason: 'control-characters' };
  if ([...name].length > NAME_LIMIT) return { outcome: 'refused', reason: 'too-long', limit: NAME_LIMIT };
  const characters = unprintable?.(name) ?? [];
  if (characters.length > 0) return { outcome: 'refused', reason: 'unprintable', characters };
  return { outcome: 'name', name };
}

/**
 * The given name first: Vietnamese lists go by the last word of a name, then by family and middle names. A name of one
 * word is its own given name. Of names that are built otherwise, of other peoples or foreign, the last word leads too.
 */
export function sortNameOf(fullName: string): string {
  const words = fullName.split(' ');
  const given = words.pop() ?? '';
  return [given, ...words].join(' ');
}

/** What the search box looks through. */
export const searchTextOf = (person: { fullName: string; personnelNumber: string; email: string }): string =>
  foldForSearch(`${person.fullName} ${person.personnelNumber} ${person.email}`);
