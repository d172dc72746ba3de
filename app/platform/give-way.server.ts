import { setTimeout as sleep } from 'node:timers/promises';
import type { Reader } from './sql.server.ts';

/** Connections of web processes begin so; whoever opens them names them. */
export const WEB_APPLICATION = 'truc-web';

/** Longer ago, and it may have been a process that only says that it is there. */
const JUST_NOW_MS = 250;
const LONGEST_REST_MS = 2_000;

/**
 * For work of many pieces that nobody waits for: after a piece that took so long, rests for as long when a web process
 * has asked the database anything a moment ago, so that half of the time is that of pages. Answers whether it did. Where
 * nobody looks at anything, work goes on at once.
 */
export async function giveWay(db: Reader, tookMs: number): Promise<boolean> {
  const { crowded } = await db.one<{ crowded: boolean }>`
    SELECT EXISTS (SELECT FROM pg_stat_activity a
                    WHERE a.datname = current_database() AND starts_with(a.application_name, ${WEB_APPLICATION})
                      AND (a.state = 'active' OR a.state_change > clock_timestamp() - ${JUST_NOW_MS}::int * interval '1 ms')) AS crowded`;
  if (crowded) await sleep(Math.min(tookMs, LONGEST_REST_MS));
  return crowded;
}
