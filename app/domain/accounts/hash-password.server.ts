import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { atMost } from '#app/platform/at-most.ts';

/** argon2id with the parameters that OWASP recommends: 19 MiB, two passes, one lane. Algorithm 2 is argon2id. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of nothing anybody types, by the same parameters: an unknown person costs the same work as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$/vNoJ9+wx+DYvkT23Jgs2w$I2TfCYvRU5yMmNWu/ajdUAiYGW0C6lSlTWgK5lVCSug';

/** One core stays free for pages, however many sign in; two hundred wait a few seconds. */
const inTurn = atMost({ running: Math.max(1, availableParallelism() - 1), waiting: 200 });

/** The same password typed on another keyboard may come composed otherwise. */
const normalise = (password: string): string => password.normalize('NFKC');

/** @throws TooBusy when too many passwords are waiting to be worked on */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(normalise(password), PARAMETERS), { first: true });

/**
 * Whether it is the password of that hash. Without a hash it is never, after the same work. `first`: before those who
 * wait and of whom nothing is known.
 * @throws TooBusy when too many passwords are waiting to be worked on
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
  { first = false } = {},
): Promise<boolean> {
  const matches = await inTurn(() => verify(passwordHash ?? NOBODY, normalise(password)), { first });
  return matches && passwordHash !== null;
}
