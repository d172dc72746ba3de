import { type Sql, sql } from '#app/platform/sql.server.ts';
import { firstOverdueBy } from './was-overdue.server.ts';

/**
 * SQL by which the assignment of a person and course, if one is open, is met once `made`, a table or CTE, has a row: a
 * part of the statement that records the completion. The caller settles her standing.
 */
export const meetAssignment = (
  { personId, courseId, at }: { personId: string; courseId: string; at: Date },
  made: Sql,
): Sql => sql`
  UPDATE "Assignment" s SET status = 'COMPLETED', "completedAt" = ${at}, "firstOverdueAt" = ${firstOverdueBy(at)}, "overdueAt" = NULL, "seenAt" = coalesce("seenAt", ${at})
   WHERE "personId" = ${personId}::uuid AND "courseId" = ${courseId}::uuid AND status IN ('NOT_STARTED', 'IN_PROGRESS')
     AND EXISTS (SELECT 1 FROM ${made} made)`;
