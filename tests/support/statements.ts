import pg from 'pg';
import { PRODUCT_ROLE, urlOf } from './database-urls.ts';

/** `blocks`: how many of 8 KB all calls together looked at. */
export type Statement = { query: string; calls: number; blocks: number };

/** What each process asks and writes every few seconds by itself, whoever visits it. */
const SIGN_OF_LIFE = /^SELECT clock_timestamp\(\)|"Heartbeat"|"StorageMark"/;
const TRANSACTION_CONTROL = /^\s*(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE)\b/i;

/**
 * Counts the statements that reach a database: what PostgreSQL itself counted (pg_stat_statements) for the role of web and worker, without
 * transaction control, without those that name what is in the queue's schema, without a process's signs of life, without
 * the counting. Clear, act, read.
 */
export async function openStatements(databaseUrl: string, { queueSchema = 'truc_queue' } = {}) {
  const client = new pg.Client({ connectionString: urlOf(new URL(databaseUrl).pathname.slice(1)) });
  await client.connect();
  const namesOf = async (query: string): Promise<string> =>
    (await client.query<{ name: string }>(query, [queueSchema])).rows.map(({ name }) => name).join('|') || '$^';

  /** The queue's connections may have its schema as their search path, so that its name stands nowhere. */
  async function isOfQueue(): Promise<(query: string) => boolean> {
    const functions = await namesOf(
      'SELECT DISTINCT proname AS name FROM pg_proc WHERE pronamespace = to_regnamespace($1)',
    );
    const tables = await namesOf(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p', 'v')`,
    );
    const calls = new RegExp(`\\b(${functions})\\s*\\(`);
    const reads = new RegExp(`\\b(FROM|INTO|UPDATE|JOIN)\\s+"?(${tables})\\b`, 'i');
    return (query) => query.includes(queueSchema) || calls.test(query) || reads.test(query);
  }

  const clear = async (): Promise<void> => {
    await client.query(
      'SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)',
    );
  };
  const read = async (): Promise<Statement[]> => {
    const { rows } = await client.query<Statement>(
      `SELECT s.query, s.calls::int AS calls, (s.shared_blks_hit + s.shared_blks_read)::int AS blocks FROM pg_stat_statements s
        WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND s.userid = (SELECT oid FROM pg_roles WHERE rolname = $1) AND s.toplevel
        ORDER BY s.calls DESC, s.query`,
      [PRODUCT_ROLE],
    );
    const ofQueue = await isOfQueue();
    return rows.filter(
      ({ query }) =>
        !TRANSACTION_CONTROL.test(query) &&
        !SIGN_OF_LIFE.test(query) &&
        !/pg_stat_statements|to_regnamespace/.test(query) &&
        !ofQueue(query),
    );
  };
  return {
    clear,
    read,
    /** How many statements `act` took. */
    async count(act: () => Promise<unknown>): Promise<{ count: number; statements: Statement[] }> {
      await clear();
      await act();
      const statements = await read();
      return { count: statements.reduce((sum, each) => sum + each.calls, 0), statements };
    },
    close: () => client.end(),
  };
}
