import { type Sql, sql } from '#app/platform/sql.server.ts';
import type { Scope } from './scope.ts';

const NOTHING = sql`false`;

const below = (agencyId: Sql, granted: readonly string[]): Sql =>
  granted.length === 0
    ? NOTHING
    : sql`EXISTS (SELECT 1 FROM "AgencyAncestor" granted WHERE granted."agencyId" = ${agencyId} AND granted."ancestorId" = ANY(${granted}::uuid[]))`;

const isOneOf = (agencyId: Sql, granted: readonly string[]): Sql =>
  granted.length === 0 ? NOTHING : sql`coalesce(${agencyId} = ANY(${granted}::uuid[]), false)`;

/** Whether the agency of this column lies in the scope: the one place where that is said. Of no agency: it does not. */
export const within = (agencyId: Sql, { whole, alone }: Scope): Sql =>
  alone.length === 0 ? below(agencyId, whole) : sql`(${below(agencyId, whole)} OR ${isOneOf(agencyId, alone)})`;

/** Whether it lies in the scope with everything below it: what is asked of figures that count an agency with all below. */
export const wholeWithin = (agencyId: Sql, { whole }: Scope): Sql => below(agencyId, whole);

/** Whether it is one of the agencies that were granted themselves. */
export const isGranted = (agencyId: Sql, { agencyIds }: Scope): Sql => isOneOf(agencyId, agencyIds);

/** The ids of all agencies in the scope, as a query; some more than once. */
export const allWithin = ({ whole, alone }: Scope): Sql => sql`
  SELECT granted."agencyId" AS id FROM "AgencyAncestor" granted WHERE granted."ancestorId" = ANY(${whole}::uuid[])
  ${alone.length === 0 ? sql.empty : sql`UNION ALL SELECT unnest(${alone}::uuid[])`}`;

/**
 * The ids of those granted with everything below them that lie below no other, as a query: figures that add up. An agency
 * granted alone is not among them, since its figures count what is below it.
 */
export const highestWithin = ({ whole }: Scope): Sql => sql`
  SELECT DISTINCT g.id FROM unnest(${whole}::uuid[]) AS g(id)
   WHERE NOT EXISTS (SELECT 1 FROM "AgencyAncestor" granted
           WHERE granted."agencyId" = g.id AND granted.depth > 0 AND granted."ancestorId" = ANY(${whole}::uuid[]))`;

/** All agencies in the scope, each with how many stand above it, itself included; the tree is gone through once. */
export const levelsWithin = ({ whole, alone }: Scope): Sql => sql`
  SELECT granted."agencyId" AS id, count(*)::int AS level FROM "AgencyAncestor" granted GROUP BY 1
  HAVING bool_or(granted."ancestorId" = ANY(${whole}::uuid[])) OR ${isOneOf(sql`granted."agencyId"`, alone)}`;
