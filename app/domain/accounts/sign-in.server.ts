import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { clearRateLimit, hitRateLimit, type RateLimitRule, returnRateLimit } from '#app/platform/rate-limit.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { verifyPassword } from './hash-password.server.ts';
import { createSession, endSession } from './sessions.server.ts';

/** Wrong passwords. A whole ministry can stand behind one address, so what succeeds is not counted there. */
export const ACCOUNT_LIMIT: RateLimitRule = { limit: 10, windowSeconds: 15 * 60 };
export const ADDRESS_LIMIT: RateLimitRule = { limit: 100, windowSeconds: 15 * 60 };

export type SignIn =
  | { outcome: 'signed-in'; token: string; expiresAt: Date; personId: string }
  | { outcome: 'refused' }
  | { outcome: 'wait'; seconds: number };

/** How attempts on one account are counted, also where nobody has such an account. */
export const accountKey = (personIdOrIdentifier: string): string => `sign-in:account:${sha256(personIdOrIdentifier)}`;
const addressKey = (address: string): string => `sign-in:address:${sha256(address)}`;

/**
 * Signs a person in by e-mail or personnel number and password. Unknown person, wrong password, no password yet and
 * deactivated: one answer, after the same work. A session that the browser already carried ends: `previousToken`.
 */
export async function signIn(
  world: { db: Db; now: () => Date; random: Random },
  typed: { identifier: string; password: string; address: string; previousToken?: string | null },
): Promise<SignIn> {
  const { db, now } = world;
  const identifier = typed.identifier.normalize('NFC').trim().toLowerCase();
  const person = await findPerson(db, identifier);
  const keys = { address: addressKey(typed.address), account: accountKey(person?.id ?? identifier) };

  const byAddress = await hitRateLimit(db, keys.address, ADDRESS_LIMIT, now());
  if (byAddress.outcome === 'wait') return byAddress;
  const byAccount = await hitRateLimit(db, keys.account, ACCOUNT_LIMIT, now());
  if (byAccount.outcome === 'wait') return byAccount;

  const matches = await verifyPassword(person?.passwordHash ?? null, typed.password.slice(0, 1024));
  if (!person || !matches || person.deactivatedAt !== null) return { outcome: 'refused' };

  await clearRateLimit(db, keys.account);
  await returnRateLimit(db, keys.address);
  if (typed.previousToken) await endSession(world, typed.previousToken);
  const session = await createSession(world, person.id, { securityStamp: person.securityStamp });
  return { outcome: 'signed-in', ...session, personId: person.id };
}

function findPerson(db: Db, identifier: string) {
  // What no e-mail and no number can be, PostgreSQL need not see: a NUL byte, a page of text.
  const impossible = identifier.length > 320 || /\p{Cc}/u.test(identifier);
  return db.person.findFirst({
    where: impossible
      ? { id: '00000000-0000-0000-0000-000000000000' }
      : /^\d{10}$/.test(identifier)
        ? { personnelNumber: identifier }
        : { email: identifier },
    select: { id: true, passwordHash: true, deactivatedAt: true, securityStamp: true },
  });
}
