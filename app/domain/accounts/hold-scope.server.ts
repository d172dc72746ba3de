import { lockPeople } from '#app/domain/ledger/settle-standings.server.ts';
import type { Tx } from '#app/platform/database.server.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { type Deed, ROLES } from './policy.ts';

/**
 * The agencies over which a person may do it at this moment, which stay so until the transaction ends: what a request
 * believed when it began may be over. Locks her and `also`, whom she acts on, in the one order that everybody takes, and
 * asks what time it is when the locks are held: what ended while it waited for them has ended. Whoever takes other locks
 * takes them before this one. None for whoever is deactivated.
 */
export async function holdScope(
  tx: Tx,
  { personId, deed, now, also = [] }: { personId: string; deed: Deed; now: () => Date; also?: readonly string[] },
): Promise<string[]> {
  await lockPeople(tx, [personId, ...also]);
  return readScope(tx, { personId, deed, at: now() });
}

/** The same without a lock, as it stands at an instant: to find what to lock, never to act on. */
export async function readScope(db: Reader, asked: { personId: string; deed: Deed; at: Date }): Promise<string[]> {
  const rows = await db.rows<{ agencyId: string }>(heldGrants(asked));
  return rows.map((row) => row.agencyId);
}

/** The agencies of the grants that a person holds at an instant, as a query. */
export const heldGrants = ({ personId, deed, at }: { personId: string; deed: Deed; at: Date }): Sql => sql`
  SELECT g."agencyId" FROM "Grant" g JOIN "Person" holder ON holder.id = g."personId" AND holder."deactivatedAt" IS NULL
   WHERE g."personId" = ${personId}::uuid AND g.role::text = ANY(${[...ROLES[deed]]}) AND (g."validTo" IS NULL OR g."validTo" > ${at})`;
