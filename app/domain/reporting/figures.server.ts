import { sql } from '#app/platform/sql.server.ts';

/** The counters of the roll-up rows `r` of one agency and course, side by side. */
export const figureColumns = sql`
  coalesce(max(r.people) FILTER (WHERE r.kind = 'registered'), 0)::int AS registered,
  coalesce(max(r.people) FILTER (WHERE r.kind = 'assigned'), 0)::int AS assigned,
  coalesce(max(r.people) FILTER (WHERE r.kind = 'started'), 0)::int AS started,
  coalesce(max(r.people) FILTER (WHERE r.kind = 'completed'), 0)::int AS completed,
  coalesce(max(r.people) FILTER (WHERE r.kind = 'overdue'), 0)::int AS overdue,
  coalesce(max(r.people) FILTER (WHERE r.kind = 'completedUnassigned'), 0)::int AS "completedUnassigned",
  coalesce(max(r.people) FILTER (WHERE r.kind = 'withdrawnOverdue'), 0)::int AS "withdrawnOverdue"`;
