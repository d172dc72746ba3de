import type pg from 'pg';

/**
 * A restore that has begun and not ended, as a comment on the table of migrations: it changes in the transaction that
 * loads the rows, so it tells after any crash how far the restore came.
 */
export type Restore = {
  /** Which backup, by its hash, and of what moment. */
  backup: string;
  createdAt: string;
  /** Whether its rows are in: what remains is the work after them. */
  isLoaded: boolean;
};

const PREFIX = 'truc-restore ';
const TABLE = '"_prisma_migrations"';

type Client = Pick<pg.Client, 'query' | 'escapeLiteral'>;

/** Null unless a restore was interrupted. */
export async function readInterruptedRestore(client: Client): Promise<Restore | null> {
  const { rows } = await client.query<{ told: string | null }>(
    `SELECT obj_description(to_regclass('${TABLE}'), 'pg_class') AS told`,
  );
  const told = rows[0]?.told;
  return told?.startsWith(PREFIX) ? (JSON.parse(told.slice(PREFIX.length)) as Restore) : null;
}

export async function noteRestore(client: Client, restore: Restore | null): Promise<void> {
  const told = restore ? client.escapeLiteral(PREFIX + JSON.stringify(restore)) : 'NULL';
  await client.query(`COMMENT ON TABLE ${TABLE} IS ${told}`);
}
