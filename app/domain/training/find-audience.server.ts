import { byName, nameKey, nameOfCursor } from '#app/domain/accounts/name-order.server.ts';
import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { activeStaff, CHOSEN_LIMIT, inScope, type UnitNames, unitNames, unitOf } from './audience.server.ts';
import { NAME, pageOf, readCursor, UUID } from './cursor.ts';

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

/** Whether the current unit is the agency of this code, or below it. */
const underCode = (agencyCode: string): Sql => sql`
  EXISTS (SELECT 1 FROM "AgencyAncestor" un JOIN "Agency" ug ON ug.id = un."ancestorId"
           WHERE un."agencyId" = ap."agencyId" AND ug.code = ${agencyCode})`;

const staffColumns = sql`p.id, p."fullName", p."sortName", p."personnelNumber", p.email, ${unitNames}`;

/**
 * Active staff of a unit and below, by name, number or e-mail, 25 a page in Vietnamese order, without those already
 * chosen. Nobody is found where the unit is not in scope. One statement.
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
    scope: readonly string[];
    agencyCode: string;
    search?: string;
    without?: readonly string[];
    cursor?: string | null;
    take?: number;
  },
): Promise<{ people: StaffLine[]; previousCursor: string | null; nextCursor: string | null }> {
  const cursor = readCursor(text, [NAME, UUID]);
  const [name, personId] = cursor?.values ?? [];
  const way = cursor?.isBack ? 'DESC' : 'ASC';
  const past = sql.raw(cursor?.isBack ? '<' : '>');
  const conditions = [
    inScope(sql`ap."agencyId"`, scope),
    underCode(agencyCode),
    sql`p.id <> ALL(${without}::uuid[])`,
    ...searchPatterns(search).map((pattern) => sql`p."searchText" LIKE ${pattern}`),
    ...(cursor ? [sql`(${nameKey(sql`p."sortName"`)}, p.id) ${past} (${nameOfCursor(name)}, ${personId}::uuid)`] : []),
  ];
  const fetched = await db.rows<StaffLine & { sortName: string }>`
    SELECT ${staffColumns} FROM ${activeStaff} ${unitOf(sql`ap."agencyId"`, scope)}
     WHERE ${sql.join(conditions, ' AND ')} ORDER BY ${byName(sql`p."sortName"`, way)}, p.id ${sql.raw(way)} LIMIT ${take + 1}`;
  const { rows, ...neighbours } = pageOf(fetched, { take, cursor, key: (row) => [row.sortName, row.id] });
  return { people: rows.map(({ sortName: _, ...person }) => person), ...neighbours };
}

/** Those of the chosen people who are active staff of the unit and in scope, by name. One statement. */
export async function readChosen(
  db: Reader,
  { scope, agencyCode, personIds }: { scope: readonly string[]; agencyCode: string; personIds: readonly string[] },
): Promise<StaffLine[]> {
  if (personIds.length === 0) return [];
  const rows = await db.rows<StaffLine & { sortName: string }>`
    SELECT ${staffColumns} FROM ${activeStaff} ${unitOf(sql`ap."agencyId"`, scope)}
     WHERE p.id = ANY(${personIds.slice(0, CHOSEN_LIMIT)}::uuid[]) AND ${inScope(sql`ap."agencyId"`, scope)}
       AND ${underCode(agencyCode)}
     ORDER BY ${byName(sql`p."sortName"`)}, p.id`;
  return rows.map(({ sortName: _, ...person }) => person);
}
