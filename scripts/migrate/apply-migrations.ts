import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { type ServerFacts, serverFacts, whyUnfit } from '#app/platform/require-server.server.ts';
import { IN_UTC } from '#app/platform/sql.server.ts';
import { grantProductRole } from './grant-product-role.ts';
import { readInterruptedRestore } from './interrupted-restore.ts';
import { openSchemaEngine } from './schema-engine.ts';

/** Held while migrating, so that of two processes the second finds nothing left to do. */
const LOCK = 4_817_202_611;

/** A reason why migrating is impossible, in one sentence for the person who started it. */
export class MigrationRefused extends Error {}

type Known = { name: string; checksum: string };

/** Who web and worker are, and where their queue is. */
export type Product = { url: string; queueSchema: string };

/**
 * Applies what `prisma/migrations` holds and the database has not yet, or of that `only` what is named; the names of
 * what was applied. The role of `product`, when it is another than that of `url`, has the rights of web and worker then.
 * @throws MigrationRefused with a sentence
 */
export async function applyMigrations({
  root,
  url,
  product,
  only,
  restores,
}: {
  root: string;
  url: string;
  product?: Product;
  only?: readonly Known[];
  /** A restore may work on a database whose restore was interrupted; nobody else may. */
  restores?: true;
}): Promise<string[]> {
  const migrations = readMigrations(root, only);
  const client = await connect(url);
  try {
    await requireServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    if (!restores) await requireNoHalfRestore(client);
    const isOwner = await mayMigrate(client);
    if (isOwner) await forgetInterrupted(client);
    await requireUnchanged(client, root);
    if (!isOwner) {
      await requireNothingToApply(client, migrations);
      return [];
    }
    const applied = await run(root, url, migrations);
    if (product) await provideProductRole(client, product);
    return applied;
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'truc-migrate', options: IN_UTC });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new MigrationRefused(`The database does not answer at ${hostOf(url)}: ${reasonOf(error)}.`);
  }
}

async function requireNoHalfRestore(client: pg.Client): Promise<void> {
  const interrupted = await readInterruptedRestore(client);
  if (!interrupted) return;
  throw new MigrationRefused(
    `Restoring the backup of ${interrupted.createdAt} into this database was interrupted: run npm run restore with it again, or give an empty database.`,
  );
}

/** Whoever comes first owns what is made; the product's own role finds it made. */
async function mayMigrate(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `SELECT pg_has_role(relowner, 'USAGE') AS mine FROM pg_class WHERE oid = to_regclass('_prisma_migrations')`,
  );
  return rows[0]?.mine ?? true;
}

async function requireNothingToApply(
  client: pg.Client,
  { migrationDirectories }: ReturnType<typeof readMigrations>,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const waiting = migrationDirectories.filter((each) => !rows.some(({ name }) => name === each.path));
  if (waiting.length > 0) {
    throw new MigrationRefused(
      `${waiting.length} migrations wait, and the role of DATABASE_URL does not own the tables: set DATABASE_OWNER_URL, or run npm run migrate where it is set.`,
    );
  }
}

async function provideProductRole(owner: pg.Client, { url, queueSchema }: Product): Promise<void> {
  const asks = `SELECT current_user AS role, current_database() || ' ' || pg_postmaster_start_time() AS database`;
  type Answer = { role: string; database: string };
  const client = await connect(url);
  const product = await client.query<Answer>(asks).finally(() => client.end());
  const own = await owner.query<Answer>(asks);
  const role = product.rows[0]?.role ?? '';
  if (product.rows[0]?.database !== own.rows[0]?.database)
    throw new MigrationRefused('DATABASE_URL and DATABASE_OWNER_URL name two databases: they must name one.');
  const { rows } = await owner.query<{ same: boolean }>(`SELECT pg_has_role($1, current_user, 'MEMBER') AS same`, [
    role,
  ]);
  if (rows[0]?.same) return;
  try {
    await grantProductRole(owner, { role, queueSchema });
  } catch (error) {
    throw new MigrationRefused(
      `The role ${role} of DATABASE_URL could not be given its rights: ${reasonOf(error)}. The role of DATABASE_OWNER_URL must own the database.`,
    );
  }
}

async function requireServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<ServerFacts>(serverFacts.text);
  const why = rows[0] ? whyUnfit(rows[0]) : 'The server says nothing of itself.';
  if (why) throw new MigrationRefused(why);
}

/**
 * A migration is committed together with the note that it is finished (see `wholeScripts`): one without that note was
 * interrupted and left nothing behind.
 */
async function forgetInterrupted(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (rows[0]?.there) {
    await client.query('DELETE FROM "_prisma_migrations" WHERE finished_at IS NULL AND rolled_back_at IS NULL');
  }
}

/** A migration that was applied and edited afterwards would leave a database that no release made. */
async function requireUnchanged(client: pg.Client, root: string): Promise<void> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (!tables[0]?.there) return;
  const { rows } = await client.query<Known>(
    'SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY 1',
  );
  for (const { name, checksum } of rows) {
    const file = migrationFile(root, name);
    if (existsSync(file) && checksumOf(file) !== checksum)
      throw new MigrationRefused(`The migration ${name} was changed after this database had applied it.`);
  }
}

const migrationFile = (root: string, name: string): string =>
  path.join(root, 'prisma/migrations', name, 'migration.sql');
const checksumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

async function run(root: string, url: string, migrationsList: ReturnType<typeof readMigrations>): Promise<string[]> {
  const engine = await openSchemaEngine(root, url);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList,
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    throw new MigrationRefused(`The migrations could not be applied: ${reasonOf(error)}`);
  } finally {
    await engine.close();
  }
}

function readMigrations(root: string, only?: readonly Known[]) {
  const baseDir = path.join(root, 'prisma/migrations');
  const folders = readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(baseDir, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .filter((name) => !only || only.some((known) => known.name === name));
  for (const { name, checksum } of only ?? []) {
    const file = migrationFile(root, name);
    if (!existsSync(file))
      throw new MigrationRefused(`This release does not know the migration ${name}: use a newer one.`);
    if (checksumOf(file) !== checksum) {
      throw new MigrationRefused(`The migration ${name} is another one in this release.`);
    }
  }
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(path.join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: folders.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return 'DATABASE_URL';
  }
}

/** The part of an error that a person can use. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  const text = error instanceof Error ? error.message : String(error);
  return text.trim() || 'no reason was given';
}
