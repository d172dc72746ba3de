import { alike, cleanTyped, halfWidth, withoutInvisible } from './clean-text.ts';

/** Text as it is searched: without case and diacritics, đ as d, one space between words. Pure, so both sides of a search agree. */
export const foldForSearch = (text: string): string =>
  alike(halfWidth(withoutInvisible(text)))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** A number as it is grouped by hand or by a spreadsheet: 0123 456 789. */
const GROUPED_DIGITS = /^\d[\d\s.,\-–]*\d$/;

/**
 * The words of a typed search as patterns for LIKE; every one of them must match. A number of ten digits is one word
 * however it is grouped; an apostrophe matches any apostrophe.
 */
export const searchPatterns = (query: string): string[] => {
  const folded = foldForSearch(cleanTyped(query));
  const digits = folded.replace(/\D/g, '');
  const words = GROUPED_DIGITS.test(folded) && digits.length === 10 ? [digits] : folded.split(' ');
  return words
    .map((word) => word.replace(/^["(“«]+|[",;:!?…)”».]+$/g, ''))
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&').replaceAll("'", '_')}%`);
};
