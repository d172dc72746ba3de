import type { Reader } from '#app/platform/sql.server.ts';
import type { Trouble } from '#app/platform/trouble.server.ts';

/** A trouble with when it began, was seen last and ended; null while it goes on. */
export type NotedTrouble = Trouble & { since: Date; lastAt: Date; times: number; endedAt: Date | null };

export type AdminOverview = {
  /** Reserved and not issued: what the worker still owes, without what no font can set. */
  unissued: { count: number; oldestAt: Date | null };
  /** Recorded and not yet folded into the roll-ups. */
  deltas: { count: number; oldestAt: Date | null };
  /** Workers that have given a sign of life within half a minute, and the last one that has. */
  workers: { running: number; seenAt: Date | null };
  lastRecount: { finishedAt: Date; compared: number; differences: number } | null;
};

type Row = {
  unissued: number;
  oldestReservedAt: Date | null;
  deltas: number;
  oldestDeltaAt: Date | null;
  running: number;
  seenAt: Date | null;
  finishedAt: Date | null;
  compared: number | null;
  differences: number | null;
};

/** Whether what runs by itself keeps up, in one statement. */
export async function readAdminOverview(db: Reader): Promise<AdminOverview> {
  const row = await db.one<Row>`
    SELECT c.unissued, c."oldestReservedAt", d.deltas, d."oldestDeltaAt", h.running, h."seenAt", r."finishedAt", r.compared, r.differences
      FROM (SELECT count(*)::int AS unissued, min("reservedAt") AS "oldestReservedAt"
              FROM "Certificate" WHERE status = 'RESERVED' AND "revokedAt" IS NULL AND unprintable IS NULL) c
      CROSS JOIN (SELECT count(*)::int AS deltas, min(at) AS "oldestDeltaAt" FROM "RollupDelta") d
      CROSS JOIN (SELECT count(*) FILTER (WHERE "seenAt" > now() - interval '30 seconds')::int AS running, max("seenAt") AS "seenAt"
                    FROM "Heartbeat" WHERE process = 'worker') h
      LEFT JOIN (SELECT "finishedAt", compared, differences FROM "RollupRecount" ORDER BY id DESC LIMIT 1) r ON true`;
  return {
    unissued: { count: row.unissued, oldestAt: row.oldestReservedAt },
    deltas: { count: row.deltas, oldestAt: row.oldestDeltaAt },
    workers: { running: row.running, seenAt: row.seenAt },
    lastRecount: row.finishedAt
      ? { finishedAt: row.finishedAt, compared: row.compared ?? 0, differences: row.differences ?? 0 }
      : null,
  };
}

const LISTED = 20;

/** What goes on, the oldest first, then what has ended within a day; and how many more there are. */
export async function listTroubles(db: Reader): Promise<{ list: NotedTrouble[]; more: number }> {
  const rows = await db.rows<NotedTrouble & { all: number }>`
    SELECT kind, subject, detail, since, "lastAt", times, "endedAt", count(*) OVER ()::int AS "all" FROM "Trouble"
     WHERE "endedAt" IS NULL OR "endedAt" > now() - interval '24 hours'
     ORDER BY "endedAt" IS NOT NULL, since, kind, subject LIMIT ${LISTED}`;
  return { list: rows.map(({ all: _, ...trouble }) => trouble), more: (rows[0]?.all ?? 0) - rows.length };
}
