import type { Readable } from 'node:stream';
import { byName } from '#app/domain/accounts/name-order.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { wholeWithin, within } from '#app/domain/agencies/within.server.ts';
import { TIME_ZONE } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import type { CopyRows } from '#app/platform/copy-rows.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';
import { exportWords } from '#app/words/exports.ts';
import type { Locale } from '#app/words/locale.ts';
import { withHeader } from './write-csv.server.ts';

/**
 * People × the courses that they were assigned or chose, of an agency and everything below it, as CSV: by unit code,
 * then by given name as Vietnamese lists go. All of it is of one moment, so that nobody who moves meanwhile is in it
 * twice or missing, and memory does not grow with the file. Outside the scope there are no lines.
 * @throws DomainError 'unavailable' when too many files are being read at this moment
 */
export async function exportPeople(
  copyRows: CopyRows,
  { scope, agencyId, locale }: { scope: Scope; agencyId: string; locale: Locale },
): Promise<Readable> {
  const lines = await copyRows(selectPeople(scope, agencyId, locale));
  if (!lines) throw new DomainError('unavailable', { reason: 'too many files at once' });
  return withHeader(Object.values(exportWords(locale).people), lines);
}

/** A cell that a spreadsheet would run as a formula, in ASCII or full width, behind spaces or not, is led by an apostrophe. */
const cell = (text: Sql) =>
  sql`CASE WHEN ${text} ~ '^[\\s\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]*[=+@|\\t\\r＝＋－＠｜-]' THEN '''' || ${text} ELSE ${text} END`;

const day = (instant: Sql) => sql`((${instant}) AT TIME ZONE ${TIME_ZONE})::date`;

/**
 * Who belongs to the file is ranked once, in Vietnamese order; what she has to do with is joined and sorted by that
 * rank, a number, and not by names again for every line.
 */
function selectPeople(scope: Scope, agencyId: string, locale: Locale): Sql {
  const inLocale = (alias: string, vi: string, en: string) => sql.raw(`${alias}."${locale === 'vi' ? vi : en}"`);
  const { states } = exportWords(locale);
  return sql`
    WITH staff AS MATERIALIZED (
      SELECT row_number() OVER (ORDER BY a.code COLLATE "C", ${byName(sql`p."sortName"`)}, p.id) AS rank,
             p.id, ${cell(sql`p."personnelNumber"`)} AS "personnelNumber",
             ${cell(sql`p."fullName"`)} AS "fullName", a.id AS "unitId"
        FROM "AgencyAncestor" x JOIN "Agency" a ON a.id = x."agencyId"
        JOIN "Appointment" ap ON ap."agencyId" = a.id AND ap.state = 'CURRENT' AND ap."isPrimary"
        JOIN "Person" p ON p.id = ap."personId" AND p."deactivatedAt" IS NULL
       WHERE x."ancestorId" = ${agencyId}::uuid
         -- Asked once: of each unit only where the agency is not wholly within, lest the planner expect a few of many.
         AND ((SELECT ${wholeWithin(sql`${agencyId}::uuid`, scope)}) OR ${within(sql`x."agencyId"`, scope)})),
    units AS MATERIALIZED (
      SELECT a.id, a.code, ${cell(inLocale('a', 'nameVi', 'nameEn'))} AS name,
             ${cell(inLocale('up', 'nameVi', 'nameEn'))} AS above
        FROM "Agency" a
        LEFT JOIN "AgencyAncestor" ua ON ua."agencyId" = a.id AND ua.depth = 1 AND ${within(sql`ua."ancestorId"`, scope)}
        LEFT JOIN "Agency" up ON up.id = ua."ancestorId"
       WHERE a.id IN (SELECT "unitId" FROM staff)),
    courses AS MATERIALIZED (
      SELECT c.id, c.code, ${cell(inLocale('e', 'titleVi', 'titleEn'))} AS title
        FROM "Course" c JOIN "CourseEdition" e ON e.id = c."currentEditionId"),
    assigned AS (
      SELECT s.rank, a."courseId", a.status, a."overdueAt", ${day(sql`a."assignedAt"`)} AS "assignedOn",
             ${day(sql`a."dueAt" - interval '1 millisecond'`)} AS "dueOn"
        FROM staff s JOIN "Assignment" a ON a."personId" = s.id AND a.status <> 'NO_LONGER_REQUIRED'),
    taken AS (
      -- Of several cycles the newest completion that counts.
      SELECT DISTINCT ON (s.rank, e."courseId") s.rank, e."courseId", true AS enrolled,
             ${day(sql`v."completedAt"`)} AS "completedOn", t.serial
        FROM staff s JOIN "Enrolment" e ON e."personId" = s.id LEFT JOIN "ValidCompletion" v ON v."enrolmentId" = e.id
        LEFT JOIN "Certificate" t ON t."completionId" = v.id AND t.status = 'ISSUED'
              AND t.kind = 'COURSE_COMPLETION' AND t."supersededAt" IS NULL AND t."revokedAt" IS NULL
       ORDER BY s.rank, e."courseId", v."completedAt" DESC NULLS LAST)
    SELECT s."personnelNumber", s."fullName", u.code, u.name, u.above, c.code, c.title,
           CASE WHEN pair.status = 'WAIVED' THEN ${states.waived}
                WHEN pair."completedOn" IS NOT NULL
                THEN CASE WHEN pair.status IS NULL THEN ${states.ownCompleted} ELSE ${states.completed} END
                WHEN pair."overdueAt" IS NOT NULL THEN ${states.overdue}
                WHEN pair.status IS NULL THEN ${states.ownInProgress}
                WHEN pair.enrolled THEN ${states.inProgress} ELSE ${states.notStarted} END,
           pair."assignedOn", pair."dueOn", pair."completedOn", pair.serial
      FROM (assigned FULL JOIN taken USING (rank, "courseId")) pair JOIN staff s USING (rank)
      JOIN units u ON u.id = s."unitId" JOIN courses c ON c.id = pair."courseId"
     ORDER BY pair.rank, c.code COLLATE "C"`;
}
