import type { Locale } from './locale.ts';
import { shellWords } from './shell.ts';

/** What stands in the browser's tab; a page that comes back with faults says so first. */
export const pageTitle = (locale: Locale, title: string, isFaulty = false): string =>
  `${isFaulty ? shellWords(locale).errorTitle : ''}${title} – ${shellWords(locale).name}`;
