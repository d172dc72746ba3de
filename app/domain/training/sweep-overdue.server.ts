import { lockPeople } from '#app/domain/accounts/lock-people.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';

type Due = { id: string; personId: string; courseId: string };

const CHUNK = 1_000;
/** So long one sweep goes on before what comes after it has its turn; the rest is for the next minute. */
const WITHIN_MS = 20_000;

/**
 * Marks open assignments overdue from the instant at which they fell due, whenever that is noticed. Answers how many.
 * Harmless when it runs twice or at once: of two, one finds them unmarked. After a midnight on which very many fell due
 * it stops in between, so that certificates and attempts have their turn.
 */
export async function sweepOverdue(
  { db, now }: { db: Db; now: () => Date },
  { chunk = CHUNK, withinMs = WITHIN_MS }: { chunk?: number; withinMs?: number } = {},
): Promise<number> {
  const at = now();
  const begun = performance.now();
  let swept = 0;
  for (let found = chunk; found === chunk; ) {
    // In no other order than that of the index: half a million may fall due at one midnight, and sorting them by anything
    // else would look at all that are left for each chunk.
    const due = await db.rows<Due>`
      SELECT id, "personId", "courseId" FROM "Assignment"
       WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS') AND "dueAt" <= ${at}
       ORDER BY "dueAt" LIMIT ${chunk}`;
    found = due.length;
    if (found > 0) swept += await db.transaction((tx) => markOverdue(tx, due, at));
    if (performance.now() - begun >= withinMs) break;
  }
  return swept;
}

async function markOverdue(tx: Tx, due: readonly Due[], at: Date): Promise<number> {
  await lockPeople(tx, [...new Set(due.map((row) => row.personId))]);
  const marked = await tx.run`
    UPDATE "Assignment" SET "overdueAt" = "dueAt"
     WHERE id = ANY(${due.map((row) => row.id)}::uuid[]) AND "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS') AND "dueAt" <= ${at}`;
  const people = new Map<string, string[]>(due.map(({ courseId }) => [courseId, []]));
  for (const { personId, courseId } of due) people.get(courseId)?.push(personId);
  for (const [courseId, personIds] of people) await settleStandings(tx, personIds, courseId, at);
  return marked;
}
