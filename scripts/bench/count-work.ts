import pg from 'pg';
import type { Ground, Site } from '../drill/open-ground.ts';
import { cpuOf, cpuOfServer } from './measure.ts';

export type Work = { webCpuMs: number; dbCpuMs: number; walBytes: number; tableBytes: number; queueBytes: number };

/** Counts statements, processor time and bytes, over a connection that is not the product's and so counts nowhere. */
export async function openCounter(ground: Ground, site: Site, pids: readonly number[]) {
  const client = new pg.Client({ connectionString: site.superuserUrl, application_name: 'bench' });
  await client.connect();
  ground.onClose(() => client.end());
  const role = new URL(site.databaseUrl).username;

  async function bytes() {
    const { rows } = await client.query<{ wal: string; tables: string; queue: string }>(`
      SELECT pg_current_wal_insert_lsn() - '0/0' AS wal,
             (SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) AS tables,
             (SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind = 'r'
                 AND relnamespace = to_regnamespace('truc_queue')) AS queue`);
    const [row] = rows;
    return { wal: Number(row?.wal), tables: Number(row?.tables), queue: Number(row?.queue) };
  }

  return {
    client,
    /** How many statements `act` took, of our role, outside the queue; transaction control and signs of life are not counted. */
    async statements(act: () => Promise<unknown>): Promise<number> {
      await client.query('SELECT pg_stat_statements_reset()');
      await act();
      const { rows } = await client.query<{ calls: number }>(
        `SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid AND r.rolname = $1
          WHERE s.toplevel AND s.query !~* '^\\s*(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE)\\M'
            AND position('truc_queue' IN s.query) = 0 AND s.query !~ 'clock_timestamp\\(\\)|"Heartbeat"|"StorageMark"'`,
        [role],
      );
      return rows[0]?.calls ?? Number.NaN;
    },
    /** Processor time of web and database, and bytes written, while `act` ran. */
    async work<T>(act: () => Promise<T>): Promise<{ value: T; work: Work }> {
      const [before, web, server] = [await bytes(), cpuOf(pids), cpuOfServer(ground.postgres.pid)];
      const value = await act();
      const work = { webCpuMs: cpuOf(pids) - web, dbCpuMs: cpuOfServer(ground.postgres.pid) - server };
      const after = await bytes();
      return {
        value,
        work: {
          ...work,
          walBytes: after.wal - before.wal,
          tableBytes: after.tables - before.tables,
          queueBytes: after.queue - before.queue,
        },
      };
    },
  };
}
