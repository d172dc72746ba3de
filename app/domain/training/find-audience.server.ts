import { byName, nameKey, nameOfCursor } from '#app/domain/accounts/name-order.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import { activeStaff, CHOSEN_LIMIT, inScope } from './audience.server.ts';
import { counters } from './counters.server.ts';
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
  db.$queryRaw<CourseToAssign[]>`
    SELECT c.code, d."titleVi", d."titleEn", d."minutesVi", d."minutesEn", d."lessonCount", p.code AS "programmeCode",
           p."nameVi" AS "programmeVi", p."nameEn" AS "programmeEn"
      FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId" JOIN "Programme" p ON p.code = c."programmeCode"
     ORDER BY p.position, c.code`;

export type UnitLine = {
  code: string;
  nameVi: string;
  nameEn: string;
  /** The agencies above it that are in scope, the highest first. */
  path: { code: string; nameVi: string; nameEn: string }[];
  /** Active staff, with those of its sub-units. */
  people: number;
  units: number;
  /** 0: found, or the unit looked at; 1: directly below it; -1: only there because it is chosen already. */
  depth: number;
};

const UNITS = 200;

/**
 * Units to choose from, each with its staff from roll-ups: those that match the search, or the unit looked at followed
 * by what is directly below it; without either the granted agencies, and of a single one what is directly below it.
 * `also` is there in any case, when in scope: what is chosen already. One statement.
 * @throws not-found when the unit looked at is outside the scope
 */
export async function findUnits(
  db: Reader,
  {
    scope,
    at = null,
    search = '',
    also = null,
  }: { scope: readonly string[]; at?: string | null; search?: string; also?: string | null },
): Promise<UnitLine[]> {
  const patterns = searchPatterns(search);
  // As `foldForSearch` folds the query.
  const folded = Prisma.sql`replace(regexp_replace(normalize(lower(a."nameVi" || ' ' || a."nameEn" || ' ' || a.code), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')`;
  const chosen =
    patterns.length > 0
      ? Prisma.sql`SELECT a.id, 0 AS depth FROM "Agency" a WHERE ${Prisma.join(
          patterns.map((pattern) => Prisma.sql`${folded} LIKE ${pattern}`),
          ' AND ',
        )}
          AND ${inScope(Prisma.sql`a.id`, scope)} ORDER BY (SELECT count(*) FROM "AgencyAncestor" n WHERE n."agencyId" = a.id),
          a."nameVi" COLLATE "vi-x-icu" LIMIT 30`
      : at
        ? Prisma.sql`SELECT t."agencyId" AS id, t.depth FROM "Agency" a JOIN "AgencyAncestor" t ON t."ancestorId" = a.id AND t.depth <= 1
            WHERE a.code = ${at} AND ${inScope(Prisma.sql`a.id`, scope)} ORDER BY t.depth LIMIT ${UNITS}`
        : Prisma.sql`SELECT t."agencyId" AS id, t.depth FROM "AgencyAncestor" t WHERE t."ancestorId" = ANY(${scope}::uuid[])
            AND t.depth <= ${scope.length === 1 ? 1 : 0} ORDER BY t.depth LIMIT ${UNITS}`;
  const units = await db.$queryRaw<UnitLine[]>`
    WITH found AS (${chosen}),
         units AS (
           SELECT id, depth FROM found UNION ALL
           SELECT a.id, -1 FROM "Agency" a WHERE a.code = ${also} AND ${inScope(Prisma.sql`a.id`, scope)}
              AND a.id NOT IN (SELECT id FROM found)),
         counted AS (${counters(null)})
    SELECT a.code, a."nameVi", a."nameEn", u.depth, k.registered AS people,
           (SELECT count(*)::int FROM "AgencyAncestor" b WHERE b."ancestorId" = a.id AND b.depth = 1) AS units,
           coalesce((SELECT json_agg(json_build_object('code', g.code, 'nameVi', g."nameVi", 'nameEn', g."nameEn") ORDER BY x.depth DESC)
              FROM "AgencyAncestor" x JOIN "Agency" g ON g.id = x."ancestorId"
             WHERE x."agencyId" = a.id AND x.depth > 0 AND ${inScope(Prisma.sql`g.id`, scope)}), '[]') AS path
      FROM units u JOIN "Agency" a ON a.id = u.id JOIN counted k ON k."agencyId" = a.id
     ORDER BY u.depth, jsonb_array_length(coalesce((SELECT jsonb_agg(1) FROM "AgencyAncestor" n WHERE n."agencyId" = a.id), '[]')),
              a."nameVi" COLLATE "vi-x-icu", a.code`;
  if (at && patterns.length === 0 && !units.some((unit) => unit.depth === 0))
    throw new DomainError('not-found', { agency: at.slice(0, 80) });
  return units;
}

export type StaffLine = {
  id: string;
  fullName: string;
  personnelNumber: string;
  email: string;
  unitVi: string;
  unitEn: string;
};

/** Whether the current unit is the agency of this code, or below it. */
const underCode = (agencyCode: string): Prisma.Sql => Prisma.sql`
  EXISTS (SELECT 1 FROM "AgencyAncestor" un JOIN "Agency" ug ON ug.id = un."ancestorId"
           WHERE un."agencyId" = ap."agencyId" AND ug.code = ${agencyCode})`;

const staffColumns = Prisma.sql`p.id, p."fullName", p."sortName", p."personnelNumber", p.email, a."nameVi" AS "unitVi", a."nameEn" AS "unitEn"`;

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
  const past = Prisma.raw(cursor?.isBack ? '<' : '>');
  const conditions = [
    inScope(Prisma.sql`ap."agencyId"`, scope),
    underCode(agencyCode),
    Prisma.sql`p.id <> ALL(${without}::uuid[])`,
    ...searchPatterns(search).map((pattern) => Prisma.sql`p."searchText" LIKE ${pattern}`),
    ...(cursor
      ? [Prisma.sql`(${nameKey(Prisma.sql`p."sortName"`)}, p.id) ${past} (${nameOfCursor(name)}, ${personId}::uuid)`]
      : []),
  ];
  const fetched = await db.$queryRaw<(StaffLine & { sortName: string })[]>`
    SELECT ${staffColumns} FROM ${activeStaff} JOIN "Agency" a ON a.id = ap."agencyId"
     WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${byName(Prisma.sql`p."sortName"`, way)}, p.id ${Prisma.raw(way)} LIMIT ${take + 1}`;
  const { rows, ...neighbours } = pageOf(fetched, { take, cursor, key: (row) => [row.sortName, row.id] });
  return { people: rows.map(({ sortName: _, ...person }) => person), ...neighbours };
}

/** Those of the chosen people who are active staff of the unit and in scope, by name. One statement. */
export async function readChosen(
  db: Reader,
  { scope, agencyCode, personIds }: { scope: readonly string[]; agencyCode: string; personIds: readonly string[] },
): Promise<StaffLine[]> {
  if (personIds.length === 0) return [];
  const rows = await db.$queryRaw<(StaffLine & { sortName: string })[]>`
    SELECT ${staffColumns} FROM ${activeStaff} JOIN "Agency" a ON a.id = ap."agencyId"
     WHERE p.id = ANY(${personIds.slice(0, CHOSEN_LIMIT)}::uuid[]) AND ${inScope(Prisma.sql`ap."agencyId"`, scope)}
       AND ${underCode(agencyCode)}
     ORDER BY ${byName(Prisma.sql`p."sortName"`)}, p.id`;
  return rows.map(({ sortName: _, ...person }) => person);
}
