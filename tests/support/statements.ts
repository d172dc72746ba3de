import pg from 'pg';

export type Statement = { query: string; calls: number };

/**
 * Counts the statements that reach a database: what PostgreSQL itself counted (pg_stat_statements) for our role, without
 * transaction control, without the queue's schema, without the counting. Clear, act, read.
 */
export async function openStatements(databaseUrl: string, { queueSchema = 'truc_queue' } = {}) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    async clear(): Promise<void> {
      await client.query(
        'SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)',
      );
    },
    async read(): Promise<Statement[]> {
      const { rows } = await client.query<Statement>(
        `SELECT s.query, s.calls::int AS calls FROM pg_stat_statements s
          WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND s.userid = (SELECT oid FROM pg_roles WHERE rolname = current_user) AND s.toplevel
            AND s.query !~* '^\\s*(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE)\\M'
            AND s.query !~ 'pg_stat_statements' AND position($1 in s.query) = 0
          ORDER BY s.calls DESC, s.query`,
        [queueSchema],
      );
      return rows;
    },
    /** How many statements `act` took. */
    async count(act: () => Promise<unknown>): Promise<{ count: number; statements: Statement[] }> {
      await this.clear();
      await act();
      const statements = await this.read();
      return { count: statements.reduce((sum, each) => sum + each.calls, 0), statements };
    },
    close: () => client.end(),
  };
}
