import type { Tx } from '#app/platform/database.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';

/** Stands for "no course" in counters that have none, such as the registered people of an agency. */
export const NO_COURSE = '00000000-0000-0000-0000-000000000000';

const kinds = (alias: string, sign: 1 | -1) => sql`
  SELECT ${sql.raw(alias)}."agencyId", ${sql.raw(alias)}."courseId", k.kind, ${sign}::int AS people
    FROM ${sql.raw(alias)}, LATERAL (VALUES
      ('assigned', ${sql.raw(alias)}.assigned), ('started', ${sql.raw(alias)}.started),
      ('completed', ${sql.raw(alias)}.completed), ('overdue', ${sql.raw(alias)}.overdue),
      ('completedUnassigned', ${sql.raw(alias)}."completedUnassigned"),
      ('withdrawnOverdue', ${sql.raw(alias)}."withdrawnOverdue")) AS k(kind, holds)
   WHERE k.holds`;

/**
 * Brings the standings of these people, in one course or in all, up to the facts of this transaction, and records
 * the difference as deltas. Once or many times, the end is the same. The caller holds the locks of `lockPeople`.
 */
export async function settleStandings(tx: Tx, personIds: readonly string[], courseId: string | null, at: Date) {
  if (personIds.length === 0) return;
  const mine = (alias: string) =>
    courseId === null
      ? sql`${sql.raw(alias)}."personId" = ANY(${personIds}::uuid[])`
      : sql`${sql.raw(alias)}."personId" = ANY(${personIds}::uuid[]) AND ${sql.raw(alias)}."courseId" = ${courseId}::uuid`;
  await tx.run`
    WITH fresh AS MATERIALIZED (SELECT f.* FROM "StandingFacts" f WHERE ${mine('f')}),
         stale AS MATERIALIZED (SELECT s.* FROM "Standing" s WHERE ${mine('s')}),
         changed AS (
           SELECT "agencyId", "courseId", kind, sum(people)::int AS people
             FROM (${kinds('fresh', 1)} UNION ALL ${kinds('stale', -1)}) d GROUP BY 1, 2, 3 HAVING sum(people) <> 0),
         told AS (
           INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, people, at)
           SELECT "agencyId", "courseId", kind, people, ${at} FROM changed),
         gone AS (
           DELETE FROM "Standing" s USING stale o
            WHERE s."personId" = o."personId" AND s."courseId" = o."courseId"
              AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f."personId" = o."personId" AND f."courseId" = o."courseId"))
    INSERT INTO "Standing" AS s ("personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue")
    SELECT "personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue" FROM fresh
    ON CONFLICT ("personId", "courseId") DO UPDATE SET
      "agencyId" = excluded."agencyId", assigned = excluded.assigned, started = excluded.started,
      completed = excluded.completed, overdue = excluded.overdue, "completedUnassigned" = excluded."completedUnassigned",
      "withdrawnOverdue" = excluded."withdrawnOverdue"
    WHERE (s."agencyId", s.assigned, s.started, s.completed, s.overdue, s."completedUnassigned", s."withdrawnOverdue") IS DISTINCT FROM
          (excluded."agencyId", excluded.assigned, excluded.started, excluded.completed, excluded.overdue, excluded."completedUnassigned",
           excluded."withdrawnOverdue")`;
}

/** What can happen in a month: told once, when the fact is written. */
type MonthKind = 'enrolled' | 'completed';

type Monthly = { agencyId: string; courseId: string; kind: MonthKind; month: string; people: number; at: Date };

/**
 * SQL that records that something happened to `people` people of an agency in a Vietnamese calendar month (YYYY-MM-01),
 * once for each row of `made`, a table or CTE: a part of the statement that records what happened.
 */
export const monthlyDelta = (delta: Monthly, made: Sql): Sql => sql`
  INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, month, people, at)
  SELECT ${delta.agencyId}::uuid, ${delta.courseId}::uuid, ${delta.kind}, ${delta.month}::date, ${delta.people}, ${delta.at} FROM ${made} made`;

/** The same as a statement of its own. */
export async function recordMonthly(tx: Tx, delta: Monthly): Promise<void> {
  await tx.run(monthlyDelta(delta, sql`(SELECT 1)`));
}
