import type { Readable } from 'node:stream';
import { TIME_ZONE } from '#app/domain/calendar.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import { type ExportState, exportWords } from '#app/words/exports.ts';
import type { Locale } from '#app/words/locale.ts';
import { withinScope } from './figures.server.ts';
import { type Cell, writeCsv } from './write-csv.server.ts';

const UNITS_AT_ONCE = 500;
const PEOPLE_AT_ONCE = 1_000;

type Person = { id: string; unitCode: string; sortName: string };
type Row = Person & {
  personnelNumber: string;
  fullName: string;
  unitName: string;
  /** Null: she has nothing to do with any course. */
  courseCode: string | null;
  courseTitle: string | null;
  state: ExportState;
  assignedOn: string | null;
  dueOn: string | null;
  completedOn: string | null;
  serial: string | null;
};

/**
 * People × the courses that they were assigned or chose, of an agency and everything below it, as CSV: by unit code,
 * then by given name as Vietnamese lists go. Read in batches of its own place in that order, so that neither memory
 * nor a transaction grows with the file. Outside the scope there are no lines.
 */
export function exportPeople(
  db: Reader,
  { scope, agencyId, locale }: { scope: readonly string[]; agencyId: string; locale: Locale },
): Readable {
  return writeCsv(Object.values(exportWords(locale).people), linesOf(db, scope, agencyId, locale));
}

async function* linesOf(
  db: Reader,
  scope: readonly string[],
  agencyId: string,
  locale: Locale,
): AsyncGenerator<Cell[][]> {
  const { states } = exportWords(locale);
  let afterCode: string | undefined = '';
  while (afterCode !== undefined) {
    const units = await readUnits(db, scope, agencyId, afterCode);
    let after: Person | undefined | null = null;
    while (after !== undefined) {
      const rows: Row[] = await readPeople(
        db,
        scope,
        units.map((unit) => unit.id),
        locale,
        after,
      );
      const lines = rows.filter((row) => row.courseCode !== null);
      if (lines.length > 0) yield lines.map((row) => lineOf(row, states));
      after = new Set(rows.map((row) => row.id)).size === PEOPLE_AT_ONCE ? rows.at(-1) : undefined;
    }
    afterCode = units.length === UNITS_AT_ONCE ? units.at(-1)?.code : undefined;
  }
}

const lineOf = (row: Row, states: Record<ExportState, string>): Cell[] => [
  row.personnelNumber,
  row.fullName,
  row.unitCode,
  row.unitName,
  row.courseCode,
  row.courseTitle,
  states[row.state],
  row.assignedOn,
  row.dueOn,
  row.completedOn,
  row.serial,
];

const readUnits = (db: Reader, scope: readonly string[], agencyId: string, after: string) =>
  db.$queryRaw<{ id: string; code: string }[]>`
    SELECT a.id, a.code FROM "AgencyAncestor" x JOIN "Agency" a ON a.id = x."agencyId"
     WHERE x."ancestorId" = ${agencyId}::uuid AND ${withinScope(Prisma.sql`x."agencyId"`, scope)} AND a.code COLLATE "C" > ${after}
     ORDER BY a.code COLLATE "C" LIMIT ${UNITS_AT_ONCE}`;

const day = (instant: Prisma.Sql) => Prisma.sql`to_char((${instant}) AT TIME ZONE ${TIME_ZONE}, 'YYYY-MM-DD')`;

function readPeople(db: Reader, scope: readonly string[], unitIds: string[], locale: Locale, after: Person | null) {
  const inLocale = (alias: string, vi: string, en: string) => Prisma.raw(`${alias}."${locale === 'vi' ? vi : en}"`);
  return db.$queryRaw<Row[]>`
    WITH staff AS MATERIALIZED (
      SELECT p.id, p."personnelNumber", p."fullName", p."sortName", a.code AS "unitCode",
             ${inLocale('a', 'nameVi', 'nameEn')} AS "unitName"
        FROM "Appointment" ap JOIN "Person" p ON p.id = ap."personId" AND p."deactivatedAt" IS NULL
        JOIN "Agency" a ON a.id = ap."agencyId"
       WHERE ap."agencyId" = ANY(${unitIds}::uuid[]) AND ap.state = 'CURRENT' AND ap."isPrimary"
         AND ${withinScope(Prisma.sql`ap."agencyId"`, scope)}
         ${
           after
             ? Prisma.sql`AND (a.code COLLATE "C", p."sortName" COLLATE "vi-x-icu", p.id) >
                              (${after.unitCode} COLLATE "C", ${after.sortName} COLLATE "vi-x-icu", ${after.id}::uuid)`
             : Prisma.empty
         }
       ORDER BY a.code COLLATE "C", p."sortName" COLLATE "vi-x-icu", p.id LIMIT ${PEOPLE_AT_ONCE})
    SELECT s.id, s."personnelNumber", s."fullName", s."sortName", s."unitCode", s."unitName",
           c.code AS "courseCode", ${inLocale('e', 'titleVi', 'titleEn')} AS "courseTitle",
           CASE WHEN a.status = 'WAIVED' THEN 'waived'
                WHEN done.id IS NOT NULL THEN CASE WHEN a.id IS NULL THEN 'ownCompleted' ELSE 'completed' END
                WHEN a."overdueAt" IS NOT NULL THEN 'overdue'
                WHEN a.id IS NULL THEN 'ownInProgress'
                WHEN pair.enrolled THEN 'inProgress' ELSE 'notStarted' END AS state,
           ${day(Prisma.sql`a."assignedAt"`)} AS "assignedOn",
           ${day(Prisma.sql`a."dueAt" - interval '1 millisecond'`)} AS "dueOn",
           ${day(Prisma.sql`done."completedAt"`)} AS "completedOn", cert.serial
      FROM staff s
      LEFT JOIN LATERAL (
        SELECT "courseId", bool_or(enrolled) AS enrolled FROM (
          SELECT "courseId", false AS enrolled FROM "Assignment" WHERE "personId" = s.id AND status <> 'NO_LONGER_REQUIRED'
          UNION ALL SELECT "courseId", true FROM "Enrolment" WHERE "personId" = s.id) t GROUP BY 1) pair ON true
      LEFT JOIN "Course" c ON c.id = pair."courseId"
      LEFT JOIN "CourseEdition" e ON e.id = c."currentEditionId"
      LEFT JOIN "Assignment" a ON a."personId" = s.id AND a."courseId" = pair."courseId" AND a.status <> 'NO_LONGER_REQUIRED'
      LEFT JOIN LATERAL (
        SELECT v.id, v."completedAt" FROM "ValidCompletion" v WHERE v."personId" = s.id AND v."courseId" = pair."courseId"
         ORDER BY v."completedAt" DESC LIMIT 1) done ON true
      LEFT JOIN "Certificate" cert ON cert."completionId" = done.id AND cert.status = 'ISSUED'
            AND cert.kind = 'COURSE_COMPLETION' AND cert."supersededAt" IS NULL AND cert."revokedAt" IS NULL
     ORDER BY s."unitCode" COLLATE "C", s."sortName" COLLATE "vi-x-icu", s.id, c.code COLLATE "C"`;
}
