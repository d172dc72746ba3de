import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { DomainError } from '../errors.ts';
import { recordAudit } from '../ledger/record-audit.server.ts';
import { checkPassword, type PasswordFault } from './check-password.ts';
import { hashPassword } from './hash-password.server.ts';
import { personWithin } from './people-scope.server.ts';
import { createSession, endAllSessions, endSession } from './sessions.server.ts';

export const LINK_HOURS_LONGEST = 7 * 24;

type LinkWorld = { db: Db; now: () => Date; random: Random };

/**
 * Makes a one-time sign-in link for somebody and answers its token, which is stored nowhere. Links made for her
 * before stop working. `createdById` null: a command on the server.
 * @throws not-found when the person is unknown, deactivated or outside what the maker administers, her grants included
 */
export async function createSignInLink(
  { db, now, random }: LinkWorld,
  link: { personId: string; createdById: string | null; validHours: number; requestId?: string | null },
): Promise<string> {
  const at = now();
  const hours = Math.min(Math.max(link.validHours, 1), LINK_HOURS_LONGEST);
  const expiresAt = new Date(at.getTime() + hours * 3_600_000);
  const token = random.bytes(32).toString('base64url');
  await db.$transaction(async (tx) => {
    const administered = await tx.grant.findMany({
      where: {
        personId: link.createdById ?? link.personId,
        role: 'ADMINISTRATOR',
        OR: [{ validTo: null }, { validTo: { gt: at } }],
      },
      select: { agencyId: true },
    });
    const scope = administered.map((grant) => grant.agencyId);
    // Signing in as somebody is having her grants: none of them may reach further than the maker's own.
    const [person] = await tx.$queryRaw<{ id: string; agencyId: string | null; within: boolean }[]>`
      SELECT p.id, (SELECT "agencyId" FROM "Appointment" WHERE "personId" = p.id AND "isPrimary"
                     ORDER BY (state = 'CURRENT') DESC, "validFrom" DESC LIMIT 1) AS "agencyId",
             ${link.createdById === null}::boolean OR (${personWithin(scope)} AND NOT EXISTS (
               SELECT 1 FROM "Grant" g WHERE g."personId" = p.id AND (g."validTo" IS NULL OR g."validTo" > ${at})
                  AND NOT EXISTS (SELECT 1 FROM "AgencyAncestor" above
                                   WHERE above."agencyId" = g."agencyId" AND above."ancestorId" = ANY(${scope}::uuid[])))) AS within
        FROM "Person" p WHERE p.id = ${link.personId}::uuid AND p."deactivatedAt" IS NULL FOR NO KEY UPDATE OF p`;
    if (!person?.within) throw new DomainError('not-found', { personId: link.personId });
    await tx.signInLink.updateMany({
      where: { personId: person.id, usedAt: null, expiresAt: { gt: at } },
      data: { expiresAt: at },
    });
    await tx.signInLink.create({
      data: { id: sha256(token), personId: person.id, createdById: link.createdById, createdAt: at, expiresAt },
    });
    await recordAudit(tx, {
      at,
      actorId: link.createdById,
      action: 'sign-in-link.created',
      subjectType: 'person',
      subjectId: person.id,
      agencyId: person.agencyId,
      after: { expiresAt: expiresAt.toISOString() },
      requestId: link.requestId ?? null,
    });
  });
  return token;
}

/** Whose link it is, as long as it can still be used. Reading uses nothing up: mail filters open links too. */
export async function readSignInLink(
  { db, now }: { db: Db; now: () => Date },
  token: string,
): Promise<{ personId: string; fullName: string; email: string; hasPassword: boolean } | null> {
  const link = await db.signInLink.findFirst({
    where: { id: sha256(token), usedAt: null, expiresAt: { gt: now() }, person: { deactivatedAt: null } },
    select: { person: { select: { id: true, fullName: true, email: true, passwordHash: true } } },
  });
  if (!link) return null;
  const { id, fullName, email, passwordHash } = link.person;
  return { personId: id, fullName, email, hasPassword: passwordHash !== null };
}

export type LinkSignIn =
  | { outcome: 'signed-in'; token: string; expiresAt: Date; personId: string }
  | { outcome: 'not-taken'; fault: PasswordFault }
  | { outcome: 'gone' };

/**
 * Uses a link up and signs its person in; of many at once one wins. With `newPassword` it becomes hers and every
 * session she had ends; a password that is not taken leaves the link as it was.
 */
export async function consumeSignInLink(
  world: LinkWorld,
  typed: { token: string; newPassword?: string | null; previousToken?: string | null; requestId?: string | null },
): Promise<LinkSignIn> {
  const { db, now } = world;
  const id = sha256(typed.token);
  const found = await db.signInLink.findFirst({
    where: { id, usedAt: null, expiresAt: { gt: now() }, person: { deactivatedAt: null } },
    select: { person: { select: { id: true, fullName: true, email: true, personnelNumber: true } } },
  });
  if (!found) return { outcome: 'gone' };
  const { person } = found;
  let passwordHash: string | null = null;
  if (typed.newPassword) {
    const fault = checkPassword(typed.newPassword, person);
    if (fault) return { outcome: 'not-taken', fault };
    passwordHash = await hashPassword(typed.newPassword);
  }
  const won = await db.$transaction(async (tx) => {
    const { count } = await tx.signInLink.updateMany({
      where: { id, usedAt: null, expiresAt: { gt: now() } },
      data: { usedAt: now() },
    });
    if (count !== 1) return false;
    if (passwordHash !== null) {
      await tx.person.update({ where: { id: person.id }, data: { passwordHash } });
      await endAllSessions({ db: tx }, person.id);
    }
    await recordAudit(tx, {
      at: now(),
      actorId: person.id,
      action: passwordHash === null ? 'sign-in-link.used' : 'password.set',
      subjectType: 'person',
      subjectId: person.id,
      requestId: typed.requestId ?? null,
    });
    return true;
  });
  if (!won) return { outcome: 'gone' };
  if (typed.previousToken) await endSession(world, typed.previousToken);
  return { outcome: 'signed-in', ...(await createSession(world, person.id)), personId: person.id };
}
