import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { documentName } from '#app/domain/certificates/issue-certificate.server.ts';
import { type Storage, sha256 } from '#app/platform/storage.server.ts';
import { BackupRefused, LEFT_OUT, MANIFEST_FILE, type Manifest } from './manifest.ts';

/**
 * Writes every row and every document into a new folder: one snapshot of the database, table by table as PostgreSQL
 * copies it, so that it needs no program of PostgreSQL and no equal version. The folder gets its name when it is whole.
 */
export async function writeBackup({
  url,
  storage,
  folder,
  now,
}: {
  url: string;
  storage: Storage;
  folder: string;
  now: Date;
}): Promise<{ manifest: Manifest; missing: string[] }> {
  if (existsSync(folder)) throw new BackupRefused(`${folder} is there already: name a folder that is not.`);
  const draft = `${folder}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(path.join(draft, 'tables'), { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: url, application_name: 'truc-backup' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const manifest: Manifest = {
      format: 1,
      createdAt: now.toISOString(),
      migrations: await readMigrations(client),
      tables: await copyTables(client, draft),
      sequences: await readSequences(client),
      documents: [],
    };
    const { rows } = await client.query<{ serial: string; hash: string }>(
      `SELECT serial, "documentSha256" AS hash FROM "Certificate" WHERE status = 'ISSUED' AND NOT synthetic ORDER BY serial`,
    );
    await client.query('COMMIT');
    // Documents are never changed nor deleted: those that the snapshot speaks of are still there.
    const missing: string[] = [];
    for (const { serial, hash } of rows) {
      const name = documentName(serial, hash);
      const bytes = await storage.get(name);
      if (!bytes || sha256(bytes) !== hash) {
        missing.push(name);
        continue;
      }
      const file = path.join(draft, 'documents', name);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, bytes, { mode: 0o600 });
      manifest.documents.push({ name, sha256: hash, bytes: bytes.length });
    }
    await writeFile(path.join(draft, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, folder);
    return { manifest, missing };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function readMigrations(client: pg.Client): Promise<Manifest['migrations']> {
  const there = await client.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
  if (!there.rows[0]?.there)
    throw new BackupRefused('There is nothing to back up: the database has no tables of Trúc.');
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY migration_name`,
  );
  return rows;
}

async function copyTables(client: pg.Client, draft: string): Promise<Manifest['tables']> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname ORDER BY c.relname`);
  const tables: Manifest['tables'] = [];
  for (const { name, columns } of rows.filter((row) => !LEFT_OUT.has(row.name))) {
    const file = `tables/${name}.copy.gz`;
    const hash = createHash('sha256');
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const copy = client.query(to(`COPY ${client.escapeIdentifier(name)} (${list}) TO STDOUT`));
    await pipeline(copy, createGzip(), counted, createWriteStream(path.join(draft, file), { mode: 0o600 }));
    tables.push({ name, columns, rows: copy.rowCount, file, sha256: hash.digest('hex') });
  }
  return tables;
}

async function readSequences(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  const sequences: Manifest['sequences'] = [];
  for (const { name } of rows) {
    const { rows: values } = await client.query<{ next: string }>(
      `SELECT (last_value + CASE WHEN is_called THEN 1 ELSE 0 END)::text AS next FROM ${client.escapeIdentifier(name)}`,
    );
    sequences.push({ name, next: values[0]?.next ?? '1' });
  }
  return sequences;
}
