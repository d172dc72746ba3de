import { type Sql, sql } from '#app/platform/sql.server.ts';
import type { AuditSubject } from '../ledger/audit-subjects.ts';

/**
 * The subject of the event `e` as an id of its kind; of another kind, and where it is no id (the unknown account of a
 * failed sign-in), nothing.
 */
const idOf = (kind: AuditSubject): Sql =>
  sql`CASE WHEN e."subjectType" = ${kind} AND pg_input_is_valid(e."subjectId", 'uuid') THEN e."subjectId"::uuid END`;

/** For each kind, whose and of which course and unit its subject is; null for what has no name. */
const AUDIT_NAMES: Record<AuditSubject, Sql | null> = {
  person: sql`SELECT ${idOf('person')} AS "personId", NULL::uuid AS "courseId", NULL::uuid AS "unitId" WHERE e."subjectType" = 'person'`,
  agency: sql`SELECT NULL, NULL, ${idOf('agency')} WHERE e."subjectType" = 'agency'`,
  assignment: sql`
    SELECT s."personId", s."courseId", NULL FROM "Assignment" s WHERE s.id = ${idOf('assignment')}`,
  'assignment-batch': sql`
    SELECT NULL, b."courseId", b."agencyId" FROM "AssignmentBatch" b WHERE b.id = ${idOf('assignment-batch')}`,
  'attempt-request': sql`
    SELECT r."personId", r."courseId", NULL FROM "AttemptRequest" r WHERE r.id = ${idOf('attempt-request')}`,
  storage: null,
  reports: null,
};

export type AuditName = {
  personId: string | null;
  personName: string | null;
  courseCode: string | null;
  courseVi: string | null;
  courseEn: string | null;
  unitVi: string | null;
  unitEn: string | null;
};

/** named: the names of the subject of the event `e`, as JSON (AuditName). */
export const auditNamePart: Sql = sql`
  LEFT JOIN LATERAL (
    SELECT json_build_object('personId', p.id, 'personName', p."fullName", 'courseCode', c.code,
             'courseVi', coalesce(d."titleVi", c.code), 'courseEn', coalesce(d."titleEn", c.code), 'unitVi', u."nameVi", 'unitEn', u."nameEn") AS subject
      FROM (${sql.join(
        Object.values(AUDIT_NAMES).filter((each) => each !== null),
        ' UNION ALL ',
      )}) n
      LEFT JOIN "Person" p ON p.id = n."personId" LEFT JOIN "Course" c ON c.id = n."courseId"
      LEFT JOIN "CourseEdition" d ON d.id = c."currentEditionId" LEFT JOIN "Agency" u ON u.id = n."unitId" LIMIT 1) named ON true`;
