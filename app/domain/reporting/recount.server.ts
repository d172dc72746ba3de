import { TIME_ZONE } from '#app/domain/calendar.ts';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';

export type Recount = { compared: number; differences: number; details: Difference[] };
type Difference = {
  agencyId: string;
  courseId: string;
  kind: string;
  /** The first day of the month; null for an as-of-now counter. */
  month: string | null;
  facts: number;
  rollup: number;
};

/** Counting a nation takes longer than other statements may. */
const LONG = { kind: 'whole', isolation: 'REPEATABLE READ' } as const;

/** What the facts say, agency by agency: the one source of the recount and of the repair. */
const facts = sql`
  SELECT f."agencyId", f."courseId", k.kind, NULL::date AS month, k.people
    FROM (SELECT "agencyId", "courseId", count(*) FILTER (WHERE assigned) AS assigned, count(*) FILTER (WHERE started) AS started,
                 count(*) FILTER (WHERE completed) AS completed, count(*) FILTER (WHERE overdue) AS overdue,
                 count(*) FILTER (WHERE "completedUnassigned") AS unasked, count(*) FILTER (WHERE "withdrawnOverdue") AS withdrawn
            FROM "StandingFacts" GROUP BY 1, 2) f
   CROSS JOIN LATERAL (VALUES
      ('assigned', f.assigned), ('started', f.started), ('completed', f.completed), ('overdue', f.overdue),
      ('completedUnassigned', f.unasked), ('withdrawnOverdue', f.withdrawn)) AS k(kind, people)
   WHERE k.people > 0
  UNION ALL
  SELECT a."agencyId", ${NO_COURSE}::uuid, 'registered', NULL, count(*)
    FROM "Appointment" a JOIN "Person" p ON p.id = a."personId" AND p."deactivatedAt" IS NULL
   WHERE a.state = 'CURRENT' AND a."isPrimary" GROUP BY 1
  UNION ALL
  SELECT c."agencyId", c."courseId", 'completed', date_trunc('month', c."completedAt" AT TIME ZONE ${TIME_ZONE})::date, count(*)
    FROM "Completion" c WHERE c."agencyId" IS NOT NULL GROUP BY 1, 2, 4
  UNION ALL
  SELECT e."agencyId", e."courseId", 'enrolled', date_trunc('month', e."enrolledAt" AT TIME ZONE ${TIME_ZONE})::date, count(*)
    FROM "Enrolment" e WHERE e."agencyId" IS NOT NULL GROUP BY 1, 2, 4`;

/** The same for an agency and everything below it, as the fold spreads. */
const spread = (rows: Sql) => sql`
  SELECT coalesce(a."ancestorId", r."agencyId") AS "agencyId", r."courseId", r.kind, r.month, sum(r.people)::int AS people
    FROM (${rows}) r LEFT JOIN "AgencyAncestor" a ON a."agencyId" = r."agencyId" GROUP BY 1, 2, 3, 4`;

/**
 * Counts everything again from the facts, never from the deltas, and compares it with the roll-ups and what they
 * must still learn, all in one snapshot. Leaves a row that says what was found; a difference is an error.
 */
export async function recountRollups({
  db,
  now,
  log,
}: {
  db: Db;
  now: () => Date;
  log?: Pick<Log, 'error' | 'info'>;
}): Promise<Recount> {
  const startedAt = now();
  const recount = await db.transaction(compare, LONG);
  await db.rollupRecount.create({
    data: {
      startedAt,
      finishedAt: now(),
      compared: recount.compared,
      differences: recount.differences,
      details: recount.details,
    },
  });
  if (recount.differences > 0) {
    log?.error({ ...recount, details: recount.details.slice(0, 10) }, 'the roll-ups differ from the recount');
  } else {
    log?.info({ compared: recount.compared }, 'the roll-ups equal the recount');
  }
  return recount;
}

async function compare(tx: Tx): Promise<Recount> {
  const row = await tx.one<Recount>`
    WITH counted AS (${spread(facts)}),
         told AS (
           SELECT "agencyId", "courseId", kind, month, sum(people)::int AS people FROM (
             SELECT "agencyId", "courseId", kind, NULL::date AS month, people FROM "RollupNow"
             UNION ALL SELECT "agencyId", "courseId", kind, month, people FROM "RollupMonth"
             UNION ALL (${spread(sql`SELECT "agencyId", "courseId", kind, month, people FROM "RollupDelta"`)})) t
            GROUP BY 1, 2, 3, 4),
         pairs AS (
           SELECT "agencyId", "courseId", kind, month, sum(facts)::int AS facts, sum(rollup)::int AS rollup FROM (
             SELECT "agencyId", "courseId", kind, month, people AS facts, 0 AS rollup FROM counted
             UNION ALL SELECT "agencyId", "courseId", kind, month, 0, people FROM told) p
            GROUP BY 1, 2, 3, 4 HAVING sum(facts) <> 0 OR sum(rollup) <> 0),
         differing AS (SELECT * FROM pairs WHERE facts <> rollup)
    SELECT (SELECT count(*)::int FROM pairs) AS compared,
           (SELECT count(*)::int FROM differing) AS differences,
           (SELECT coalesce(json_agg(d), '[]'::json) FROM (
              SELECT "agencyId", "courseId", kind, to_char(month, 'YYYY-MM-DD') AS month, facts, rollup FROM differing
               ORDER BY abs(facts - rollup) DESC, kind, "agencyId", "courseId" LIMIT 100) d) AS details`;
  return row;
}

/**
 * Writes the standings and the roll-ups anew from the facts, in one transaction. For a person to call, once the cause
 * of a difference is known: whoever would change a standing meanwhile waits.
 */
export async function repairRollups({
  db,
  inSameTransaction = async () => {},
}: {
  db: Db;
  /** What is written down about it commits with it. */
  inSameTransaction?: (tx: Tx) => Promise<void>;
}): Promise<void> {
  await db.transaction(async (tx) => {
    // Before the first look at the rows: the locks keep out every settle and every fold, so that what is counted
    // here and the deltas that are dropped here belong to the same moment.
    await tx.run`LOCK TABLE "Standing", "RegisteredStanding", "RollupNow", "RollupMonth" IN SHARE ROW EXCLUSIVE MODE`;
    await tx.run`DELETE FROM "RollupDelta"`;
    for (const table of ['Standing', 'RegisteredStanding', 'RollupNow', 'RollupMonth']) {
      await tx.run`DELETE FROM ${sql.raw(`"${table}"`)}`;
    }
    await tx.run`
        INSERT INTO "Standing" ("personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue")
        SELECT "personId", "courseId", "agencyId", assigned, started, completed, overdue, "completedUnassigned", "withdrawnOverdue"
          FROM "StandingFacts"`;
    await tx.run`
        INSERT INTO "RegisteredStanding" ("personId", "agencyId")
        SELECT p.id, a."agencyId" FROM "Appointment" a JOIN "Person" p ON p.id = a."personId" AND p."deactivatedAt" IS NULL
         WHERE a.state = 'CURRENT' AND a."isPrimary"`;
    await tx.run`
        WITH counted AS MATERIALIZED (${spread(facts)}),
             month_told AS (
               INSERT INTO "RollupMonth" ("agencyId", "courseId", kind, month, people)
               SELECT "agencyId", "courseId", kind, month, people FROM counted WHERE month IS NOT NULL)
        INSERT INTO "RollupNow" ("agencyId", "courseId", kind, people)
        SELECT "agencyId", "courseId", kind, people FROM counted WHERE month IS NULL`;
    await inSameTransaction(tx);
  }, LONG);
}
