import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Db, openDatabase } from '#app/platform/database.server.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const TEMPLATE = 'truc_test_template';

/** The superuser's URL of the server that the test run started (tests/support/global-setup.ts). */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error('TEST_DATABASE_URL is not set: run the tests with npm test, or vitest with the global set-up');
  return url;
}

export function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function asServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

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

/** A database of its own, cloned from the template (or from `template`); gone when `drop` is called. */
export async function cloneDatabase(
  template = TEMPLATE,
): Promise<{ name: string; url: string; drop(): Promise<void> }> {
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await asServer(async (client) => {
    // Two clones of one template at the same moment: the second is told to come back.
    for (let round = 0; ; round++) {
      try {
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
        return;
      } catch (error) {
        if (round > 100 || !/being accessed by other users/.test(String(error))) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
  return {
    name,
    url: urlOf(name),
    drop: () => asServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** Empties every table of ours. */
export async function truncateAll(db: Db): Promise<void> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  await db.$executeRawUnsafe(`TRUNCATE ${tables.map((table) => table.name).join(', ')} RESTART IDENTITY CASCADE`);
}

/** One database a test file, emptied before each test. `database.db` and `database.url` hold inside tests and hooks. */
export function useDatabase(options: { empty?: boolean } = {}): { readonly db: Db; readonly url: string } {
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
