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
import { IN_UTC } from '#app/platform/sql.server.ts';
import { type Storage, sha256 } from '#app/platform/storage.server.ts';
import {
  BackupRefused,
  type Head,
  LEFT_OUT,
  type Manifest,
  openManifest,
  type Sequence,
  type Table,
} from './manifest.ts';

/** Documents on their way at once. */
const AT_ONCE = 8;

/**
 * Writes every row and every document into a new folder: one snapshot of the database, table by table as PostgreSQL
 * copies it, so that it needs no program of PostgreSQL and no equal version. Rows pass through as they come: memory does
 * not grow with them. The folder gets its name when it is whole.
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
}): Promise<{ manifest: Manifest; missing: { count: number; first: string | null } }> {
  if (existsSync(folder)) throw new BackupRefused(`${folder} is there already: name a folder that is not.`);
  const draft = `${folder}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(path.join(draft, 'tables'), { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: url, application_name: 'truc-backup', options: IN_UTC });
  await client.connect();
  const written = await openManifest(draft);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await written.write({ createdAt: now.toISOString(), migrations: await readMigrations(client) });
    for await (const table of copyTables(client, draft)) await written.write({ table });
    for await (const sequence of readSequences(client)) await written.write({ sequence });
    await client.query(
      `DECLARE documents NO SCROLL CURSOR WITH HOLD FOR
         SELECT serial, "documentSha256" AS hash FROM "Certificate" WHERE status = 'ISSUED' AND NOT synthetic ORDER BY serial`,
    );
    // Documents are never changed nor deleted: those that the snapshot speaks of are still there.
    await client.query('COMMIT');
    const missing = { count: 0, first: null as string | null };
    for await (const group of namedDocuments(client)) {
      const kept = await Promise.all(group.map((document) => copyDocument(document, storage, draft)));
      for (const { document, bytes } of kept) {
        if (bytes !== null) await written.write({ document: { ...document, bytes } });
        else if (missing.count++ === 0) missing.first = document.name;
      }
    }
    const manifest = await written.end();
    await written.close();
    await rename(draft, folder);
    return { manifest, missing };
  } catch (error) {
    await written.close();
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function readMigrations(client: pg.Client): Promise<Head['migrations']> {
  const there = await client.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
  if (!there.rows[0]?.there)
    throw new BackupRefused('There is nothing to back up: the database has no tables of Trúc.');
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY migration_name`,
  );
  return rows;
}

async function* copyTables(client: pg.Client, draft: string): AsyncGenerator<Table> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname ORDER BY c.relname`);
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
    yield { name, columns, rows: copy.rowCount, file, sha256: hash.digest('hex') };
  }
}

async function* readSequences(client: pg.Client): AsyncGenerator<Sequence> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  for (const { name } of rows) {
    const { rows: values } = await client.query<{ next: string }>(
      `SELECT (last_value + CASE WHEN is_called THEN 1 ELSE 0 END)::text AS next FROM ${client.escapeIdentifier(name)}`,
    );
    yield { name, next: values[0]?.next ?? '1' };
  }
}

type Named = { name: string; sha256: string };

async function* namedDocuments(client: pg.Client): AsyncGenerator<Named[]> {
  for (;;) {
    const { rows } = await client.query<{ serial: string; hash: string }>(`FETCH ${AT_ONCE} FROM documents`);
    if (rows.length === 0) return;
    yield rows.map(({ serial, hash }) => ({ name: documentName(serial, hash), sha256: hash }));
  }
}

/** How many bytes were copied; null when the storage has no such document. */
async function copyDocument(document: Named, storage: Storage, draft: string) {
  const bytes = await storage.get(document.name);
  if (!bytes || sha256(bytes) !== document.sha256) return { document, bytes: null };
  const file = path.join(draft, 'documents', document.name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, bytes, { mode: 0o600 });
  return { document, bytes: bytes.length };
}
