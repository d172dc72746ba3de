import type { Db } from '#app/platform/database.server.ts';
import type { Actor } from './policy.ts';

/** Remembers the language and the look that a person chose, on all her devices. */
export async function updatePreferences(
  { db }: { db: Db },
  personId: string,
  chosen: { locale?: Actor['locale']; theme?: Actor['theme'] },
): Promise<void> {
  await db.person.update({ where: { id: personId }, data: chosen });
}
