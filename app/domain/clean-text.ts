/*
 * What people type and paste carries signs that nobody sees: soft hyphens, zero-width spaces, marks that turn the
 * direction of writing. They are taken out wherever text comes in, by the functions here and by no others.
 */

/** Signs that are not drawn: formats, and what Unicode calls ignorable by default (fillers, selectors, joiners). */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Full-width forms of an input method as the signs that they stand for, one for one. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

/** Apostrophes of every keyboard as one, and the Ð and Ɖ of other alphabets as Đ: one for one. */
export const alike = (text: string): string =>
  text
    .replace(/[’‘ʼ´`]/g, "'")
    .replace(/[\u00d0\u0189]/g, 'Đ')
    .replace(/[\u00f0\u0256]/g, 'đ');

/** Any space as one space, and none around: the spaces of typesetting and of input methods too. */
export const withSingleSpaces = (text: string): string => text.replace(/\p{Zs}+/gu, ' ').trim();

/** One line of words as it is stored and printed: composed (NFC), of visible signs alone, one space between words. */
export const cleanLine = (text: string): string => withSingleSpaces(withoutInvisible(text).normalize('NFC'));

/** What somebody wrote to somebody else in a sentence or two, as it is stored: one line of visible signs, composed (NFC). */
export const cleanSentence = (text: string): string =>
  withoutInvisible(text)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();

/** What somebody wrote in several lines, as it is stored: its lines and spaces stay, of other signs the visible ones. */
export const cleanLines = (text: string): string =>
  withoutInvisible(text)
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .trim();

/** A character with the code by which it can be looked up: “李” (U+674E); the code alone where nothing would be seen. */
export function nameCharacter(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `“${character}” (${code})` : code;
}

/** The characters of a text, each with its code: “王” (U+738B), “李” (U+674E). */
export const nameCharacters = (characters: string): string => Array.from(characters, nameCharacter).join(', ');

/**
 * What was typed or pasted to name somebody or something: without what nobody sees, quotes and brackets around it, the
 * words of a label before it, punctuation behind it; full-width signs, apostrophes and Ð as everybody else writes them.
 */
export const cleanTyped = (text: string): string =>
  withSingleSpaces(alike(halfWidth(withoutInvisible(text)).normalize('NFC')))
    .replace(/^\p{L}[\p{L} ]*:\s*/u, '')
    .replace(/^[\s"'“”«»(<[]+|[\s"'“”«»)>\].,;:!?…]+$/gu, '');
