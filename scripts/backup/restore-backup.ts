import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { openStorage, provideStorage, sha256 } from '#app/platform/storage.server.ts';
import { applyMigrations, type Product } from '../migrate/apply-migrations.ts';
import { BackupRefused, type Manifest, readManifest } from './manifest.ts';

/**
 * Brings a backup back into an empty database: the migrations it was made with, all rows in one transaction, its
 * documents, then what this release has migrated since. Every count and hash is checked on the way.
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
  const manifest = readManifest(folder);
  await checkFiles(folder, manifest);
  const client = new pg.Client({ connectionString: url, application_name: 'truc-restore' });
  await client.connect();
  try {
    await requireEmpty(client, manifest);
    await applyMigrations({ root, url, only: manifest.migrations });
    await client.query('BEGIN');
    await load(client, folder, manifest);
    // The documents before the commit: rows that say ISSUED never stand without them.
    const mark = await provideStorage(storageUrl);
    const storage = openStorage(storageUrl, async () => mark);
    for (const { name } of manifest.documents) {
      await storage.put(name, await readFile(path.join(folder, 'documents', name)));
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
    await applyMigrations({ root, url, ...(product ? { product } : {}) });
    await client.query('INSERT INTO "StorageMark" (mark) VALUES ($1)', [mark]);
  } finally {
    await client.end();
  }
  return manifest;
}

async function checkFiles(folder: string, { tables, documents }: Manifest): Promise<void> {
  const files = [
    ...tables.map(({ file, sha256: hash }) => ({ file, hash })),
    ...documents.map(({ name, sha256: hash }) => ({ file: path.join('documents', name), hash })),
  ];
  for (const { file, hash } of files) {
    const within = path.resolve(folder, file);
    if (!within.startsWith(path.resolve(folder) + path.sep))
      throw new BackupRefused(`${file} leads outside the backup.`);
    const bytes = await readFile(within).catch(() => null);
    if (!bytes || sha256(bytes) !== hash)
      throw new BackupRefused(`The backup is damaged: ${file} is missing or was changed.`);
  }
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

/**
 * Rows come table by table, so references are checked once all are there; and they come as they ended, so the triggers
 * that watch how a row comes about are off meanwhile. Both in this transaction: nobody else sees it.
 */
async function load(client: pg.Client, folder: string, { tables, sequences }: Manifest): Promise<void> {
  const { rows: references } = await client.query<{ name: string; owner: string }>(
    `SELECT quote_ident(conname) AS name, conrelid::regclass::text AS owner FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  const each = async (statement: (reference: { name: string; owner: string }) => string) => {
    for (const reference of references) await client.query(statement(reference));
  };
  const quote = (name: string) => client.escapeIdentifier(name);
  await each(({ name, owner }) => `ALTER TABLE ${owner} ALTER CONSTRAINT ${name} DEFERRABLE INITIALLY DEFERRED`);
  for (const { name } of tables) await client.query(`ALTER TABLE ${quote(name)} DISABLE TRIGGER USER`);
  for (const { name, columns, file, rows } of tables) {
    const copy = client.query(from(`COPY ${quote(name)} (${columns.map(quote).join(', ')}) FROM STDIN`));
    await pipeline(createReadStream(path.join(folder, file)), createGunzip(), copy);
    const { rows: counted } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${quote(name)}`,
    );
    if (counted[0]?.count !== rows) {
      throw new BackupRefused(`${name} has ${counted[0]?.count} rows after restoring and ${rows} in the backup.`);
    }
  }
  for (const { name, next } of sequences) await client.query(`SELECT setval($1, $2, false)`, [quote(name), next]);
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  for (const { name } of tables) await client.query(`ALTER TABLE ${quote(name)} ENABLE TRIGGER USER`);
  await each(({ name, owner }) => `ALTER TABLE ${owner} ALTER CONSTRAINT ${name} NOT DEFERRABLE`);
}
