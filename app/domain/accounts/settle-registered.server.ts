import type { Tx } from '#app/platform/database.server.ts';
import { NO_COURSE } from '../ledger/settle-standings.server.ts';

/**
 * Brings where these people count as registered (at their current primary appointment, unless deactivated) up to the facts
 * of this transaction, and records the difference as deltas. Once or many times, the end is the same. The caller holds
 * `lockPeople`.
 */
export async function settleRegistered(tx: Tx, personIds: readonly string[], at: Date) {
  if (personIds.length === 0) return;
  await tx.run`
    WITH fresh AS MATERIALIZED (
           SELECT p.id AS "personId", a."agencyId" FROM "Person" p
             JOIN "Appointment" a ON a."personId" = p.id AND a.state = 'CURRENT' AND a."isPrimary"
            WHERE p.id = ANY(${personIds}::uuid[]) AND p."deactivatedAt" IS NULL),
         stale AS MATERIALIZED (SELECT * FROM "RegisteredStanding" WHERE "personId" = ANY(${personIds}::uuid[])),
         told AS (
           INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, people, at)
           SELECT "agencyId", ${NO_COURSE}::uuid, 'registered', sum(people)::int, ${at}
             FROM (SELECT "agencyId", 1 AS people FROM fresh UNION ALL SELECT "agencyId", -1 FROM stale) d
            GROUP BY 1 HAVING sum(people) <> 0),
         gone AS (
           DELETE FROM "RegisteredStanding" r USING stale o WHERE r."personId" = o."personId"
              AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f."personId" = o."personId"))
    INSERT INTO "RegisteredStanding" AS r ("personId", "agencyId") SELECT "personId", "agencyId" FROM fresh
    ON CONFLICT ("personId") DO UPDATE SET "agencyId" = excluded."agencyId" WHERE r."agencyId" <> excluded."agencyId"`;
}
