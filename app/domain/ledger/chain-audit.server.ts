import type { Db, Tx } from '#app/platform/database.server.ts';
import { type Reader, sql } from '#app/platform/sql.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';

const CHUNK = 1_000;
const ROUNDS = 100;

/** What the first link holds in the place of a hash before it. */
const FIRST_HASH = '0'.repeat(64);

/** An event as the text that is hashed: one form whatever wrote the row. */
const canonical = sql`
  jsonb_build_array(e.id, (extract(epoch FROM e.at) * 1000)::bigint, e."actorId", e.action, e."subjectType", e."subjectId",
                    e."agencyId", e.before, e.after, e."requestId", e.address)::text`;

const linkHash = (previous: string, rowHash: string): string => sha256(`${previous}\n${rowHash}`);

/**
 * Chains what the audit trail has gained, and answers how many events. Outside of the acts' transactions: no act waits for
 * another one's place. What to chain is taken from a table that was written with the event, so an event that commits
 * late is chained late and never missed. One chains at a time; whoever comes second finds nothing to do.
 */
export async function chainAudit(
  { db, now }: { db: Db; now: () => Date },
  { chunk = CHUNK }: { chunk?: number } = {},
): Promise<number> {
  let chained = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const taken = await db.transaction((tx) => chainChunk(tx, now(), chunk));
    chained += taken;
    if (taken < chunk) break;
  }
  return chained;
}

async function chainChunk(tx: Tx, at: Date, chunk: number): Promise<number> {
  const turn = await tx.one<{ mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtext('truc.audit-chain')) AS mine`;
  if (!turn.mine) return 0;
  const head = await tx.maybeOne<{ position: bigint; hash: string }>`
    SELECT position, hash FROM "AuditLink" ORDER BY position DESC LIMIT 1`;
  const events = await tx.rows<{ id: bigint; text: string }>`
    SELECT e.id, ${canonical} AS text FROM "AuditPending" p JOIN "AuditEvent" e ON e.id = p."eventId"
     ORDER BY p."eventId" LIMIT ${chunk}`;
  if (events.length === 0) return 0;
  let { position, hash } = head ?? { position: 0n, hash: FIRST_HASH };
  const links = events.map(({ id, text }) => {
    const rowHash = sha256(text);
    position += 1n;
    hash = linkHash(hash, rowHash);
    return { position, eventId: id, rowHash, hash, chainedAt: at };
  });
  await tx.auditLink.createMany({ data: links });
  await tx.auditPending.deleteMany({ where: { eventId: { in: events.map(({ id }) => id) } } });
  return events.length;
}

type ChainBreak = {
  /** Where in the chain; of an event outside of it null. */
  position: string | null;
  eventId: string | null;
  kind: 'altered' | 'missing' | 'reordered' | 'inserted' | 'truncated';
};
export type ChainHead = { count: number; hash: string };
export type ChainCheck = { head: ChainHead; pending: number; broken: ChainBreak | null };

type Walked = { position: bigint; eventId: bigint; rowHash: string; hash: string; text: string | null };

/**
 * Goes through the chain from its first link and says the first break: a row altered, missing, put in or in another place.
 * A cut at the end shows only against a head that was written down elsewhere: `expected`.
 */
export async function checkAudit(
  { db }: { db: Reader },
  { expected = null, chunk = 5_000 }: { expected?: ChainHead | null; chunk?: number } = {},
): Promise<ChainCheck> {
  let position = 0n;
  let hash = FIRST_HASH;
  let seen = expected === null || expected.count === 0;
  const pending = await countPending(db);
  const end = (broken: ChainBreak | null): ChainCheck => ({ head: { count: Number(position), hash }, pending, broken });
  for (;;) {
    const links: Walked[] = await db.rows<Walked>`
      SELECT l.position, l."eventId", l."rowHash", l.hash, CASE WHEN e.id IS NOT NULL THEN ${canonical} END AS text
        FROM "AuditLink" l LEFT JOIN "AuditEvent" e ON e.id = l."eventId"
       WHERE l.position > ${position} ORDER BY l.position LIMIT ${chunk}`;
    for (const link of links) {
      const kind = faultOf(link, position + 1n, hash);
      if (kind) return end({ position: String(position + 1n), eventId: String(link.eventId), kind });
      position = link.position;
      hash = link.hash;
      if (expected && expected.count === Number(position)) {
        if (expected.hash !== hash)
          return end({ position: String(position), eventId: String(link.eventId), kind: 'altered' });
        seen = true;
      }
    }
    if (links.length < chunk) break;
  }
  if (!seen) return end({ position: String(position + 1n), eventId: null, kind: 'truncated' });
  const outside = await db.maybeOne<{ id: bigint }>`
    SELECT e.id FROM "AuditEvent" e
     WHERE NOT EXISTS (SELECT 1 FROM "AuditLink" l WHERE l."eventId" = e.id)
       AND NOT EXISTS (SELECT 1 FROM "AuditPending" p WHERE p."eventId" = e.id) ORDER BY e.id LIMIT 1`;
  return end(outside ? { position: null, eventId: String(outside.id), kind: 'inserted' } : null);
}

function faultOf(link: Walked, place: bigint, previous: string): ChainBreak['kind'] | null {
  if (link.position !== place) return 'missing';
  if (link.text === null) return 'missing';
  if (sha256(link.text) !== link.rowHash) return 'altered';
  return linkHash(previous, link.rowHash) === link.hash ? null : 'reordered';
}

async function countPending(db: Reader): Promise<number> {
  const row = await db.one<{ count: number }>`SELECT count(*)::int AS count FROM "AuditPending"`;
  return row.count;
}

/** Whether our own role could change what the trail holds: as superuser, as owner of it or of its schema, or by a right it was given. */
const isExposed = sql`
  (pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'MEMBER') OR has_schema_privilege('public', 'CREATE')
   OR EXISTS (SELECT FROM pg_class c WHERE c.oid IN ('"AuditEvent"'::regclass, '"AuditLink"'::regclass)
               AND (pg_has_role(c.relowner, 'MEMBER') OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
                    OR has_any_column_privilege(c.oid, 'UPDATE'))))`;

export type ChainState = { chained: number; pending: number; oldestPendingAt: Date | null; exposed: boolean };

/** How far the chain is, and whether the trail is out of our own reach: for the administrator's page. */
export async function readChainState(db: Reader): Promise<ChainState> {
  const row = await db.one<ChainState>`
    SELECT coalesce((SELECT position FROM "AuditLink" ORDER BY position DESC LIMIT 1), 0)::int AS chained,
           count(*)::int AS pending, min(at) AS "oldestPendingAt", ${isExposed} AS exposed FROM "AuditPending"`;
  return row;
}
