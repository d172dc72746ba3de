import type { Db } from './database.server.ts';

export type RateLimitRule = { limit: number; windowSeconds: number };
export type RateLimitOutcome = { outcome: 'allowed'; count: number } | { outcome: 'wait'; seconds: number };

/** Counts one hit under `key` in a window that all web processes share, and says whether it is within the limit. */
export async function hitRateLimit(db: Db, key: string, rule: RateLimitRule, now: Date): Promise<RateLimitOutcome> {
  const resetsAt = new Date(now.getTime() + rule.windowSeconds * 1000);
  const [row] = await db.$queryRaw<{ count: number; resetsAt: Date }[]>`
    INSERT INTO "RateLimit" AS r (key, count, "resetsAt") VALUES (${key}, 1, ${resetsAt})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN r."resetsAt" <= ${now} THEN 1 ELSE r.count + 1 END,
      "resetsAt" = CASE WHEN r."resetsAt" <= ${now} THEN excluded."resetsAt" ELSE r."resetsAt" END
    RETURNING count, "resetsAt"`;
  if (!row || row.count <= rule.limit) return { outcome: 'allowed', count: row?.count ?? 1 };
  return { outcome: 'wait', seconds: Math.max(1, Math.ceil((row.resetsAt.getTime() - now.getTime()) / 1000)) };
}

/** Forgets the count under `key`. */
export async function clearRateLimit(db: Db, key: string): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key } });
}

/** Drops windows that are over, so that the table holds only what is being counted. */
export function dropSpentRateLimits(db: Db, now: Date): Promise<number> {
  return db.$executeRaw`DELETE FROM "RateLimit" WHERE "resetsAt" <= ${now}`;
}

/** Takes back one hit under `key`: what was counted beforehand turned out not to be what the limit is against. */
export async function returnRateLimit(db: Db, key: string): Promise<void> {
  await db.$executeRaw`UPDATE "RateLimit" SET count = count - 1 WHERE key = ${key} AND count > 0`;
}
