import type { Actor } from '#app/domain/accounts/policy.ts';
import { readSession } from '#app/domain/accounts/sessions.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { isDatabaseAway } from '#app/platform/database-away.server.ts';
import type { World } from '#app/platform/world.ts';
import type { Locale } from '#app/words/locale.ts';
import { readPreferenceCookie } from './preference-cookie.ts';
import { readSessionToken } from './session-cookie.ts';

type Theme = 'auto' | 'light' | 'dark';

/** What one HTTP request knows. The session is looked up at most once, however many loaders ask. */
export type RequestContext = {
  world: World;
  requestId: string;
  nonce: string;
  /** The caller's address as the server in front reports it, for rate limits. */
  address: string;
  isSecure: boolean;
  isDevelopment: boolean;
  /** The page that was rendered, whole: a response would make a stream of it, only for the server to read it again. */
  page: Uint8Array | null;
  actor(): Promise<Actor | null>;
  /** Who it is at this moment, for an answer that takes so long that rights may end meanwhile. */
  actorNow(): Promise<Actor | null>;
  requireActor(): Promise<Actor>;
  locale(): Promise<Locale>;
  theme(): Promise<Theme>;
};

export function createRequestContext(input: {
  world: World;
  requestId: string;
  nonce: string;
  address: string;
  isDevelopment: boolean;
  cookieHeader: string | undefined;
}): RequestContext {
  const { world, cookieHeader } = input;
  const isSecure = world.appUrl.startsWith('https:');
  let looked: Promise<Actor | null> | undefined;
  const actorNow = () => {
    const token = readSessionToken(cookieHeader);
    return token ? readSession(world, token) : Promise.resolve(null);
  };
  const actor = () => {
    looked ??= actorNow();
    return looked;
  };
  const preferences = readPreferenceCookie(cookieHeader);
  // What is said while the database is away is said in her language, as well as this browser knows it.
  const known = () =>
    actor().catch((error: unknown) => {
      if (isDatabaseAway(error)) return null;
      throw error;
    });
  return {
    ...input,
    page: null,
    isSecure,
    actor,
    actorNow,
    requireActor: async () => {
      const found = await actor();
      if (!found) throw new DomainError('forbidden', { reason: 'sign-in-needed' });
      return found;
    },
    locale: async () => (await known())?.locale ?? preferences.locale ?? 'vi',
    theme: async () => (await known())?.theme ?? preferences.theme ?? 'auto',
  };
}
