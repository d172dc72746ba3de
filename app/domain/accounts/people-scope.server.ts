import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';

/**
 * Whether the person `p` belongs to the scope: by her current primary appointment, or, when she has none just now, by the
 * latest one that she had or will have.
 */
export const personWithin = (scope: Scope): Sql =>
  within(
    sql`(
      SELECT home."agencyId" FROM "Appointment" home WHERE home."personId" = p.id AND home."isPrimary"
       ORDER BY (home.state = 'CURRENT') DESC, home."validFrom" DESC LIMIT 1)`,
    scope,
  );
