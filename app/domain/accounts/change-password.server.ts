import type { Db } from '#app/platform/database.server.ts';
import { forgetTurns, type Pace, takeTurns } from '#app/platform/rate-limit.server.ts';
import { DomainError } from '../errors.ts';
import { type AuditOrigin, recordAudit } from '../ledger/record-audit.server.ts';
import { checkPassword } from './check-password.server.ts';
import { countAudit } from './count-audit.server.ts';
import { hashPassword, verifyPassword } from './hash-password.server.ts';
import type { PasswordFault } from './password-rule.ts';
import type { Actor } from './policy.ts';
import { endAllSessions } from './sessions.server.ts';

/** Wrong present passwords of somebody who is signed in: nothing that is guessed at the door counts here. */
export const CHANGE_PACE: Pace = { free: 10, first: 15, longest: 15 * 60, forget: 86_400 };

export type PasswordChange =
  | { outcome: 'changed'; sessionsEnded: number }
  | { outcome: 'wrong-password' }
  | { outcome: 'not-taken'; fault: PasswordFault }
  | { outcome: 'wait'; seconds: number };

type Asking = Pick<Actor, 'personId' | 'sessionId'>;

/** Changes one's own password. All other sessions end; the present one stays. Wrong guesses have a count of their own and stand in the trail. */
export async function changePassword(
  { db, now }: { db: Db; now: () => Date },
  actor: Asking,
  typed: AuditOrigin & { current: string; next: string },
): Promise<PasswordChange> {
  const key = `change-password:${actor.personId}`;
  const refuse = async <T extends PasswordChange>(told: T): Promise<T> => {
    const { personId } = actor;
    await countAudit(db, { action: 'password.failed', personId, address: typed.address ?? '', at: now() });
    return told;
  };
  const turn = await takeTurns(db, [{ key, pace: CHANGE_PACE }], now());
  if (turn.outcome === 'wait') return refuse(turn);
  const person = await readPerson(db, actor.personId);
  if (!(await verifyPassword(person.passwordHash, typed.current.slice(0, 1024))))
    return refuse({ outcome: 'wrong-password' });
  await forgetTurns(db, key);
  return write({ db, now }, actor, person, typed);
}

/** Gives oneself the first password, after a one-time link. Where there is one already: `changePassword`. */
export async function setPassword(
  { db, now }: { db: Db; now: () => Date },
  actor: Asking,
  typed: AuditOrigin & { next: string },
): Promise<PasswordChange> {
  const person = await readPerson(db, actor.personId);
  if (person.passwordHash !== null) throw new DomainError('conflict', { personId: actor.personId });
  return write({ db, now }, actor, person, typed);
}

const readPerson = (db: Db, id: string) =>
  db.person.findUniqueOrThrow({
    where: { id },
    select: { id: true, fullName: true, email: true, personnelNumber: true, passwordHash: true },
  });

async function write(
  { db, now }: { db: Db; now: () => Date },
  actor: Asking,
  person: Awaited<ReturnType<typeof readPerson>>,
  { next, requestId = null, address = null }: AuditOrigin & { next: string },
): Promise<PasswordChange> {
  const fault = checkPassword(next, person);
  if (fault) return { outcome: 'not-taken', fault };
  const passwordHash = await hashPassword(next);
  return db.transaction(async (tx) => {
    // Of two changes at once the second finds another hash than it verified.
    const { count } = await tx.person.updateMany({
      where: { id: person.id, passwordHash: person.passwordHash },
      data: { passwordHash },
    });
    if (count !== 1) return { outcome: 'wrong-password' };
    const sessionsEnded = await endAllSessions({ db: tx }, person.id, { except: actor.sessionId });
    await recordAudit(tx, {
      at: now(),
      actorId: person.id,
      action: person.passwordHash === null ? 'password.set' : 'password.changed',
      subjectType: 'person',
      subjectId: person.id,
      requestId,
      address,
    });
    return { outcome: 'changed', sessionsEnded };
  });
}
