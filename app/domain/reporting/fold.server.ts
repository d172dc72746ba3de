import type { Db } from '#app/platform/database.server.ts';

const BATCH = 50_000;
const ROUNDS = 40;

/**
 * Folds pending deltas into the roll-ups of their agency and everything above it, and answers how many it took.
 * Taking and adding are one statement: a crash or a second fold counts nothing twice. One folds at a time; whoever
 * comes second takes none. What was taken is deleted, for a mark on the last id would miss rows that commit late.
 */
export async function foldDeltas(db: Db, { limit = BATCH }: { limit?: number } = {}): Promise<number> {
  let folded = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const taken = await foldOnce(db, limit);
    folded += taken;
    if (taken < limit) break;
  }
  return folded;
}

async function foldOnce(db: Db, limit: number): Promise<number> {
  const row = await db.one<{ taken: number }>`
    WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtext('truc.roll-ups')) AS mine),
         taken AS (
           DELETE FROM "RollupDelta"
            WHERE id IN (SELECT id FROM "RollupDelta" WHERE (SELECT mine FROM turn) ORDER BY id LIMIT ${limit})
           RETURNING "agencyId", "courseId", kind, month, people),
         gathered AS (
           SELECT "agencyId", "courseId", kind, month, sum(people)::int AS people FROM taken GROUP BY 1, 2, 3, 4),
         spread AS MATERIALIZED (
           SELECT coalesce(a."ancestorId", g."agencyId") AS "agencyId", g."courseId", g.kind, g.month, sum(g.people)::int AS people
             FROM gathered g LEFT JOIN "AgencyAncestor" a ON a."agencyId" = g."agencyId"
            GROUP BY 1, 2, 3, 4 HAVING sum(g.people) <> 0),
         now_told AS (
           INSERT INTO "RollupNow" AS r ("agencyId", "courseId", kind, people)
           SELECT "agencyId", "courseId", kind, people FROM spread WHERE month IS NULL
           ON CONFLICT ("agencyId", "courseId", kind) DO UPDATE SET people = r.people + excluded.people),
         month_told AS (
           INSERT INTO "RollupMonth" AS r ("agencyId", "courseId", kind, month, people)
           SELECT "agencyId", "courseId", kind, month, people FROM spread WHERE month IS NOT NULL
           ON CONFLICT ("agencyId", "courseId", kind, month) DO UPDATE SET people = r.people + excluded.people)
    SELECT count(*)::int AS taken FROM taken`;
  return row.taken;
}
