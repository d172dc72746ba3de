import type { Tx } from '#app/platform/database.server.ts';

/**
 * Takes the locks under which a person's standings change. Whoever changes what a person counts for (assignment,
 * enrolment, completion, appointment) takes them first, in this order, and so never settles on a stale view.
 */
export async function lockPeople(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx.run`SELECT id FROM "Person" WHERE id = ANY(${personIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}
