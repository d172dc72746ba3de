import { deviceEnd } from '#app/domain/accounts/known-devices.server.ts';
import { longestSession } from '#app/domain/accounts/sessions.server.ts';
import { deviceCookie, sessionCookie } from './session-cookie.ts';

/** The cookies of somebody who has just signed in: her session, and the device that she is known on. */
export const signedInCookies = (
  { token, deviceToken }: { token: string; deviceToken: string },
  now: Date,
): [string, string][] => [
  ['Set-Cookie', sessionCookie(token, longestSession(now))],
  ['Set-Cookie', deviceCookie(deviceToken, deviceEnd(now))],
];
