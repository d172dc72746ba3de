export const locales = ['vi', 'en'] as const;
export type Locale = (typeof locales)[number];

export function isLocale(value: unknown): value is Locale {
  return value === 'vi' || value === 'en';
}

/** What content carries: a text in both languages. */
export type Bilingual = { readonly vi: string; readonly en: string };

/**
 * Each area of words is one file: `const vi = {…}`, `const en = {…} satisfies typeof vi`,
 * `export const areaWords = wordsOf({ vi, en })`. A key that lacks its English does not compile.
 */
export function wordsOf<T>(texts: Record<Locale, T>): (locale: Locale) => T {
  return (locale) => texts[locale];
}
