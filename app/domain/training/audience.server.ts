import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';

/** Of how many people a manager can tick the names in one assignment. */
export const CHOSEN_LIMIT = 200;

/** Whom an assignment is for: everybody active in a unit, or chosen people of it. */
export type Audience =
  | { kind: 'unit'; agencyCode: string; includeSubunits: boolean }
  | { kind: 'people'; agencyCode: string; personIds: readonly string[] };

/** Whether the agency column lies in the unit, or is the unit itself. */
export const inUnit = (agencyColumn: Sql, agencyId: string, includeSubunits: boolean): Sql =>
  includeSubunits
    ? sql`EXISTS (SELECT 1 FROM "AgencyAncestor" iu WHERE iu."agencyId" = ${agencyColumn} AND iu."ancestorId" = ${agencyId}::uuid)`
    : sql`${agencyColumn} = ${agencyId}::uuid`;

/** The active staff: people `p` who are not deactivated, each at `ap`, her current primary appointment. */
export const activeStaff = sql`
  "Person" p JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary" AND p."deactivatedAt" IS NULL`;

/** The unit that the person of the column works in, or, when she works nowhere just now, the one of her latest post. */
export const homeOf = (personColumn: Sql): Sql => sql`
  (SELECT hm."agencyId" FROM "Appointment" hm WHERE hm."personId" = ${personColumn} AND hm."isPrimary"
    ORDER BY (hm.state = 'CURRENT') DESC, hm."validFrom" DESC LIMIT 1)`;

/** Joins the unit `a` of the column, and `up`, the agency above it where that is in scope. */
export const unitOf = (agencyColumn: Sql, scope: Scope): Sql => sql`
  JOIN "Agency" a ON a.id = ${agencyColumn}
  LEFT JOIN "AgencyAncestor" ua ON ua."agencyId" = a.id AND ua.depth = 1 AND ${within(sql`ua."ancestorId"`, scope)}
  LEFT JOIN "Agency" up ON up.id = ua."ancestorId"`;

/** A unit by its name, with the agency above it where that is in scope, so that two of one name can be told apart. */
export type UnitNames = { unitVi: string; unitEn: string; aboveVi: string | null; aboveEn: string | null };

/** What every list of a course and a person says of them. */
export type PersonAndCourse = UnitNames & {
  personId: string;
  fullName: string;
  personnelNumber: string;
  courseCode: string;
  titleVi: string;
  titleEn: string;
};

/** The names that `unitOf` joins. */
export const unitNames = sql`
  a."nameVi" AS "unitVi", a."nameEn" AS "unitEn", up."nameVi" AS "aboveVi", up."nameEn" AS "aboveEn"`;
