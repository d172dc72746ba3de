import { repairRollups } from '#app/domain/reporting/recount.server.ts';
import { type DrillCourse, query, type Site } from '../drill/open-ground.ts';

/**
 * For every person and course what a year leaves behind, as shares of a hundred: 70 assigned, of these 80 enrolled and
 * 60 completed, 15 overdue; of the others 10 enrolled by themselves and half of them completed. Rows alone: the
 * certificates are there to be read in lists, and no document stands behind them.
 */
export async function makeHistory(site: Site, courses: readonly DrillCourse[], createdById: string): Promise<void> {
  const share = (salt: string) =>
    `(('x' || substr(md5(p.id::text || c.id::text || '${salt}'), 1, 6))::bit(24)::int % 100)`;
  const people = `
    "Person" p JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary"
    CROSS JOIN "Course" c`;
  const at = (days: string) => `date_trunc('day', now()) - (${days}) * interval '1 day' + interval '3 hours'`;
  await query(site.databaseUrl, [
    ...courses.map(
      (course) => `
      INSERT INTO "AssignmentBatch" ("courseId", "agencyId", "dueAt", "createdById", "plannedPeople", state, "finishedAt", "personIds")
      SELECT '${course.id}', id, now() + interval '20 days', '${createdById}', 0, 'DONE', now(), '{}' FROM "Agency" WHERE code = 'VN'`,
    ),
    `INSERT INTO "Enrolment" ("personId", "courseId", "editionId", "agencyId", source, "enrolledAt")
     SELECT p.id, c.id, c."currentEditionId", ap."agencyId", (CASE WHEN ${share('a')} < 70 THEN 'ASSIGNED' ELSE 'SELF' END)::"EnrolmentSource",
            ${at(`120 - ${share('d')}`)}
       FROM ${people} WHERE CASE WHEN ${share('a')} < 70 THEN ${share('e')} < 80 ELSE ${share('e')} < 10 END`,
    `INSERT INTO "Completion" ("enrolmentId", cycle, "personId", "courseId", "editionId", "agencyId", "agencyNameVi", "agencyNameEn", position, "completedAt")
     SELECT e.id, 1, p.id, c.id, e."editionId", e."agencyId", '', '', '', ${at(`20 - ${share('d')} / 10`)}
       FROM "Enrolment" e JOIN "Person" p ON p.id = e."personId" JOIN "Course" c ON c.id = e."courseId"
      WHERE CASE WHEN e.source = 'ASSIGNED' THEN ${share('e')} < 60 ELSE ${share('e')} < 5 END`,
    `INSERT INTO "Certificate" ("completionId", "personId", serial, statement, status, "reservedAt", "issuedAt", "documentSha256", "documentBytes")
     SELECT m.id, m."personId", regexp_replace(upper(substr(md5(m.id::text), 1, 16)), '(.{4})(.{4})(.{4})(.{4})', '\\1-\\2-\\3-\\4'), '{}', 'ISSUED',
            m."completedAt", m."completedAt", md5(m.id::text) || md5(m."personId"::text), 30000
       FROM "Completion" m`,
    `INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", status, "assignedAt", "dueAt", "overdueAt", "completedAt", "seenAt")
     SELECT b.id, p.id, c.id, ap."agencyId", (CASE WHEN m.id IS NOT NULL THEN 'COMPLETED' WHEN e.id IS NOT NULL THEN 'IN_PROGRESS' ELSE 'NOT_STARTED' END)::"AssignmentStatus",
            ${at('130')}, CASE WHEN ${share('o')} < 40 THEN ${at('10')} ELSE ${at('-20')} END,
            CASE WHEN ${share('o')} < 40 AND m.id IS NULL THEN ${at('10')} END, m."completedAt", now()
       FROM ${people} JOIN "AssignmentBatch" b ON b."courseId" = c.id
       LEFT JOIN "Enrolment" e ON e."personId" = p.id AND e."courseId" = c.id LEFT JOIN "Completion" m ON m."enrolmentId" = e.id
      WHERE ${share('a')} < 70`,
  ]);
  await repairRollups({ db: site.db });
  await query(site.superuserUrl, ['VACUUM ANALYZE']);
}
