import { isLocale, type Locale } from '#app/words/locale.ts';
import { readCookie } from './session-cookie.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const YEAR_SECONDS = 31_536_000;

/** A theme that there is, or null. */
export const parseTheme = (value: unknown): Theme | null => THEMES.find((each) => each === value) ?? null;

/** Language and theme of somebody who is not signed in; what is neither is as if it were not there. */
export function readPreferenceCookie(header: string | undefined): { locale: Locale | null; theme: Theme | null } {
  const locale = readCookie(header, 'locale');
  return { locale: isLocale(locale) ? locale : null, theme: parseTheme(readCookie(header, 'theme')) };
}

/** A preference for this browser, for a year. `isSecure`: it is sent back over https alone. */
export const preferenceCookie = (preference: { locale: Locale } | { theme: Theme }, isSecure: boolean): string => {
  const [name, value] = 'locale' in preference ? ['locale', preference.locale] : ['theme', preference.theme];
  const secure = isSecure ? '; Secure' : '';
  return `${name}=${value}; Path=/; HttpOnly${secure}; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
};
