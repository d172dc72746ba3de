import type { Db, Tx } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { wholeWithin } from '../agencies/within.server.ts';
import { DomainError } from '../errors.ts';
import { type AuditOrigin, recordAudit } from '../ledger/record-audit.server.ts';
import { holdScope } from './hold-scope.server.ts';
import { personWithin } from './people-scope.server.ts';
import type { Actor, Role } from './policy.ts';
import { endAllSessions } from './sessions.server.ts';

type World = { db: Db; now: () => Date };

/**
 * Gives a person a role over an agency and all below it, and ends her sessions. Once given, giving it again changes
 * nothing.
 * @throws not-found when the person or the agency is outside what the actor administers
 */
export async function addGrant(
  { db, now }: World,
  actor: Actor,
  {
    personId,
    role,
    agencyId,
    requestId = null,
    address = null,
  }: { personId: string; role: Role; agencyId: string } & AuditOrigin,
): Promise<{ outcome: 'granted' | 'already-granted'; grantId: string }> {
  const at = now();
  return db.transaction(async (tx) => {
    await requireWithin(tx, actor, { personId, agencyId, now });
    const held = await tx.grant.findFirst({
      where: { personId, role, agencyId, OR: [{ validTo: null }, { validTo: { gt: at } }] },
      select: { id: true },
    });
    if (held) return { outcome: 'already-granted', grantId: held.id };
    const grant = await tx.grant.create({
      data: { personId, role, agencyId, grantedById: actor.personId, createdAt: at },
      select: { id: true },
    });
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'grant.added',
      subjectType: 'person',
      subjectId: personId,
      agencyId,
      after: { grantId: grant.id, role, agencyId },
      requestId,
      address,
    });
    await endSessionsOf(tx, personId, actor);
    return { outcome: 'granted', grantId: grant.id };
  });
}

/**
 * Ends a grant and the sessions of its holder; what was done with it stays. Nobody ends her own right to administer: the last one out locks the door.
 * @throws not-found when the grant is over an agency that the actor does not administer
 */
export async function endGrant(
  { db, now }: World,
  actor: Actor,
  { grantId, requestId = null, address = null }: { grantId: string } & AuditOrigin,
): Promise<{ outcome: 'ended' | 'already-ended' | 'own-grant' }> {
  const at = now();
  const holder = await db.grant.findUnique({ where: { id: grantId }, select: { personId: true } });
  return db.transaction(async (tx) => {
    const also = holder ? [holder.personId] : [];
    const scope = await holdScope(tx, { personId: actor.personId, deed: 'administer', now, also });
    const grant = await tx.maybeOne<{ personId: string; role: Role; agencyId: string; validTo: Date | null }>`
      SELECT g."personId", g.role, g."agencyId", g."validTo" FROM "Grant" g JOIN "Agency" a ON a.id = g."agencyId"
       WHERE g.id = ${grantId}::uuid AND ${wholeWithin(sql`a.id`, scope)} FOR UPDATE OF g`;
    if (!grant) throw new DomainError('not-found', { grantId });
    if (grant.validTo !== null && grant.validTo <= at) return { outcome: 'already-ended' };
    if (grant.personId === actor.personId && grant.role === 'ADMINISTRATOR') return { outcome: 'own-grant' };
    await tx.grant.update({ where: { id: grantId }, data: { validTo: at } });
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'grant.ended',
      subjectType: 'person',
      subjectId: grant.personId,
      agencyId: grant.agencyId,
      before: { grantId, role: grant.role, agencyId: grant.agencyId },
      requestId,
      address,
    });
    await endSessionsOf(tx, grant.personId, actor);
    return { outcome: 'ended' };
  });
}

/** What was opened with other rights is over; the browser that made the change goes on. */
const endSessionsOf = (tx: Tx, personId: string, actor: Actor): Promise<number> =>
  endAllSessions({ db: tx }, personId, personId === actor.personId ? { except: actor.sessionId } : {});

async function requireWithin(
  tx: Tx,
  actor: Actor,
  { personId, agencyId, now }: { personId: string; agencyId: string; now: () => Date },
) {
  const scope = await holdScope(tx, { personId: actor.personId, deed: 'administer', now, also: [personId] });
  const people = await tx.rows<{ id: string }>`
    SELECT p.id FROM "Person" p
     WHERE p.id = ${personId}::uuid AND p."deactivatedAt" IS NULL AND ${personWithin(scope)}`;
  if (people.length === 0) throw new DomainError('not-found', { personId });
  const agencies = await tx.rows<{ id: string }>`
    SELECT a.id FROM "Agency" a WHERE a.id = ${agencyId}::uuid AND ${wholeWithin(sql`a.id`, scope)}`;
  if (agencies.length === 0) throw new DomainError('not-found', { agencyId });
}
