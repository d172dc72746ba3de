/** Text as it is searched: without case and diacritics, đ as d, one space between words. Pure, so both sides of a search agree. */
export const foldForSearch = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The words of a typed search as patterns for LIKE; every one of them must match. */
export const searchPatterns = (query: string): string[] =>
  foldForSearch(query)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
