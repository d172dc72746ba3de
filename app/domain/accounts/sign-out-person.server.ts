import type { Db } from '#app/platform/database.server.ts';
import { DomainError } from '../errors.ts';
import { type AuditOrigin, recordAudit } from '../ledger/record-audit.server.ts';
import { holdScope } from './hold-scope.server.ts';
import { personWithin } from './people-scope.server.ts';
import type { Actor } from './policy.ts';
import { endAllSessions } from './sessions.server.ts';

/**
 * Signs somebody out on all her devices and makes her links useless: a phone was lost, or she left. The number of sessions that ended.
 * @throws not-found when the person is outside what the actor administers
 */
export async function signOutPerson(
  { db, now }: { db: Db; now: () => Date },
  actor: Actor,
  { personId, requestId = null, address = null }: AuditOrigin & { personId: string },
): Promise<number> {
  const at = now();
  return db.transaction(async (tx) => {
    const scope = await holdScope(tx, { personId: actor.personId, deed: 'administer', now, also: [personId] });
    const person = await tx.maybeOne<{ agencyId: string | null }>`
      SELECT (SELECT "agencyId" FROM "Appointment" WHERE "personId" = p.id AND "isPrimary"
               ORDER BY (state = 'CURRENT') DESC, "validFrom" DESC LIMIT 1) AS "agencyId"
        FROM "Person" p WHERE p.id = ${personId}::uuid AND ${personWithin(scope)}`;
    if (!person) throw new DomainError('not-found', { personId });
    const sessions = await endAllSessions({ db: tx }, personId);
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'person.signed-out',
      subjectType: 'person',
      subjectId: personId,
      agencyId: person.agencyId,
      after: { sessions },
      requestId,
      address,
    });
    return sessions;
  });
}
