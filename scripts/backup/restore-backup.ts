import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { IN_UTC } from '#app/platform/sql.server.ts';
import { openStorage, provideStorage, sha256 } from '#app/platform/storage.server.ts';
import { applyMigrations, type Product } from '../migrate/apply-migrations.ts';
import { noteRestore, type Restore, readInterruptedRestore } from '../migrate/interrupted-restore.ts';
import { inGroups } from './in-groups.ts';
import { BackupRefused, documentsOf, type Manifest, readManifest } from './manifest.ts';

/** Documents on their way at once. */
const AT_ONCE = 8;

/**
 * Brings a backup back into an empty database: its documents, the migrations it was made with, all rows in one
 * transaction, then what this release has migrated since. Every count and hash is checked on the way. One that was
 * interrupted is done again, or goes on behind its rows when they are in.
 */
export async function restoreBackup({
  root,
  url,
  product,
  storageUrl,
  folder,
}: {
  root: string;
  /** As the owner of the tables. */
  url: string;
  /** Who gets the rights of web and worker. */
  product?: Product;
  /** Where the documents go: made and marked when it is not there. */
  storageUrl: string;
  folder: string;
}): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const restore: Restore = { backup: manifest.sha256, createdAt: manifest.createdAt, isLoaded: false };
  const client = new pg.Client({ connectionString: url, application_name: 'truc-restore', options: IN_UTC });
  await client.connect();
  try {
    const interrupted = await readInterruptedRestore(client);
    if (!interrupted?.isLoaded) {
      await requireEmpty(client, manifest);
      await checkTables(folder, manifest);
      // The documents before the rows: rows that say ISSUED never stand without them.
      await copyDocuments(folder, storageUrl);
      await applyMigrations({ root, url, only: manifest.migrations, restores: true });
      await noteRestore(client, restore);
      await load(client, folder, manifest, () => noteRestore(client, { ...restore, isLoaded: true }));
    } else if (interrupted.backup !== manifest.sha256) {
      throw new BackupRefused(
        `This database holds the rows of another backup, of ${interrupted.createdAt}, whose restore was interrupted: restore that one again, or give an empty database.`,
      );
    }
    await client.query('ANALYZE');
    await applyMigrations({ root, url, ...(product ? { product } : {}), restores: true });
    await client.query(
      'INSERT INTO "StorageMark" (mark) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET mark = excluded.mark',
      [await provideStorage(storageUrl)],
    );
    await noteRestore(client, null);
  } finally {
    await client.end();
  }
  return manifest;
}

/** @throws BackupRefused when the file leads outside of the backup */
function locate(folder: string, file: string): string {
  const within = path.resolve(folder, file);
  if (!within.startsWith(path.resolve(folder) + path.sep)) throw new BackupRefused(`${file} leads outside the backup.`);
  return within;
}

const damaged = (file: string) => new BackupRefused(`The backup is damaged: ${file} is missing or was changed.`);

async function checkTables(folder: string, { tables }: Manifest): Promise<void> {
  for (const { file, sha256: expected } of tables) {
    const hash = createHash('sha256');
    const stream = createReadStream(locate(folder, file));
    await pipeline(stream, hash).catch(() => {
      throw damaged(file);
    });
    if (hash.digest('hex') !== expected) throw damaged(file);
  }
}

async function copyDocuments(folder: string, storageUrl: string): Promise<void> {
  const mark = await provideStorage(storageUrl);
  const storage = openStorage(storageUrl, async () => mark);
  await inGroups(documentsOf(folder), AT_ONCE, async ({ name, sha256: expected }) => {
    const file = path.join('documents', name);
    const bytes = await readFile(locate(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw damaged(file);
      throw error;
    });
    if (sha256(bytes) !== expected) throw damaged(file);
    await storage.put(name, bytes);
  });
}

/** A database with tables of this product is taken when there is no row in them and no migration newer than the backup's. */
async function requireEmpty(client: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
  );
  const refuse = () => {
    throw new BackupRefused(
      'The database is not empty: a backup is restored into an empty one only. Nothing was changed.',
    );
  };
  for (const { name } of rows) {
    if (name === '_prisma_migrations') {
      const known = manifest.migrations.map((migration) => migration.name);
      const newer = await client.query('SELECT 1 FROM "_prisma_migrations" WHERE migration_name <> ALL($1) LIMIT 1', [
        known,
      ]);
      if (newer.rowCount) refuse();
    } else if ((await client.query(`SELECT 1 FROM ${client.escapeIdentifier(name)} LIMIT 1`)).rowCount) refuse();
  }
}

type Reference = { name: string; owner: string; definition: string };

/**
 * Rows come table by table, so foreign keys are dropped meanwhile and made again over all rows at once; and they come
 * as they ended, so the triggers that watch how a row comes about are off. All in one transaction: nobody else sees it,
 * and nothing of it stays when it fails.
 */
async function load(
  client: pg.Client,
  folder: string,
  { tables, sequences }: Manifest,
  noteLoaded: () => Promise<void>,
): Promise<void> {
  const quote = (name: string) => client.escapeIdentifier(name);
  await client.query('BEGIN');
  try {
    const { rows: references } = await client.query<Reference>(
      `SELECT quote_ident(conname) AS name, conrelid::regclass::text AS owner, pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 2, 1`,
    );
    for (const { name, owner } of references) await client.query(`ALTER TABLE ${owner} DROP CONSTRAINT ${name}`);
    for (const { name } of tables) await client.query(`ALTER TABLE ${quote(name)} DISABLE TRIGGER USER`);
    for (const table of tables) await loadTable(client, folder, table);
    for (const { name, next } of sequences) await client.query(`SELECT setval($1, $2, false)`, [quote(name), next]);
    for (const { name, owner, definition } of references)
      await client.query(`ALTER TABLE ${owner} ADD CONSTRAINT ${name} ${definition}`);
    for (const { name } of tables) await client.query(`ALTER TABLE ${quote(name)} ENABLE TRIGGER USER`);
    await noteLoaded();
    await client.query('COMMIT');
  } catch (error) {
    throw error instanceof pg.DatabaseError ? refused(error) : error;
  }
}

async function loadTable(client: pg.Client, folder: string, table: Manifest['tables'][number]): Promise<void> {
  const [name, ...columns] = [table.name, ...table.columns].map((each) => client.escapeIdentifier(each));
  const copy = client.query(from(`COPY ${name} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(createReadStream(locate(folder, table.file)), createGunzip(), copy);
  if (copy.rowCount !== table.rows)
    throw new BackupRefused(`${table.name} took ${copy.rowCount} rows, and the backup speaks of ${table.rows}.`);
}

/** Rows that break a rule are the backup's fault: the sentence names the rule and what broke it. */
function refused(error: pg.DatabaseError): Error {
  const isOfRows = /^2[23]/.test(error.code ?? '');
  if (!isOfRows) return error;
  const rule = error.constraint ? `the constraint ${error.constraint}` : `the table ${error.table ?? ''}`.trim();
  const told = [error.message, error.detail, error.where?.split('\n')[0]].filter(Boolean).join('; ');
  return new BackupRefused(`The rows of this backup break ${rule}, so none of them was taken: ${told}`);
}
