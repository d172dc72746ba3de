import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type pg from 'pg';
import { hashSources, isTest } from '../../scripts/start/hash-sources.mjs';
import { dataRoot, openDataRoot } from '../../scripts/start/paths.mjs';
import { asServer, createProductRole } from './clone-database.ts';
import { productUrl, urlOf } from './database-urls.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(dataRoot, 'test-demo');
const PREFIX = 'truc_demo_';
/** Its year of history ends when it was made. */
const FRESH_FOR_MS = 4 * 3_600_000;

/** What decides what stands in the demo. */
const MADE_OF = [
  'app',
  'content',
  'prisma/migrations',
  'prisma/product-rights.ts',
  'prisma/schema',
  'prisma/seed',
  'scripts/migrate',
  'scripts/prepare',
  'scripts/prepare.ts',
  'package-lock.json',
];

/** The template to clone, and where the documents of its certificates are. */
export type Demo = { template: string; documentsUrl: string };

/**
 * A database as `npm start` prepares it: migrated, published, with the demo's people and their year. It is made once for
 * all stages of a test run, and again as soon as anything that it is made of has changed or some hours have passed. The
 * preparation, which finds nothing to do where all is there, runs each time; `program` says from what.
 */
export async function provideDemo(program: 'built' | 'sources'): Promise<Demo> {
  await createProductRole();
  openDataRoot();
  const template = PREFIX + hashSources(MADE_OF, { keep: (each: string) => !isTest(each) }).slice(0, 16);
  const documents = path.join(folder, template);
  const documentsUrl = pathToFileURL(documents).href;
  await asServer(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [PREFIX]);
    if (!(existsSync(documents) && (await isFresh(client, template)))) {
      await clear(client);
      await client.query(`CREATE DATABASE ${template}`);
      await client.query(`COMMENT ON DATABASE ${template} IS '${Date.now()}'`);
      mkdirSync(documents, { recursive: true, mode: 0o700 });
    }
    await prepare(program, template, documentsUrl);
  });
  return { template, documentsUrl };
}

async function isFresh(client: pg.Client, template: string): Promise<boolean> {
  const { rows } = await client.query<{ made: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS made FROM pg_database WHERE datname = $1",
    [template],
  );
  const age = Date.now() - Number(rows[0]?.made ?? 0);
  return age >= 0 && age < FRESH_FOR_MS;
}

/** Every demo that was made before. */
async function clear(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    [PREFIX],
  );
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  if (existsSync(folder))
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true });
}

async function prepare(program: 'built' | 'sources', template: string, documentsUrl: string): Promise<void> {
  const args = program === 'built' ? ['build/prepare.js'] : ['--import', 'tsx', 'scripts/prepare.ts'];
  await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: productUrl(urlOf(template)),
      DATABASE_OWNER_URL: urlOf(template),
      STORAGE_URL: documentsUrl,
      APP_URL: 'http://localhost:3000',
      DEMO: '1',
    },
  });
}
