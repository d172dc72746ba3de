import { byName, nameKey, nameOfCursor } from '#app/domain/accounts/name-order.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { planAnew, type Reader, sql } from '#app/platform/sql.server.ts';
import { activeStaff, CHOSEN_LIMIT, type UnitNames, unitNames, unitOf } from './audience.server.ts';
import { NAME, pageOf, readCursor, UUID } from './cursor.ts';
import { findReach, worksIn } from './reach.server.ts';

export type CourseToAssign = {
  code: string;
  titleVi: string;
  titleEn: string;
  minutesVi: number;
  minutesEn: number;
  lessonCount: number;
  programmeCode: string;
  programmeVi: string;
  programmeEn: string;
};

/** The courses that have an edition, by programme. */
export const listCoursesToAssign = (db: Reader): Promise<CourseToAssign[]> =>
  db.rows<CourseToAssign>`
    SELECT c.code, d."titleVi", d."titleEn", d."minutesVi", d."minutesEn", d."lessonCount", p.code AS "programmeCode",
           p."nameVi" AS "programmeVi", p."nameEn" AS "programmeEn"
      FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId" JOIN "Programme" p ON p.code = c."programmeCode"
     ORDER BY p.position, c.code`;

export type StaffLine = UnitNames & {
  id: string;
  fullName: string;
  personnelNumber: string;
  email: string;
};

const staffColumns = sql`p.id, p."fullName", p."sortName", p."personnelNumber", p.email, ${unitNames}`;

/**
 * Active staff of a unit and below, by name, number or e-mail, 25 a page in Vietnamese order, without those already
 * chosen. Nobody is found who works outside the scope. Three statements.
 */
export async function findStaff(
  db: Reader,
  {
    scope,
    agencyCode,
    search = '',
    without = [],
    cursor: text = null,
    take = 25,
  }: {
    scope: Scope;
    agencyCode: string;
    search?: string;
    without?: readonly string[];
    cursor?: string | null;
    take?: number;
  },
): Promise<{ people: StaffLine[]; previousCursor: string | null; nextCursor: string | null }> {
  const reach = await findReach(db, { scope, agencyCode });
  if (!reach) return { people: [], previousCursor: null, nextCursor: null };
  const cursor = readCursor(text, [NAME, UUID]);
  const [name, personId] = cursor?.values ?? [];
  const way = cursor?.isBack ? 'DESC' : 'ASC';
  const past = sql.raw(cursor?.isBack ? '<' : '>');
  const conditions = [
    sql`p."deactivatedAt" IS NULL`,
    worksIn(reach),
    sql`p.id <> ALL(${without}::uuid[])`,
    ...searchPatterns(search).map((pattern) => sql`p."searchText" LIKE ${pattern}`),
    ...(cursor ? [sql`(${nameKey(sql`p."sortName"`)}, p.id) ${past} (${nameOfCursor(name)}, ${personId}::uuid)`] : []),
  ];
  const fetched = await db.rows<StaffLine & { sortName: string }>`
    ${planAnew} WITH page AS MATERIALIZED (
      SELECT p.id FROM "Person" p WHERE ${sql.join(conditions, ' AND ')}
       ORDER BY ${byName(sql`p."sortName"`, way)}, p.id ${sql.raw(way)} LIMIT ${take + 1})
    SELECT ${staffColumns} FROM page JOIN (${activeStaff}) ON p.id = page.id ${unitOf(sql`ap."agencyId"`, scope)}
     ORDER BY ${byName(sql`p."sortName"`, way)}, p.id ${sql.raw(way)}`;
  const { rows, ...neighbours } = pageOf(fetched, { take, cursor, key: (row) => [row.sortName, row.id] });
  return { people: rows.map(({ sortName: _, ...person }) => person), ...neighbours };
}

/** Those of the chosen people who are active staff of the unit and in scope, by name. One statement. */
export async function readChosen(
  db: Reader,
  { scope, agencyCode, personIds }: { scope: Scope; agencyCode: string; personIds: readonly string[] },
): Promise<StaffLine[]> {
  if (personIds.length === 0) return [];
  const rows = await db.rows<StaffLine & { sortName: string }>`
    WITH chosen AS MATERIALIZED (
      SELECT p.*, ap."agencyId" FROM ${activeStaff} WHERE p.id = ANY(${personIds.slice(0, CHOSEN_LIMIT)}::uuid[]))
    SELECT ${staffColumns} FROM chosen p ${unitOf(sql`p."agencyId"`, scope)}
     WHERE ${within(sql`p."agencyId"`, scope)} AND EXISTS (
             SELECT 1 FROM "Agency" un JOIN "AgencyAncestor" iu ON iu."ancestorId" = un.id AND iu."agencyId" = p."agencyId"
              WHERE un.code = ${agencyCode})
     ORDER BY ${byName(sql`p."sortName"`)}, p.id`;
  return rows.map(({ sortName: _, ...person }) => person);
}
