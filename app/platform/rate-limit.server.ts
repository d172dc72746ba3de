import type { Db } from './database.server.ts';

/**
 * How often something may be tried: `free` times at once, then after a pause that begins with `first` seconds and
 * doubles with every time up to `longest`. Forgotten after `forget` seconds without another.
 */
export type Pace = { free: number; first: number; longest: number; forget: number };
export type Turn = { key: string; pace: Pace };
export type TurnOutcome = { outcome: 'go' } | { outcome: 'wait'; seconds: number };

/** The pause in seconds after so many times. */
const pauseAfter = ({ free, first, longest }: Pace, times: number): number =>
  times < free ? 0 : Math.min(longest, first * 2 ** Math.min(times - free, 30));

/**
 * Counts one time under each key, or under none of them where one has to wait: then says how long. All web processes
 * share the counts; keys are locked in their order, so that of many at once no more go than may.
 */
export async function takeTurns(db: Db, turns: readonly Turn[], now: Date): Promise<TurnOutcome> {
  const keys = turns.map(({ key }) => key);
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ key: string; count: number; nextAt: Date; resetsAt: Date }>`
      INSERT INTO "RateLimit" (key, count, "nextAt", "resetsAt")
      SELECT key, 0, ${now}, ${now} FROM unnest(${keys}::text[]) AS asked(key) ORDER BY key
      ON CONFLICT (key) DO UPDATE SET key = excluded.key
      RETURNING key, count, "nextAt", "resetsAt"`;
    const found = new Map(rows.map((row) => [row.key, row]));
    const current = turns.map(({ key, pace }) => {
      const row = found.get(key);
      const counts = row !== undefined && row.resetsAt > now;
      const times = (counts ? row.count : 0) + 1;
      const waitMs = counts ? Math.max(0, row.nextAt.getTime() - now.getTime()) : 0;
      return { key, pace, times, waitMs };
    });
    const longest = Math.max(...current.map(({ waitMs }) => waitMs));
    if (longest > 0) return { outcome: 'wait', seconds: Math.ceil(longest / 1000) };
    await tx.run`
      UPDATE "RateLimit" r SET count = t.count, "nextAt" = ${now}::timestamptz + t.pause * interval '1 second',
             "resetsAt" = ${now}::timestamptz + t.forget * interval '1 second'
        FROM unnest(${keys}::text[], ${current.map(({ times }) => times)}::int[],
                    ${current.map(({ pace, times }) => pauseAfter(pace, times))}::int[],
                    ${current.map(({ pace }) => pace.forget)}::int[]) AS t(key, count, pause, forget)
       WHERE r.key = t.key`;
    return { outcome: 'go' };
  });
}

/** Takes back one time under each key: what was counted beforehand turned out not to be what is counted. */
export async function returnTurns(db: Db, keys: readonly string[], now: Date): Promise<void> {
  await db.run`
    UPDATE "RateLimit" SET count = greatest(count - 1, 0), "nextAt" = ${now} WHERE key = ANY(${[...keys].sort()}::text[])`;
}

/** Forgets what was counted under the key. */
export async function forgetTurns(db: Db, key: string): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key } });
}

/** How often something was tried under the key and is not forgotten. */
export async function countTurns(db: Db, key: string, now: Date): Promise<number> {
  const row = await db.rateLimit.findFirst({ where: { key, resetsAt: { gt: now } }, select: { count: true } });
  return row?.count ?? 0;
}

/** Drops what is forgotten, so that the table holds only what is being counted. */
export function dropSpentRateLimits(db: Db, now: Date): Promise<number> {
  return db.run`DELETE FROM "RateLimit" WHERE "resetsAt" <= ${now}`;
}
