import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { DomainError } from '../errors.ts';
import { Id } from '../ids.ts';
import type { Scope } from './scope.ts';
import { wholeWithin, within } from './within.server.ts';

type AgencyName = { id: string; code: string; nameVi: string; nameEn: string };
export type FoundAgency = AgencyName & {
  type: string;
  /** From the top of what may be seen down to the agency above this one. */
  path: AgencyName[];
  /** How many agencies stand directly below it. */
  units: number;
};

const columns = (scope: Scope): Sql => sql`
  a.id, a.code, a."nameVi", a."nameEn", a.type,
  (SELECT coalesce(json_agg(json_build_object('id', up.id, 'code', up.code, 'nameVi', up."nameVi", 'nameEn', up."nameEn")
                            ORDER BY x.depth DESC), '[]'::json)
     FROM "AgencyAncestor" x JOIN "Agency" up ON up.id = x."ancestorId"
    WHERE x."agencyId" = a.id AND x.depth > 0 AND ${within(sql`up.id`, scope)}) AS path,
  (SELECT count(*)::int FROM "AgencyAncestor" d WHERE d."ancestorId" = a.id AND d.depth = 1) AS units`;

/**
 * An agency by id or code, with the way down to it.
 * @throws not-found when there is none, or none within the scope
 */
export async function getAgency(db: Reader, codeOrId: string, scope: Scope): Promise<FoundAgency> {
  const byId = Id.safeParse(codeOrId).success;
  const agency = await db.maybeOne<FoundAgency>`
    SELECT ${columns(scope)} FROM "Agency" a
     WHERE ${byId ? sql`a.id = ${codeOrId}::uuid` : sql`a.code = ${codeOrId.replaceAll('\u0000', '')}`} AND ${within(sql`a.id`, scope)}`;
  if (!agency) throw new DomainError('not-found', { agency: codeOrId.slice(0, 80) });
  return agency;
}

/** Whether an agency is one of the scope, or below one. */
export async function isAgencyWithin(db: Reader, agencyId: string, scope: Scope): Promise<boolean> {
  const row = await db.one<{ yes: boolean }>`
    SELECT EXISTS (SELECT 1 FROM "Agency" a WHERE a.id = ${agencyId}::uuid AND ${within(sql`a.id`, scope)}) AS yes`;
  return row.yes;
}

/** An agency with everything below it. `isWithin`: it lies in the scope, so that nothing below it need be asked again. */
export type Subtree = { id: string; isWithin: boolean };

/** The agency of a code with everything below it, in the scope or not; null where there is none. */
export async function findSubtree(db: Reader, code: string, scope: Scope): Promise<Subtree | null> {
  return db.maybeOne<Subtree>`
    SELECT a.id, ${wholeWithin(sql`a.id`, scope)} AS "isWithin" FROM "Agency" a WHERE a.code = ${code.replaceAll('\u0000', '')}`;
}
