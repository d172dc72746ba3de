import type { Readable } from 'node:stream';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { wholeWithin, within } from '#app/domain/agencies/within.server.ts';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { type Reader, sql } from '#app/platform/sql.server.ts';
import { exportWords } from '#app/words/exports.ts';
import { formatPercent } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { figureColumns } from './figures.server.ts';
import type { Figures } from './figures.ts';
import { tellsRate } from './rate.ts';
import { type Cell, writeCsv } from './write-csv.server.ts';

const UNITS_AT_ONCE = 1_000;

type Row = Figures & {
  unitCode: string;
  unitName: string;
  parentCode: string | null;
  courseCode: string;
  courseTitle: string;
  registered: number;
};

/**
 * Units × courses of an agency and everything below it as CSV, in the order of the unit codes. Each line counts the
 * unit with all below it, from the roll-ups. Outside the scope there are no lines.
 */
export function exportUnits(
  db: Reader,
  { scope, agencyId, locale }: { scope: Scope; agencyId: string; locale: Locale },
): Readable {
  const words = exportWords(locale).units;
  return writeCsv(Object.values(words), linesOf(db, scope, agencyId, locale));
}

async function* linesOf(db: Reader, scope: Scope, agencyId: string, locale: Locale): AsyncGenerator<Cell[][]> {
  let after = '';
  for (;;) {
    const { rows, lastCode } = await readUnits(db, scope, agencyId, locale, after);
    if (rows.length > 0) yield rows.map((row) => lineOf(row, locale));
    if (lastCode === null) return;
    after = lastCode;
  }
}

const lineOf = (row: Row, locale: Locale): Cell[] => [
  row.unitCode,
  row.unitName,
  row.parentCode,
  row.courseCode,
  row.courseTitle,
  row.registered,
  row.assigned,
  row.started,
  row.completed,
  row.overdue,
  row.completedUnassigned,
  row.withdrawnOverdue,
  tellsRate(row.assigned) ? formatPercent(locale, row.completed, row.assigned).replace('%', '') : null,
];

async function readUnits(db: Reader, scope: Scope, agencyId: string, locale: Locale, after: string) {
  const inLocale = (alias: string, vi: string, en: string) => sql.raw(`${alias}."${locale === 'vi' ? vi : en}"`);
  const rows = await db.rows<
    Omit<Row, 'courseCode' | 'courseTitle'> & { courseCode: string | null; courseTitle: string | null }
  >`
    WITH units AS MATERIALIZED (
           SELECT a.id, a.code, ${inLocale('a', 'nameVi', 'nameEn')} AS name
             FROM "AgencyAncestor" x JOIN "Agency" a ON a.id = x."agencyId"
            WHERE x."ancestorId" = ${agencyId}::uuid AND ${wholeWithin(sql`x."agencyId"`, scope)}
              AND a.code COLLATE "C" > ${after}
            ORDER BY a.code COLLATE "C" LIMIT ${UNITS_AT_ONCE}),
         counted AS MATERIALIZED (
           SELECT r."agencyId", r."courseId", ${figureColumns}
             FROM "RollupNow" r WHERE r."agencyId" IN (SELECT id FROM units) GROUP BY 1, 2),
         courses AS MATERIALIZED (
           SELECT c.id, c.code, ${inLocale('e', 'titleVi', 'titleEn')} AS title, p.position
             FROM "Course" c JOIN "CourseEdition" e ON e.id = c."currentEditionId" JOIN "Programme" p ON p.code = c."programmeCode")
    SELECT u.code AS "unitCode", u.name AS "unitName", up.code AS "parentCode", c.code AS "courseCode", c.title AS "courseTitle",
           coalesce(n.registered, 0) AS registered, coalesce(f.assigned, 0) AS assigned, coalesce(f.started, 0) AS started,
           coalesce(f.completed, 0) AS completed, coalesce(f.overdue, 0) AS overdue,
           coalesce(f."completedUnassigned", 0) AS "completedUnassigned", coalesce(f."withdrawnOverdue", 0) AS "withdrawnOverdue"
      FROM units u LEFT JOIN courses c ON true
      LEFT JOIN counted f ON f."agencyId" = u.id AND f."courseId" = c.id
      LEFT JOIN counted n ON n."agencyId" = u.id AND n."courseId" = ${NO_COURSE}::uuid
      LEFT JOIN "AgencyAncestor" x ON x."agencyId" = u.id AND x.depth = 1 AND ${within(sql`x."ancestorId"`, scope)}
      LEFT JOIN "Agency" up ON up.id = x."ancestorId"
     ORDER BY u.code COLLATE "C", c.position, c.code COLLATE "C"`;
  const units = new Set(rows.map((row) => row.unitCode)).size;
  return {
    rows: rows.filter((row): row is Row => row.courseCode !== null && row.courseTitle !== null),
    lastCode: units === UNITS_AT_ONCE ? (rows.at(-1)?.unitCode ?? null) : null,
  };
}
