import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTheme, preferenceCookie, readPreferenceCookie } from './preference-cookie.ts';

describe('a preference cookie', () => {
  it('is bound to this site and a year, and over https to https', () => {
    expect(preferenceCookie({ locale: 'en' }, true)).toBe(
      'locale=en; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=31536000',
    );
    expect(preferenceCookie({ theme: 'dark' }, false)).toBe(
      'theme=dark; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000',
    );
  });

  it('is read as it was set, among others', () => {
    const header = ['a=1', ...[{ locale: 'en' } as const, { theme: 'light' } as const].map(set)].join('; ');
    expect(readPreferenceCookie(header)).toEqual({ locale: 'en', theme: 'light' });
    expect(readPreferenceCookie(undefined)).toEqual({ locale: null, theme: null });
  });

  it('that says anything else is as if it were not there', () => {
    const known = ['vi', 'en', 'auto', 'light', 'dark'];
    const anything = fc.oneof(
      fc.string({ maxLength: 4_000 }),
      fc.constantFrom('EN', 'vi-VN', 'pink', '', 'en"', '__proto__', 'constructor', 'x'.repeat(8_000)),
    );
    fc.assert(
      fc.property(
        anything.filter(
          (value) => !known.includes(value.split(';')[0]?.trim() ?? '') && !/(locale|theme)=/.test(value),
        ),
        (value) => {
          const read = readPreferenceCookie(`locale=${value}; theme=${value}`);
          expect(read.locale).toBeNull();
          expect(parseTheme(value)).toBeNull();
        },
      ),
    );
  });
});

const set = (preference: Parameters<typeof preferenceCookie>[0]) => preferenceCookie(preference, true).split(';')[0];
