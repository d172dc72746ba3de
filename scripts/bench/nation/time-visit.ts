import type pg from 'pg';
import { percentile, round } from '../measure.ts';

/** Blocks that statements of the product's role touched, and the time that they took in the server. */
export type Touched = { blocks: number; sqlMs: number };

/** What `act` asks of the database, over a connection that counts nowhere. Nothing else may run meanwhile. */
export async function touchedBy(onlooker: pg.Client, role: string, act: () => Promise<unknown>): Promise<Touched> {
  await onlooker.query('SELECT pg_stat_statements_reset()');
  await act();
  const { rows } = await onlooker.query<Touched>(
    `SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0)::int AS blocks, coalesce(sum(total_exec_time), 0)::float AS "sqlMs"
       FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid AND r.rolname = $1
      WHERE s.toplevel AND position('truc_queue' IN s.query) = 0 AND s.query !~ 'clock_timestamp\\(\\)|"Heartbeat"|"StorageMark"'`,
    [role],
  );
  return { blocks: rows[0]?.blocks ?? 0, sqlMs: round(rows[0]?.sqlMs ?? 0) };
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
