import { agencyMatches } from '#app/domain/agencies/agency-matches.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { isGranted, levelsWithin, wholeWithin, within } from '#app/domain/agencies/within.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { activeStaff } from './audience.server.ts';
import { counters } from './counters.server.ts';
import { NAME, pageOf, readCursor, UUID } from './cursor.ts';

export type UnitLine = {
  id: string;
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

export type UnitPage = {
  /** What is chosen already, the unit looked at, and one page of what was found or stands below it. */
  units: UnitLine[];
  /** How many there are on all pages together, and which of them this page shows: from 1, 0 where there are none. */
  count: number;
  first: number;
  last: number;
  previousCursor: string | null;
  nextCursor: string | null;
};

const LEVEL = /^\d{1,4}$/;

/** How many agencies stand above a unit, itself included. */
const levelOf = (unitColumn: Sql): Sql =>
  sql`(SELECT count(*)::int FROM "AgencyAncestor" n WHERE n."agencyId" = ${unitColumn})`;

/** Whether `t` may be listed below `a`: all that is below one granted with it, else what is granted by itself. */
const belowWithin = (scope: Scope): Sql =>
  sql`(${wholeWithin(sql`a.id`, scope)} OR (${within(sql`a.id`, scope)} AND ${within(sql`t."agencyId"`, scope)}))`;

/** Active staff of the unit `a`, with what is below it as far as that is granted. */
const peopleIn = (scope: Scope): Sql =>
  scope.alone.length === 0
    ? sql`k.registered`
    : sql`CASE WHEN ${wholeWithin(sql`a.id`, scope)} THEN k.registered
           ELSE (SELECT count(*)::int FROM ${activeStaff} AND ap."agencyId" = a.id) END`;

/** Which units are listed, each with its level: those that match, those directly below one, or those granted. */
function listed(scope: Scope, at: string | null, patterns: readonly string[]): Sql {
  if (patterns.length > 0)
    // Thousands can match: the tree is gone through once, and not once a unit.
    return sql`SELECT a.id, 0 AS depth, t.level FROM "Agency" a JOIN (${levelsWithin(scope)}) t ON t.id = a.id
      WHERE ${agencyMatches('a', patterns)}`;
  if (at)
    return sql`SELECT t."agencyId" AS id, t.depth, ${levelOf(sql`t."agencyId"`)} AS level FROM "Agency" a JOIN "AgencyAncestor" t ON t."ancestorId" = a.id AND t.depth = 1
      WHERE a.code = ${at} AND ${belowWithin(scope)}`;
  if (scope.only)
    return sql`SELECT t."agencyId" AS id, t.depth, ${levelOf(sql`t."agencyId"`)} AS level FROM "Agency" a JOIN "AgencyAncestor" t ON t."ancestorId" = a.id AND t.depth = 1
      WHERE a.id = ${scope.only}::uuid AND ${belowWithin(scope)}`;
  return sql`SELECT a.id, 0 AS depth, ${levelOf(sql`a.id`)} AS level FROM "Agency" a WHERE ${isGranted(sql`a.id`, scope)}`;
}

/** What stands over the list on every page: the unit looked at, or the only one granted. */
const lookedAt = (scope: Scope, at: string | null): Sql =>
  at ? sql`a.code = ${at} AND ${within(sql`a.id`, scope)}` : sql`a.id = ${scope.only}::uuid`;

/**
 * Units to choose from, each with its staff from roll-ups, page by page, the highest first and by name: those that match
 * the search, or the unit looked at followed by what is directly below it; without either the granted agencies, and of a
 * single one what is directly below it. `also` is there in any case, when in scope: what is chosen already. One
 * statement; a second one where a cursor leads behind the last unit, since the list then begins anew.
 * @throws not-found when the unit looked at is outside the scope
 */
export async function findUnits(
  db: Reader,
  {
    scope,
    at = null,
    search = '',
    also = null,
    cursor: text = null,
    take = 25,
  }: {
    scope: Scope;
    at?: string | null;
    search?: string;
    also?: string | null;
    cursor?: string | null;
    take?: number;
  },
): Promise<UnitPage> {
  const patterns = searchPatterns(search);
  const cursor = readCursor(text, [LEVEL, NAME, UUID]);
  const [level, name, unitId] = cursor?.values ?? [];
  const past = cursor
    ? sql`WHERE (level, name, id) ${sql.raw(cursor.isBack ? '<' : '>')} (${Number(level)}, ${name} COLLATE "vi-x-icu", ${unitId}::uuid)`
    : sql.empty;
  const way = sql.raw(cursor?.isBack ? 'DESC' : 'ASC');
  const fetched = await db.rows<UnitLine & { level: number; place: number | null; count: number }>`
    WITH listed AS (${listed(scope, at, patterns)}),
         placed AS MATERIALIZED (
           SELECT *, row_number() OVER (ORDER BY level, name, id)::int AS place FROM (
             SELECT l.id, l.depth, a."nameVi" COLLATE "vi-x-icu" AS name, l.level FROM listed l JOIN "Agency" a ON a.id = l.id) named),
         page AS MATERIALIZED (
           SELECT * FROM placed ${past} ORDER BY level ${way}, name ${way}, id ${way} LIMIT ${take + 1}),
         over AS MATERIALIZED (
           SELECT a.id FROM "Agency" a WHERE ${patterns.length > 0 ? sql`false` : lookedAt(scope, at)}),
         units AS (
           SELECT id, depth, level, place FROM page UNION ALL
           SELECT id, 0, 0, NULL FROM over WHERE id NOT IN (SELECT id FROM page) UNION ALL
           SELECT a.id, -1, 0, NULL FROM "Agency" a WHERE a.code = ${also} AND ${within(sql`a.id`, scope)}
              AND a.id NOT IN (SELECT id FROM page UNION ALL SELECT id FROM over)),
         counted AS (${counters(null)})
    SELECT a.id, a.code, a."nameVi", a."nameEn", u.depth, u.level, u.place, ${peopleIn(scope)} AS people,
           (SELECT count(*)::int FROM placed) AS count,
           (SELECT count(*)::int FROM "AgencyAncestor" b WHERE b."ancestorId" = a.id AND b.depth = 1) AS units,
           coalesce((SELECT json_agg(json_build_object('code', g.code, 'nameVi', g."nameVi", 'nameEn', g."nameEn") ORDER BY x.depth DESC)
              FROM "AgencyAncestor" x JOIN "Agency" g ON g.id = x."ancestorId"
             WHERE x."agencyId" = a.id AND x.depth > 0 AND ${within(sql`g.id`, scope)}), '[]') AS path
      FROM units u JOIN "Agency" a ON a.id = u.id JOIN counted k ON k."agencyId" = a.id
     ORDER BY u.place ${way} NULLS FIRST, u.depth`;
  const found = fetched.filter((unit) => unit.place !== null);
  const standing = fetched.filter((unit) => unit.place === null);
  // What is chosen stands over the list unless the page shows it: the row that only tells of a next page does not.
  const peeked = found[take];
  if (peeked && peeked.code === also) standing.push({ ...peeked, depth: -1 });
  if (at && patterns.length === 0 && !standing.some((unit) => unit.depth === 0))
    throw new DomainError('not-found', { agency: at.slice(0, 80) });
  if (cursor && found.length === 0) return findUnits(db, { scope, at, search, also, take });
  const { rows, ...neighbours } = pageOf(found, {
    take,
    cursor,
    key: (unit) => [String(unit.level), unit.nameVi, unit.id],
  });
  return {
    units: [...standing, ...rows].map(({ level: _level, place: _place, count: _count, ...unit }) => unit),
    count: rows[0]?.count ?? 0,
    first: rows[0]?.place ?? 0,
    last: rows.at(-1)?.place ?? 0,
    ...neighbours,
  };
}
