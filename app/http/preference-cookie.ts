import { isLocale, type Locale } from '#app/words/locale.ts';
import { readCookie } from './session-cookie.ts';

type Theme = 'auto' | 'light' | 'dark';
const YEAR_SECONDS = 31_536_000;

/** Language and theme of somebody who is not signed in. */
export function readPreferenceCookie(header: string | undefined): { locale: Locale | null; theme: Theme | null } {
  const locale = readCookie(header, 'locale');
  const theme = readCookie(header, 'theme');
  return {
    locale: isLocale(locale) ? locale : null,
    theme: theme === 'light' || theme === 'dark' || theme === 'auto' ? theme : null,
  };
}

export const preferenceCookie = (name: 'locale' | 'theme', value: string): string =>
  `${name}=${value}; Path=/; SameSite=Lax; HttpOnly; Max-Age=${YEAR_SECONDS}`;
