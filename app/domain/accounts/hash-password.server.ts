import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters that OWASP recommends: 19 MiB, two passes, one lane. Algorithm 2 is argon2id. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of nothing anybody types, by the same parameters: an unknown person costs the same work as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$/vNoJ9+wx+DYvkT23Jgs2w$I2TfCYvRU5yMmNWu/ajdUAiYGW0C6lSlTWgK5lVCSug';

/** The same password typed on another keyboard may come composed otherwise. */
const normalise = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalise(password), PARAMETERS);

/** Whether it is the password of that hash. Without a hash it is never, after the same work. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, normalise(password));
  return matches && passwordHash !== null;
}
