import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import type { Writer } from '#app/platform/sql.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { grantInForce } from './grant-in-force.server.ts';
import type { Actor, ActorGrant } from './policy.ts';

/** Nobody there for eight hours: signed out. Working on, a person stays signed in, and never longer than thirty days. */
export const SESSION_IDLE_MS = 8 * 3_600_000;
export const SESSION_LONGEST_MS = 30 * 24 * 3_600_000;
/** Until when a browser keeps the token: the server ends idle sessions earlier, and only it knows who is idle. */
export const longestSession = (now: Date): Date => new Date(now.getTime() + SESSION_LONGEST_MS);
/** A request within the hour after the last renewal writes nothing. */
const SESSION_RENEWAL_MS = 3_600_000;

type Person = Pick<Actor, 'fullName' | 'email' | 'locale' | 'theme'> & { grants: ActorGrant[] };
type Opened = { securityStamp: number | null; linkId: string | null };

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof lucia>;
    DatabaseUserAttributes: Person;
    DatabaseSessionAttributes: Opened;
  }
}

const NOTHING_KNOWN: Opened = { securityStamp: null, linkId: null };

/** In the table stands the hash alone, so what a leaked table holds signs nobody in. */
const sessionIdOf = (token: string): string => sha256(token);

/**
 * The sessions in our tables. The library reads the machine's clock; the product's clock is an argument.
 * So times are handed over and taken back shifted by the difference of the two.
 */
function adapterOf(db: Db, now: Date): Adapter {
  const ahead = now.getTime() - Date.now();
  const toLibrary = (at: Date): Date => new Date(at.getTime() - ahead);
  const soonest = (createdAt: Date): Date =>
    new Date(Math.min(now.getTime() + SESSION_IDLE_MS, createdAt.getTime() + SESSION_LONGEST_MS));
  let read: { createdAt: Date; lastSeenAt: Date } | undefined;
  return {
    async getSessionAndUser(sessionId): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      type Row = { userId: string; createdAt: Date; lastSeenAt: Date; expiresAt: Date } & Person;
      const row = await db.maybeOne<Row>`
        SELECT s."userId", s."createdAt", s."lastSeenAt", s."expiresAt", p."fullName", p.email, p.locale, p.theme,
               (SELECT coalesce(json_agg(json_build_object('role', g.role, 'agencyId', g."agencyId", 'agencyCode', a.code)
                                         ORDER BY a.code, g.role), '[]'::json)
                  FROM "Grant" g JOIN "Agency" a ON a.id = g."agencyId"
                 WHERE g."personId" = p.id AND ${grantInForce('g', now)}) AS grants
          FROM "Session" s JOIN "Person" p ON p.id = s."userId"
         WHERE s.id = ${sessionId} AND s."expiresAt" > ${now} AND s."securityStamp" = p."securityStamp"
           AND p."deactivatedAt" IS NULL`;
      if (!row) return [null, null];
      read = row;
      const { userId, expiresAt, createdAt: _, lastSeenAt: __, ...attributes } = row;
      return [
        { id: sessionId, userId, expiresAt: toLibrary(expiresAt), attributes: NOTHING_KNOWN },
        { id: userId, attributes },
      ];
    },
    async updateSessionExpiration(sessionId) {
      if (!read || now.getTime() - read.lastSeenAt.getTime() < SESSION_RENEWAL_MS) return;
      await db.session.updateMany({
        where: { id: sessionId, lastSeenAt: read.lastSeenAt },
        data: { lastSeenAt: now, expiresAt: soonest(read.createdAt) },
      });
    },
    async setSession({ id, userId, attributes: { securityStamp, linkId } }) {
      await db.run`
        INSERT INTO "Session" (id, "userId", "createdAt", "lastSeenAt", "expiresAt", "securityStamp", "linkId")
        SELECT ${id}, p.id, ${now}, ${now}, ${soonest(now)}, coalesce(${securityStamp}::int, p."securityStamp"), ${linkId}
          FROM "Person" p WHERE p.id = ${userId}::uuid`;
    },
    async getUserSessions(userId) {
      const rows = await db.session.findMany({ where: { userId, expiresAt: { gt: now } } });
      return rows.map((row) => ({
        id: row.id,
        userId,
        expiresAt: toLibrary(row.expiresAt),
        attributes: NOTHING_KNOWN,
      }));
    },
    async deleteSession(sessionId) {
      await db.session.deleteMany({ where: { id: sessionId } });
    },
    async deleteUserSessions(userId) {
      await db.session.deleteMany({ where: { userId } });
    },
    async deleteExpiredSessions() {
      await db.run`
        DELETE FROM "Session" s USING "Person" p
         WHERE p.id = s."userId" AND (s."expiresAt" <= ${now} OR s."securityStamp" <> p."securityStamp")`;
    },
  };
}

/**
 * The library renews once less than half of its period is left. Seven hours left of eight is an hour after the
 * last renewal; the end that it then proposes gives way to the adapter's own.
 */
const lucia = (db: Db, now: Date) =>
  new Lucia<Record<never, never>, Person>(adapterOf(db, now), {
    sessionExpiresIn: new TimeSpan(2 * (SESSION_IDLE_MS - SESSION_RENEWAL_MS), 'ms'),
    getUserAttributes: (attributes) => attributes,
  });

/**
 * A new session. The token is for the cookie and is stored nowhere. `securityStamp`: what the person had when it was
 * found that it is she; a change since then leaves a session that opens nothing.
 */
export async function createSession(
  { db, now, random }: { db: Db; now: () => Date; random: Random },
  personId: string,
  { securityStamp = null, linkId = null }: Partial<Opened> = {},
): Promise<{ token: string; expiresAt: Date }> {
  const at = now();
  const token = random.bytes(32).toString('base64url');
  await lucia(db, at).createSession(personId, { securityStamp, linkId }, { sessionId: sessionIdOf(token) });
  return { token, expiresAt: new Date(at.getTime() + SESSION_IDLE_MS) };
}

/** Who carries this token, with the grants in force; one statement, but for a renewal an hour. Null: nobody any more. */
export async function readSession(
  { db, now }: { db: Db; now: () => Date },
  token: string | null | undefined,
): Promise<Actor | null> {
  if (!token || token.length > 200) return null;
  const at = now();
  const { user, session } = await lucia(db, at).validateSession(sessionIdOf(token));
  if (!user) return null;
  const { id, fullName, email, locale, theme, grants } = user;
  return { personId: id, sessionId: session.id, fullName, email, locale, theme, grants, at };
}

/** Signs out here. */
export async function endSession({ db, now }: { db: Db; now: () => Date }, token: string): Promise<void> {
  await lucia(db, now()).invalidateSession(sessionIdOf(token));
}

/**
 * Signs a person out everywhere, or everywhere else: `except` is the id of the session that stays. Her one-time links
 * open nothing any more either. Answers how many sessions ended.
 */
export async function endAllSessions(
  { db }: { db: Writer },
  personId: string,
  { except = null }: { except?: string | null } = {},
): Promise<number> {
  return db.run`
    WITH changed AS (
           UPDATE "Person" SET "securityStamp" = "securityStamp" + 1 WHERE id = ${personId}::uuid RETURNING id, "securityStamp"),
         kept AS (
           UPDATE "Session" s SET "securityStamp" = changed."securityStamp" FROM changed
            WHERE s."userId" = changed.id AND s.id = ${except})
    DELETE FROM "Session" s USING changed WHERE s."userId" = changed.id AND s.id IS DISTINCT FROM ${except}`;
}

/** Drops sessions that are over, so that the table holds only who is signed in. */
export async function dropExpiredSessions({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  await lucia(db, now()).deleteExpiredSessions();
}
