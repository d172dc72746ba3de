import type { Tx } from '#app/platform/database.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { DomainError } from '../errors.ts';
import type { Actor } from './policy.ts';

export type AccountNotice = {
  id: string;
  kind: 'sign-in-link.used';
  at: Date;
  /** Null: a command on the server. */
  madeByName: string | null;
  address: string | null;
  isPasswordSet: boolean;
};

type LinkUsed = { madeById: string | null; address: string | null; isPasswordSet: boolean };

/** Leaves a person word that a link to her account was used, in the transaction of its use. */
export async function noticeLinkUsed(tx: Tx, personId: string, at: Date, details: LinkUsed): Promise<void> {
  await tx.accountNotice.create({ data: { personId, kind: 'sign-in-link.used', at, details } });
}

/** What a person has not yet said that she knows, the newest first. */
export const listNotices = (db: Reader, personId: string): Promise<AccountNotice[]> =>
  db.rows<AccountNotice>`
    SELECT n.id, n.kind, n.at, maker."fullName" AS "madeByName", n.details->>'address' AS address,
           (n.details->>'isPasswordSet')::boolean AS "isPasswordSet"
      FROM "AccountNotice" n LEFT JOIN "Person" maker ON maker.id = (n.details->>'madeById')::uuid
     WHERE n."personId" = ${personId}::uuid AND n."seenAt" IS NULL ORDER BY n.at DESC, n.id DESC LIMIT 20`;

/** Whether the session was opened by a one-time link: somebody else may have used it. */
export async function isSessionOfLink(db: Reader, sessionId: string): Promise<boolean> {
  const row = await db.maybeOne<{ isLink: boolean }>`
    SELECT "linkId" IS NOT NULL AS "isLink" FROM "Session" WHERE id = ${sessionId}`;
  return row?.isLink ?? true;
}

/**
 * Puts a notice away. Only whoever signed in with the password can: a link may be in other hands.
 * @throws not-found when she has no such notice
 */
export async function acknowledgeNotice(
  { db, now }: { db: Reader; now: () => Date },
  actor: Pick<Actor, 'personId' | 'sessionId'>,
  noticeId: string,
): Promise<'acknowledged' | 'needs-password'> {
  const row = await db.maybeOne<{ isSeen: boolean }>`
    WITH mine AS (SELECT id FROM "AccountNotice" WHERE id = ${noticeId}::uuid AND "personId" = ${actor.personId}::uuid),
         seen AS (
           UPDATE "AccountNotice" n SET "seenAt" = coalesce(n."seenAt", ${now()}) FROM mine
            WHERE n.id = mine.id AND EXISTS (SELECT 1 FROM "Session" s WHERE s.id = ${actor.sessionId} AND s."linkId" IS NULL)
           RETURNING n.id)
    SELECT EXISTS (SELECT 1 FROM seen) AS "isSeen" FROM mine`;
  if (!row) throw new DomainError('not-found', { noticeId });
  return row.isSeen ? 'acknowledged' : 'needs-password';
}
