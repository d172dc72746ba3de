import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { asServer, cloneDatabase, TEMPLATE } from './clone-database.ts';
import { urlOf } from './database-urls.ts';

export { cloneDatabase } from './clone-database.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Makes the template anew from the migrations; once a run. */
export async function createTemplate(): Promise<void> {
  await asServer(async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  });
  const client = new pg.Client({ connectionString: urlOf(TEMPLATE) });
  await client.connect();
  const folder = path.join(root, 'prisma/migrations');
  for (const name of readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()) {
    await client.query(readFileSync(path.join(folder, name, 'migration.sql'), 'utf8'));
  }
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await client.end();
}

/** Empties every table of ours. */
export async function truncateAll(db: Db): Promise<void> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  await db.$executeRawUnsafe(`TRUNCATE ${tables.map((table) => table.name).join(', ')} RESTART IDENTITY CASCADE`);
}

/** One database a test file, emptied before each test. `database.db` and `database.url` hold inside tests and hooks. */
export function useDatabase(options: { empty?: boolean } = {}): {
  readonly db: Db;
  readonly url: string;
  /** Runs a script of many statements as a migration is run. */
  runScript(sql: string): Promise<void>;
} {
  let db: Db | undefined;
  let clone: Awaited<ReturnType<typeof cloneDatabase>> | undefined;
  const here = {
    get db(): Db {
      if (!db) throw new Error('the database is open only inside tests and hooks');
      return db;
    },
    get url(): string {
      if (!clone) throw new Error('the database is open only inside tests and hooks');
      return clone.url;
    },
    async runScript(sql: string) {
      const client = new pg.Client({ connectionString: here.url });
      await client.connect();
      await client.query(sql).finally(() => client.end());
    },
  };
  beforeAll(async () => {
    clone = await cloneDatabase();
    db = openDatabase(clone.url, { max: 25, application: 'truc-test' });
  });
  beforeEach(async () => {
    if (options.empty !== false) await truncateAll(here.db);
  });
  afterAll(async () => {
    await db?.$disconnect();
    await clone?.drop();
  });
  return here;
}
