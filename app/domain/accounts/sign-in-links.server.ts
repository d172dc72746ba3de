import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import type { Scope } from '../agencies/scope.ts';
import { wholeWithin } from '../agencies/within.server.ts';
import { DomainError } from '../errors.ts';
import { type AuditOrigin, recordAudit } from '../ledger/record-audit.server.ts';
import { noticeLinkUsed } from './account-notices.server.ts';
import { checkPassword } from './check-password.server.ts';
import { grantInForce } from './grant-in-force.server.ts';
import { hashPassword } from './hash-password.server.ts';
import { readScope } from './hold-scope.server.ts';
import { lockPeople } from './lock-people.server.ts';
import type { PasswordFault } from './password-rule.ts';
import { personWithin } from './people-scope.server.ts';
import { createSession, endAllSessions, endSession } from './sessions.server.ts';

const LINK_HOURS_LONGEST = 7 * 24;

type LinkWorld = { db: Db; now: () => Date; random: Random };

/**
 * Whether whoever administers the agencies of `scope` may open the account of the person `p`. Signing in as somebody is
 * having her grants: she belongs to these agencies, and none of her present grants reaches further than they do.
 */
const mayOpen = (scope: Scope, at: Date): Sql => sql`
  (${personWithin(scope)} AND NOT EXISTS (
    SELECT 1 FROM "Grant" hers WHERE hers."personId" = p.id AND ${grantInForce('hers', at)}
       AND NOT ${wholeWithin(sql`hers."agencyId"`, scope)}))`;

/** The unit of the person `p`, for the audit trail. */
const home = sql`
  (SELECT "agencyId" FROM "Appointment" WHERE "personId" = p.id AND "isPrimary"
    ORDER BY (state = 'CURRENT') DESC, "validFrom" DESC LIMIT 1)`;

/**
 * Makes a one-time sign-in link for somebody and answers its token, which is stored nowhere. Links made for her
 * before stop working. `createdById` null: a command on the server.
 * @throws not-found when the person is unknown, deactivated or outside what the maker administers, her grants included
 */
export async function createSignInLink(
  { db, now, random }: LinkWorld,
  link: AuditOrigin & { personId: string; createdById: string | null; validHours: number },
): Promise<string> {
  const at = now();
  const hours = Math.min(Math.max(link.validHours, 1), LINK_HOURS_LONGEST);
  const expiresAt = new Date(at.getTime() + hours * 3_600_000);
  const token = random.bytes(32).toString('base64url');
  await db.transaction(async (tx) => {
    await lockPeople(tx, link.createdById === null ? [link.personId] : [link.personId, link.createdById]);
    const person = await tx.maybeOne<{ id: string; agencyId: string | null; securityStamp: number }>`
      SELECT p.id, p."securityStamp", ${home} AS "agencyId" FROM "Person" p
       WHERE p.id = ${link.personId}::uuid AND p."deactivatedAt" IS NULL AND ${await madeBy(tx, link.createdById, at)}`;
    if (!person) throw new DomainError('not-found', { personId: link.personId });
    await tx.signInLink.updateMany({
      where: { personId: person.id, usedAt: null, expiresAt: { gt: at } },
      data: { expiresAt: at },
    });
    await tx.signInLink.create({
      data: {
        id: sha256(token),
        personId: person.id,
        createdById: link.createdById,
        createdAt: at,
        expiresAt,
        securityStamp: person.securityStamp,
      },
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
      address: link.address ?? null,
    });
  });
  return token;
}

/** Whether a link that was made by this person, or by a command on the server, may open the account of `p` at an instant. */
async function madeBy(db: Reader, createdById: string | null, at: Date): Promise<Sql> {
  if (createdById === null) return sql`true`;
  return mayOpen(await readScope(db, { personId: createdById, deed: 'administer', at }), at);
}

type OpenLink = {
  personId: string;
  fullName: string;
  email: string;
  personnelNumber: string;
  hasPassword: boolean;
  createdById: string | null;
  agencyId: string | null;
};

/** The link as it stands: unused, in its hours, and nothing of the account changed since it was made. Null: gone. */
async function findOpenLink(
  db: Reader,
  id: string,
  at: Date,
): Promise<(OpenLink & { isMakerStillAllowed: boolean }) | null> {
  const link = await db.maybeOne<OpenLink>`
    SELECT p.id AS "personId", p."fullName", p.email, p."personnelNumber", p."passwordHash" IS NOT NULL AS "hasPassword",
           l."createdById", ${home} AS "agencyId"
      FROM "SignInLink" l JOIN "Person" p ON p.id = l."personId"
     WHERE l.id = ${id} AND l."usedAt" IS NULL AND l."expiresAt" > ${at} AND l."securityStamp" = p."securityStamp"
       AND p."deactivatedAt" IS NULL`;
  if (!link) return null;
  const allowed = await db.one<{ yes: boolean }>`
    SELECT ${await madeBy(db, link.createdById, at)} AS yes FROM "Person" p WHERE p.id = ${link.personId}::uuid`;
  return { ...link, isMakerStillAllowed: allowed.yes };
}

export type ReadLink =
  | { outcome: 'open'; personId: string; fullName: string; email: string; hasPassword: boolean }
  /** Whoever made it has lost the right to open this account. */
  | { outcome: 'refused' }
  | { outcome: 'gone' };

/** Whose link it is, as long as it can still be used. Reading uses nothing up: mail filters open links too. */
export async function readSignInLink({ db, now }: { db: Db; now: () => Date }, token: string): Promise<ReadLink> {
  const link = await findOpenLink(db, sha256(token), now());
  if (!link) return { outcome: 'gone' };
  if (!link.isMakerStillAllowed) return { outcome: 'refused' };
  const { personId, fullName, email, hasPassword } = link;
  return { outcome: 'open', personId, fullName, email, hasPassword };
}

export type LinkSignIn =
  | { outcome: 'signed-in'; token: string; expiresAt: Date; personId: string }
  | { outcome: 'not-taken'; fault: PasswordFault }
  | { outcome: 'refused' }
  | { outcome: 'gone' };

type Typed = {
  token: string;
  newPassword?: string | null;
  previousToken?: string | null;
  address?: string | null;
  requestId?: string | null;
};

/**
 * Uses a link up and signs its person in; of many at once one wins. Whether its maker may still open the account is asked
 * again, with all grants that she has at that moment. With `newPassword` it becomes hers and every session she had ends;
 * a password that is not taken leaves the link as it was. She is left word of the use.
 */
export async function consumeSignInLink(world: LinkWorld, typed: Typed): Promise<LinkSignIn> {
  const { db, now } = world;
  const id = sha256(typed.token);
  const found = await findOpenLink(db, id, now());
  if (!found) return { outcome: 'gone' };
  let passwordHash: string | null = null;
  if (typed.newPassword && found.isMakerStillAllowed) {
    const fault = checkPassword(typed.newPassword, found);
    if (fault) return { outcome: 'not-taken', fault };
    passwordHash = await hashPassword(typed.newPassword);
  }
  const used = await db.transaction(async (tx) => {
    await lockPeople(tx, found.createdById === null ? [found.personId] : [found.personId, found.createdById]);
    const at = now();
    const link = await findOpenLink(tx, id, at);
    if (!link) return 'gone';
    if (!link.isMakerStillAllowed) return refuse(tx, id, link, at, typed);
    return use(tx, { id, link, at, passwordHash }, typed);
  });
  if (typeof used === 'string') return { outcome: used };
  if (typed.previousToken) await endSession(world, typed.previousToken);
  const session = await createSession(world, found.personId, { securityStamp: used.securityStamp, linkId: id });
  return { outcome: 'signed-in', ...session, personId: found.personId };
}

async function use(
  tx: Tx,
  { id, link, at, passwordHash }: { id: string; link: OpenLink; at: Date; passwordHash: string | null },
  { address = null, requestId = null }: Typed,
): Promise<'gone' | { securityStamp: number }> {
  const { count } = await tx.signInLink.updateMany({ where: { id, usedAt: null }, data: { usedAt: at } });
  if (count !== 1) return 'gone';
  const { personId, createdById: madeById, agencyId } = link;
  const event = {
    at,
    actorId: personId,
    subjectType: 'person' as const,
    subjectId: personId,
    agencyId,
    requestId,
    address,
  };
  await recordAudit(tx, { ...event, action: 'sign-in-link.used', after: { madeById } });
  if (passwordHash !== null) {
    await tx.person.update({ where: { id: personId }, data: { passwordHash } });
    await endAllSessions({ db: tx }, personId);
    await recordAudit(tx, { ...event, action: 'password.set' });
  }
  await noticeLinkUsed(tx, personId, at, { madeById, address, isPasswordSet: passwordHash !== null });
  return tx.person.findUniqueOrThrow({ where: { id: personId }, select: { securityStamp: true } });
}

/** A link that was refused once stays so: its maker may get the right back, and that is no reason to open this. */
async function refuse(tx: Tx, id: string, link: OpenLink, at: Date, typed: Typed): Promise<'refused'> {
  await tx.signInLink.updateMany({ where: { id }, data: { expiresAt: at } });
  await recordAudit(tx, {
    at,
    actorId: null,
    action: 'sign-in-link.refused',
    subjectType: 'person',
    subjectId: link.personId,
    agencyId: link.agencyId,
    after: { madeById: link.createdById },
    requestId: typed.requestId ?? null,
    address: typed.address ?? null,
  });
  return 'refused';
}
