import type pg from 'pg';
import { percentile, round } from '../measure.ts';

/** Blocks that statements of the product's role touched, and the time that they took in the server. */
export type Touched = { blocks: number; sqlMs: number };

/** Statements of one role outside of the queue, and what every process says now and then of itself. */
const COUNTED = `
  FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid AND r.rolname = $1
 WHERE s.toplevel AND position('truc_queue' IN s.query) = 0 AND s.query !~ 'clock_timestamp\\(\\)|"Heartbeat"|"StorageMark"'`;

/** What `act` asks of the database, over a connection that counts nowhere. Nothing else may run meanwhile. */
export async function touchedBy(onlooker: pg.Client, role: string, act: () => Promise<unknown>): Promise<Touched> {
  await onlooker.query('SELECT pg_stat_statements_reset()');
  await act();
  const { rows } = await onlooker.query<Touched>(
    `SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0)::int AS blocks, coalesce(sum(total_exec_time), 0)::float AS "sqlMs" ${COUNTED}`,
    [role],
  );
  return { blocks: rows[0]?.blocks ?? 0, sqlMs: round(rows[0]?.sqlMs ?? 0) };
}

/** The statement of `act` that touched the most blocks. */
export async function costliestOf(
  onlooker: pg.Client,
  role: string,
  act: () => Promise<unknown>,
): Promise<{ blocks: number; words: string }> {
  await onlooker.query('SELECT pg_stat_statements_reset()');
  await act();
  const { rows } = await onlooker.query<{ blocks: number; words: string }>(
    `SELECT ((shared_blks_hit + shared_blks_read) / calls)::int AS blocks, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) AS words
       ${COUNTED} ORDER BY 1 DESC LIMIT 1`,
    [role],
  );
  return rows[0] ?? { blocks: 0, words: '' };
}

/** One after the other until so many are done or the time is over, twice at least: what takes long is not asked forty times. */
export async function timeInTurn(
  act: () => Promise<unknown>,
  { times = 40, seconds = 10 }: { times?: number; seconds?: number } = {},
): Promise<{ p50: number; p95: number }> {
  const ms: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (ms.length < times && (ms.length < 2 || performance.now() < until)) {
    const from = performance.now();
    await act();
    ms.push(performance.now() - from);
  }
  return { p50: round(percentile(ms, 50)), p95: round(percentile(ms, 95)) };
}
