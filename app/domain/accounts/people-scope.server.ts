import { Sql, sql } from '#app/platform/sql.server.ts';

/**
 * Whether the person `p` belongs to one of these agencies or something below: by her current primary appointment,
 * or, when she has none just now, by the latest one that she had or will have.
 */
export const personWithin = (agencies: readonly string[] | Sql): Sql => sql`
  EXISTS (
    SELECT 1 FROM "AgencyAncestor" above
     WHERE above."ancestorId" ${among(agencies)}
       AND above."agencyId" = (
         SELECT home."agencyId" FROM "Appointment" home WHERE home."personId" = p.id AND home."isPrimary"
          ORDER BY (home.state = 'CURRENT') DESC, home."validFrom" DESC LIMIT 1))`;

/** A list of agencies, or a query that finds them. */
const among = (agencies: readonly string[] | Sql): Sql =>
  agencies instanceof Sql ? sql`IN (${agencies})` : sql`= ANY(${agencies}::uuid[])`;

/** Whether the agency `a` is one of these or below one of them. */
export const agencyWithin = (agencyIds: readonly string[]): Sql => sql`
  EXISTS (SELECT 1 FROM "AgencyAncestor" above
           WHERE above."agencyId" = a.id AND above."ancestorId" = ANY(${agencyIds}::uuid[]))`;
