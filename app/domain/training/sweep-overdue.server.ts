import { lockPeople, settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db } from '#app/platform/database.server.ts';

const CHUNK = 500;
const ROUNDS = 400;

/**
 * Marks open assignments overdue from the instant at which they fell due, whenever that is noticed. Answers how many.
 * Harmless when it runs twice or at once: of two, one finds them unmarked.
 */
export async function sweepOverdue({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const at = now();
  let swept = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const due = await db.rows<{ id: string; personId: string }>`
      SELECT id, "personId" FROM "Assignment"
       WHERE "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS') AND "dueAt" <= ${at}
       ORDER BY "dueAt", id LIMIT ${CHUNK}`;
    if (due.length === 0) break;
    const ids = due.map((row) => row.id);
    const personIds = [...new Set(due.map((row) => row.personId))];
    swept += await db.transaction(async (tx) => {
      await lockPeople(tx, personIds);
      const marked = await tx.run`
        UPDATE "Assignment" SET "overdueAt" = "dueAt"
         WHERE id = ANY(${ids}::uuid[]) AND "overdueAt" IS NULL AND status IN ('NOT_STARTED', 'IN_PROGRESS') AND "dueAt" <= ${at}`;
      await settleStandings(tx, personIds, null, at);
      return marked;
    });
    if (due.length < CHUNK) break;
  }
  return swept;
}
