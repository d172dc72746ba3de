import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { grantProductRole } from '../../scripts/migrate/grant-product-role.ts';
import { asServer, cloneDatabase, createProductRole, TEMPLATE } from './clone-database.ts';
import { PRODUCT_ROLE, productUrl, urlOf } from './database-urls.ts';

export { cloneDatabase } from './clone-database.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Makes the template anew from the migrations, with the rights of web and worker; once a run. */
export async function createTemplate(): Promise<void> {
  await createProductRole();
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
  await grantProductRole(client, { role: PRODUCT_ROLE, queueSchema: 'truc_queue' });
  await client.end();
}

/**
 * Empties every table of ours that `except` does not name, and starts its numbers anew. Most tables are empty or hold a
 * few rows, where deleting costs a fiftieth of TRUNCATE, which makes new files for all of them.
 */
export async function emptyAll(db: Db, { except = [] }: { except?: readonly string[] } = {}): Promise<void> {
  const kept = ['_prisma_migrations', ...except].map((name) => `'${name}'`).join(', ');
  await db.run(
    sql.raw(`
    DO $$
    DECLARE
      each record;
      holds boolean;
    BEGIN
      SET LOCAL session_replication_role = replica;
      FOR each IN SELECT c.oid, c.oid::regclass AS name FROM pg_class c
                  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                    AND NOT c.relispartition AND c.relname NOT IN (${kept}) LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', each.name) INTO holds;
        IF NOT holds THEN CONTINUE; END IF;
        -- what refers to a large table goes with it, so nothing may be kept then
        IF ${except.length === 0} AND pg_table_size(each.oid) > 1000000 THEN EXECUTE format('TRUNCATE %s CASCADE', each.name);
        ELSE EXECUTE format('DELETE FROM %s', each.name);
        END IF;
      END LOOP;
      PERFORM setval(c.oid, s.seqstart, false) FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace;
    END $$`),
  );
}

/**
 * One database a test file, emptied before each test. `database.db` and `database.url` are those of web and worker, with
 * their rights; `owner` and `runScript` may do everything. All hold inside tests and hooks.
 */
export function useDatabase(options: { empty?: boolean } = {}): {
  readonly db: Db;
  readonly url: string;
  /** As the owner of the tables: for what no process of the product can do. */
  readonly owner: Db;
  /** Runs a script of many statements as a migration is run. */
  runScript(sql: string): Promise<void>;
} {
  let opened: { db: Db; owner: Db; clone: Awaited<ReturnType<typeof cloneDatabase>> } | undefined;
  const open = () => {
    if (!opened) throw new Error('the database is open only inside tests and hooks');
    return opened;
  };
  const here = {
    get db(): Db {
      return open().db;
    },
    get owner(): Db {
      return open().owner;
    },
    get url(): string {
      return productUrl(open().clone.url);
    },
    async runScript(sql: string) {
      const client = new pg.Client({ connectionString: open().clone.url });
      await client.connect();
      await client.query(sql).finally(() => client.end());
    },
  };
  beforeAll(async () => {
    const clone = await cloneDatabase();
    opened = {
      clone,
      db: openDatabase(productUrl(clone.url), { max: 25, application: 'truc-test' }),
      owner: openDatabase(clone.url, { max: 5, application: 'truc-test-owner' }),
    };
  });
  beforeEach(async () => {
    if (options.empty !== false) await emptyAll(here.owner);
  });
  afterAll(async () => {
    await opened?.db.close();
    await opened?.owner.close();
    await opened?.clone.drop();
  });
  return here;
}
