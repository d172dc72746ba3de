import { type Reader, sql } from '#app/platform/sql.server.ts';
import { grantInForce } from './grant-in-force.server.ts';
import { byName } from './name-order.server.ts';

export type TrainingManager = { fullName: string; agencyVi: string; agencyEn: string };

/** So many are named to a person. */
const NAMED = 3;

/**
 * Who looks after the training of a person: the training managers of her unit or, where it has none, of the nearest one
 * above it that has. Never herself. One statement; empty where nobody holds the role over her unit.
 */
export const trainingManagersOf = (db: Reader, personId: string, now: Date): Promise<TrainingManager[]> =>
  db.rows<TrainingManager>`
    WITH above AS (
      SELECT t."ancestorId", t.depth FROM "Appointment" ap JOIN "AgencyAncestor" t ON t."agencyId" = ap."agencyId"
       WHERE ap."personId" = ${personId}::uuid AND ap.state = 'CURRENT' AND ap."isPrimary"),
    managers AS (
      SELECT DISTINCT p.id, p."fullName", p."sortName", u."ancestorId" AS "agencyId", u.depth
        FROM above u JOIN "Grant" g ON g."agencyId" = u."ancestorId" AND g.role = 'TRAINING_MANAGER' AND ${grantInForce('g', now)}
        JOIN "Person" p ON p.id = g."personId" AND p."deactivatedAt" IS NULL AND p.id <> ${personId}::uuid)
    SELECT m."fullName", a."nameVi" AS "agencyVi", a."nameEn" AS "agencyEn" FROM managers m JOIN "Agency" a ON a.id = m."agencyId"
     WHERE m.depth = (SELECT min(depth) FROM managers) ORDER BY ${byName(sql`m."sortName"`)}, m.id LIMIT ${NAMED}`;
