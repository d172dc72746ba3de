import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';

/**
 * As-of-now counters per agency of `units` (a CTE with a column id), with what the fold has yet to take: the same
 * figures before and after a fold. Columns: "agencyId", registered, assigned, completed, overdue, "completedUnassigned".
 * The cost grows with the units asked for and with the waiting deltas, never with people. Null course: over all courses.
 */
export const counters = (courseId: Sql | null): Sql => {
  const course = (alias: string) =>
    courseId === null ? sql`true` : sql`${sql.raw(alias)}."courseId" IN (${NO_COURSE}::uuid, ${courseId})`;
  const sum = (kind: string) => sql`coalesce(sum(k.people) FILTER (WHERE k.kind = ${kind}), 0)::int`;
  return sql`
    SELECT u.id AS "agencyId", ${sum('registered')} AS registered, ${sum('assigned')} AS assigned, ${sum('completed')} AS completed,
           ${sum('overdue')} AS overdue, ${sum('completedUnassigned')} AS "completedUnassigned"
      FROM units u LEFT JOIN (
        SELECT r."agencyId", r.kind, r.people FROM units w JOIN "RollupNow" r ON r."agencyId" = w.id WHERE ${course('r')}
        UNION ALL
        SELECT t."ancestorId", d.kind, d.people FROM "RollupDelta" d
          JOIN "AgencyAncestor" t ON t."agencyId" = d."agencyId" JOIN units w ON w.id = t."ancestorId"
         WHERE d.month IS NULL AND ${course('d')}) k ON k."agencyId" = u.id
     GROUP BY u.id`;
};

export type Counters = {
  registered: number;
  assigned: number;
  completed: number;
  overdue: number;
  completedUnassigned: number;
};
