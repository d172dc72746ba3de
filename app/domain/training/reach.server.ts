import { findSubtree } from '#app/domain/agencies/get-agency.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { allWithin, within } from '#app/domain/agencies/within.server.ts';
import { planAnew, type Reader, type Sql, sql } from '#app/platform/sql.server.ts';

/**
 * Units whose people are listed by name, and how many of them there are. A list shows the first few of its names, so the
 * cheapest way to them depends on it: few people are read and sorted; the staff of few units is taken for a set, and the
 * index on names is followed until enough of it was met; from many units nearly every name that is met belongs to the list.
 */
export type Reach = { size: 'few-people' | 'few-units' | 'many-units'; units: Sql };

/** So many rows are read and sorted before following the names in their order is the shorter way. */
export const FEW_ROWS = 500;
const FEW_UNITS = 1_000;

/**
 * The units of the scope: all of them, or those of one agency and everything below it. Null where no agency has the code.
 * A code or a second test for each person would leave the planner without a notion of how many follow, so the agency is
 * found and tested first. Two statements, or one.
 */
export async function findReach(
  db: Reader,
  { scope, agencyCode }: { scope: Scope; agencyCode: string | null },
): Promise<Reach | null> {
  if (agencyCode === null) return measureReach(db, allWithin(scope));
  const agency = await findSubtree(db, agencyCode, scope);
  if (!agency) return null;
  const below = unitsBelow(agency.id);
  return measureReach(db, agency.isWithin ? below : sql`${below} AND ${within(sql`un."agencyId"`, scope)}`);
}

/** An agency and everything below it. */
export const unitsBelow = (agencyId: string): Sql =>
  sql`SELECT un."agencyId" AS id FROM "AgencyAncestor" un WHERE un."ancestorId" = ${agencyId}::uuid`;

/** How many these units are, and their people, as far as it matters. One statement. */
export async function measureReach(db: Reader, units: Sql): Promise<Reach> {
  const found = await db.one<{ units: number; people: number }>`
    ${planAnew} SELECT
      (SELECT count(*)::int FROM (SELECT 1 FROM (${units}) u LIMIT ${FEW_UNITS + 1}) n) AS units,
      (SELECT count(*)::int FROM (SELECT 1 FROM (${units}) u JOIN "Appointment" ap ON ap."agencyId" = u.id AND ${isStaff} LIMIT ${FEW_ROWS + 1}) n) AS people`;
  const { units: unitCount, people } = found;
  return { size: people <= FEW_ROWS ? 'few-people' : unitCount <= FEW_UNITS ? 'few-units' : 'many-units', units };
}

const isStaff = sql`ap.state = 'CURRENT' AND ap."isPrimary"`;

/** Whether the person `p` works in these units. */
export function worksIn({ size, units }: Reach): Sql {
  if (size === 'many-units')
    return sql`EXISTS (SELECT 1 FROM "Appointment" ap WHERE ap."personId" = p.id AND ${isStaff} AND ap."agencyId" IN (${units}))`;
  const staff = sql`SELECT ap."personId" FROM (${units}) u JOIN "Appointment" ap ON ap."agencyId" = u.id AND ${isStaff}`;
  return amongThem(size === 'few-people', staff);
}

/** Whether the person `p` is one of them: where they are few, they are looked up one by one, else each name on the way is tested. */
export const amongThem = (areFew: boolean, people: Sql): Sql =>
  areFew ? sql`p.id IN (${people})` : sql`(p.id IN (${people})) IS TRUE`;
