import { deviceEnd } from '#app/domain/accounts/known-devices.server.ts';
import { longestSession } from '#app/domain/accounts/sessions.server.ts';
import { readPreferenceCookie } from './preference-cookie.ts';
import { deviceCookie, readDeviceToken, readSessionToken, sessionCookie } from './session-cookie.ts';

/** How somebody came in, as the door is told it on the way through. */
const ENTRIES = ['password', 'link'] as const;
export type Entry = (typeof ENTRIES)[number];
const ENTERED = 'entered';

/** Whether the browser has sent a cookie of ours back: one that does keeps those of a sign-in too. */
function keepsCookies(header: string | undefined): boolean {
  const { locale, theme } = readPreferenceCookie(header);
  return [readSessionToken(header), readDeviceToken(header), locale, theme].some((cookie) => cookie !== null);
}

/**
 * Where somebody goes who has just signed in. A browser that has shown no cookie yet goes there by way of the door,
 * which lets it through when the session's cookie comes back, and otherwise says that cookies are blocked.
 */
export const wayIn = (to: string, entry: Entry, cookies: string | undefined): string =>
  keepsCookies(cookies) ? to : `/sign-in?${new URLSearchParams({ [ENTERED]: entry, to })}`;

/** How somebody came in whose cookies did not come back with her; null for everybody else at the door. */
export const readEntry = (url: URL): Entry | null =>
  ENTRIES.find((each) => each === url.searchParams.get(ENTERED)) ?? null;

/** The cookies of somebody who has just signed in: her session, and the device that she is known on. */
export const signedInCookies = (
  { token, deviceToken }: { token: string; deviceToken: string },
  now: Date,
): [string, string][] => [
  ['Set-Cookie', sessionCookie(token, longestSession(now))],
  ['Set-Cookie', deviceCookie(deviceToken, deviceEnd(now))],
];
