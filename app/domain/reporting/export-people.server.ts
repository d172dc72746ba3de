import type { Readable } from 'node:stream';
import { TIME_ZONE } from '#app/domain/calendar.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import { type ExportState, exportWords } from '#app/words/exports.ts';
import type { Locale } from '#app/words/locale.ts';
import { withinScope } from './figures.server.ts';
import { type Cell, writeCsv } from './write-csv.server.ts';

const UNITS_AT_ONCE = 500;
const PEOPLE_AT_ONCE = 2_000;

type Unit = { id: string; code: string; staff: number };
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
    for (const batch of batchesOf(units)) {
      let after: Person | undefined | null = null;
      while (after !== undefined) {
        const rows: Row[] = await readPeople(db, scope, batch, locale, after);
        const lines = rows.filter((row) => row.courseCode !== null);
        if (lines.length > 0) yield lines.map((row) => lineOf(row, states));
        after = new Set(rows.map((row) => row.id)).size === PEOPLE_AT_ONCE ? rows.at(-1) : undefined;
      }
    }
    afterCode = units.length === UNITS_AT_ONCE ? units.at(-1)?.code : undefined;
  }
}

/**
 * Neighbours in the order of the file whose staff can be read at once: each reading sorts its own people alone, and
 * only a unit of more than that is read in several.
 */
function batchesOf(units: readonly Unit[]): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const { id, staff } of units) {
    if (staff === 0) continue;
    if (staff > room || batches.length === 0) {
      batches.push([]);
      room = PEOPLE_AT_ONCE - 1;
    }
    batches.at(-1)?.push(id);
    room -= staff;
  }
  return batches;
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
  db.$queryRaw<Unit[]>`
    SELECT a.id, a.code, (SELECT count(*)::int FROM "Appointment" ap WHERE ap."agencyId" = a.id AND ap.state = 'CURRENT') AS staff
      FROM "AgencyAncestor" x JOIN "Agency" a ON a.id = x."agencyId"
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
           CASE WHEN pair.status = 'WAIVED' THEN 'waived'
                WHEN pair."completedAt" IS NOT NULL THEN CASE WHEN pair.status IS NULL THEN 'ownCompleted' ELSE 'completed' END
                WHEN pair."overdueAt" IS NOT NULL THEN 'overdue'
                WHEN pair.status IS NULL THEN 'ownInProgress'
                WHEN pair.enrolled THEN 'inProgress' ELSE 'notStarted' END AS state,
           ${day(Prisma.sql`pair."assignedAt"`)} AS "assignedOn",
           ${day(Prisma.sql`pair."dueAt" - interval '1 millisecond'`)} AS "dueOn",
           ${day(Prisma.sql`pair."completedAt"`)} AS "completedOn", pair.serial
      FROM staff s
      LEFT JOIN LATERAL (
        SELECT "courseId", a.status, a."assignedAt", a."dueAt", a."overdueAt", r.enrolled, r."completedAt", r.serial
          FROM (SELECT * FROM "Assignment" WHERE "personId" = s.id AND status <> 'NO_LONGER_REQUIRED') a
          FULL JOIN (
            -- Of several cycles the newest completion that counts.
            SELECT DISTINCT ON (e."courseId") e."courseId", true AS enrolled, v."completedAt", t.serial
              FROM "Enrolment" e LEFT JOIN "ValidCompletion" v ON v."enrolmentId" = e.id
              LEFT JOIN "Certificate" t ON t."completionId" = v.id AND t.status = 'ISSUED'
                    AND t.kind = 'COURSE_COMPLETION' AND t."supersededAt" IS NULL AND t."revokedAt" IS NULL
             WHERE e."personId" = s.id ORDER BY e."courseId", v."completedAt" DESC NULLS LAST) r USING ("courseId")) pair ON true
      LEFT JOIN "Course" c ON c.id = pair."courseId"
      LEFT JOIN "CourseEdition" e ON e.id = c."currentEditionId"
     ORDER BY s."unitCode" COLLATE "C", s."sortName" COLLATE "vi-x-icu", s.id, c.code COLLATE "C"`;
}
