import { Prisma } from '#app/platform/database.server.ts';

/**
 * Whether the person `p` belongs to one of these agencies or something below: by her current primary appointment,
 * or, when she has none just now, by the latest one that she had or will have.
 */
export const personWithin = (agencies: readonly string[] | Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (
    SELECT 1 FROM "AgencyAncestor" above
     WHERE above."ancestorId" ${among(agencies)}
       AND above."agencyId" = (
         SELECT home."agencyId" FROM "Appointment" home WHERE home."personId" = p.id AND home."isPrimary"
          ORDER BY (home.state = 'CURRENT') DESC, home."validFrom" DESC LIMIT 1))`;

/** A list of agencies, or a query that finds them. */
const among = (agencies: readonly string[] | Prisma.Sql): Prisma.Sql =>
  agencies instanceof Prisma.Sql ? Prisma.sql`IN (${agencies})` : Prisma.sql`= ANY(${agencies}::uuid[])`;

/** Whether the agency `a` is one of these or below one of them. */
export const agencyWithin = (agencyIds: readonly string[]): Prisma.Sql => Prisma.sql`
  EXISTS (SELECT 1 FROM "AgencyAncestor" above
           WHERE above."agencyId" = a.id AND above."ancestorId" = ANY(${agencyIds}::uuid[]))`;
