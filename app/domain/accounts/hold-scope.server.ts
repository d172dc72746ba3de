import type { Scope } from '#app/domain/agencies/scope.ts';
import type { Tx } from '#app/platform/database.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { grantInForce } from './grant-in-force.server.ts';
import { lockPeople } from './lock-people.server.ts';
import { type Deed, type HeldGrant, scopeOfGrants } from './policy.ts';

/**
 * The agencies over which a person may do it at this moment, which stay so until the transaction ends: what a request
 * believed when it began may be over. Locks her and `also`, whom she acts on, in the one order that everybody takes, and
 * asks what time it is when the locks are held: what ended while it waited for them has ended. Whoever takes other locks
 * takes them before this one. None for whoever is deactivated.
 */
export async function holdScope(
  tx: Tx,
  { personId, deed, now, also = [] }: { personId: string; deed: Deed; now: () => Date; also?: readonly string[] },
): Promise<Scope> {
  await lockPeople(tx, [personId, ...also]);
  return readScope(tx, { personId, deed, at: now() });
}

/** The same without a lock, as it stands at an instant: to find what to lock, never to act on. */
export async function readScope(
  db: Reader,
  { personId, deed, at }: { personId: string; deed: Deed; at: Date },
): Promise<Scope> {
  const grants = await db.rows<HeldGrant>`
    SELECT g.role, g."agencyId", g."validTo" FROM "Grant" g JOIN "Person" holder ON holder.id = g."personId" AND holder."deactivatedAt" IS NULL
     WHERE g."personId" = ${personId}::uuid AND ${grantInForce('g', at)}`;
  return scopeOfGrants(grants, deed, at);
}
