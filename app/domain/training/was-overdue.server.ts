import { type Sql, sql } from '#app/platform/sql.server.ts';

/**
 * When the assignment `s` was overdue for the first time, as seen at an instant; null when it never was. What has fallen
 * due since the last sweep counts. Another day clears that it is overdue, and never that it was.
 */
export const firstOverdueBy = (at: Date): Sql => sql`
  coalesce(s."firstOverdueAt", CASE WHEN s.status IN ('NOT_STARTED', 'IN_PROGRESS') AND s."dueAt" <= ${at}::timestamptz THEN s."dueAt" END)`;
