import type { Reader } from '#app/platform/database.server.ts';

export type AdminOverview = {
  /** Reserved and not issued: what the worker still owes. */
  unissued: { count: number; oldestAt: Date | null };
  /** Recorded and not yet folded into the roll-ups. */
  deltas: { count: number; oldestAt: Date | null };
  lastRecount: { finishedAt: Date; compared: number; differences: number } | null;
};

type Row = {
  unissued: number;
  oldestReservedAt: Date | null;
  deltas: number;
  oldestDeltaAt: Date | null;
  finishedAt: Date | null;
  compared: number | null;
  differences: number | null;
};

/** Whether what runs by itself keeps up, in one statement. */
export async function readAdminOverview(db: Reader): Promise<AdminOverview> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT c.unissued, c."oldestReservedAt", d.deltas, d."oldestDeltaAt", r."finishedAt", r.compared, r.differences
      FROM (SELECT count(*)::int AS unissued, min("reservedAt") AS "oldestReservedAt"
              FROM "Certificate" WHERE status = 'RESERVED' AND "revokedAt" IS NULL) c
      CROSS JOIN (SELECT count(*)::int AS deltas, min(at) AS "oldestDeltaAt" FROM "RollupDelta") d
      LEFT JOIN (SELECT "finishedAt", compared, differences FROM "RollupRecount" ORDER BY id DESC LIMIT 1) r ON true`;
  return {
    unissued: { count: row?.unissued ?? 0, oldestAt: row?.oldestReservedAt ?? null },
    deltas: { count: row?.deltas ?? 0, oldestAt: row?.oldestDeltaAt ?? null },
    lastRecount: row?.finishedAt
      ? { finishedAt: row.finishedAt, compared: row.compared ?? 0, differences: row.differences ?? 0 }
      : null,
  };
}
