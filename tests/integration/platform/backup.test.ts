import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentName, issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { openStorage, provideStorage, sha256 } from '#app/platform/storage.server.ts';
import { documentsOf, openManifest, readManifest } from '#scripts/backup/manifest.ts';
import { restoreBackup } from '#scripts/backup/restore-backup.ts';
import { writeBackup } from '#scripts/backup/write-backup.ts';
import { applyMigrations } from '#scripts/migrate/apply-migrations.ts';
import { readInterruptedRestore } from '#scripts/migrate/interrupted-restore.ts';
import { publishSample } from '#tests/support/content.ts';
import { serverUrl, urlOf } from '#tests/support/database-urls.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse } from '#tests/support/learner.ts';
import { createWorld } from '#tests/support/world.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'truc-backup-'));
const backup = path.join(folder, 'backup');
/** Enough rows that they come in many chunks and take a moment. */
const DEVICES = 60_000;
const server = new pg.Client({ connectionString: serverUrl() });
const clients: pg.Client[] = [];
const databases: string[] = [];
let document: { name: string; bytes: Buffer };

async function emptyDatabase(name: string): Promise<{ url: string; client: pg.Client }> {
  const database = `bk_${process.pid}_${name}`;
  await server.query(`CREATE DATABASE ${database}`);
  databases.push(database);
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  clients.push(client);
  return { url: urlOf(database), client };
}

const storageUrlOf = (name: string): string => pathToFileURL(path.join(folder, name, 'documents')).href;
const restore = (url: string, name: string, from = backup) =>
  restoreBackup({ root, url, storageUrl: storageUrlOf(name), folder: from });
const countOf = async (client: pg.Client, table: string): Promise<number> =>
  (await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM "${table}"`)).rows[0]?.count ?? -1;

async function fill(db: Db): Promise<void> {
  await provideStorage(storageUrlOf('source'));
  const storage = openStorage(storageUrlOf('source'));
  const world = Object.assign(createWorld(db), { storage });
  await createAgencies(db);
  const { slug } = await publishSample(db);
  const { id: personId } = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
  const { result } = await completeCourse(world, { personId, slug });
  if (result.outcome !== 'graded' || !result.certificateId) throw new Error('not passed');
  await issueCertificate(world, result.certificateId);
  const { serial, documentSha256 } = await db.certificate.findFirstOrThrow();
  const name = documentName(serial, documentSha256 ?? '');
  document = { name, bytes: (await storage.get(name)) ?? Buffer.alloc(0) };
  await db.run`
    INSERT INTO "KnownDevice" (id, "personId", network, "passwordMark", "seenAt", "expiresAt")
    SELECT md5(n::text), ${personId}::uuid, md5((n + 1)::text), md5((n + 2)::text), now(), now() FROM generate_series(1, ${DEVICES}::int) n`;
}

beforeAll(async () => {
  await server.connect();
  const source = await emptyDatabase('source');
  await applyMigrations({ root, url: source.url });
  const db = openDatabase(source.url, { max: 3 });
  await fill(db).finally(() => db.close());
  const storage = openStorage(storageUrlOf('source'));
  await writeBackup({ url: source.url, storage, folder: backup, now: new Date('2026-11-23T03:00:00Z') });
}, 120_000);

afterAll(async () => {
  for (const client of clients) await client.end();
  for (const name of databases) await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server.end();
  rmSync(folder, { recursive: true, force: true });
});

/** What `npm run restore` runs, as a process of its own. */
function startRestore(url: string, name: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', path.join(root, 'scripts/restore.ts'), backup], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, DATABASE_OWNER_URL: url, STORAGE_URL: storageUrlOf(name) },
    stdio: 'ignore',
  });
}

/** Kills the restore at the first look at which `isTime`. @throws when it ended by itself before that */
async function killWhen(child: ChildProcess, isTime: () => Promise<boolean>): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    while (!(await isTime())) {
      if (child.exitCode !== null) throw new Error('the restore ended before it was time');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

const foreignKeys = async (client: pg.Client) =>
  (
    await client.query(
      `SELECT conrelid::regclass::text AS owner, conname, pg_get_constraintdef(oid) AS definition, convalidated, condeferrable
         FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2`,
    )
  ).rows;

describe('a backup', () => {
  it('comes back with its rows, its documents and every foreign key as it was', async () => {
    const { url, client } = await emptyDatabase('whole');
    const manifest = await restore(url, 'whole');
    expect(statSync(path.join(backup, 'tables/KnownDevice.copy.gz')).size).toBeGreaterThan(20 * 65_536);
    expect(await countOf(client, 'KnownDevice')).toBe(DEVICES);
    expect(manifest.documents).toBe(1);
    expect(await openStorage(storageUrlOf('whole')).get(document.name)).toEqual(document.bytes);
    const keys = await foreignKeys(client);
    expect(keys.length).toBeGreaterThan(40);
    expect(keys).toEqual(await foreignKeys(clients[0] as pg.Client));
    const off = `SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal`;
    expect((await client.query(off)).rows).toEqual([]);
    expect(await readInterruptedRestore(client)).toBeNull();
  }, 60_000);

  it('of the format before lines comes back too', async () => {
    const old = path.join(folder, 'old');
    cpSync(backup, old, { recursive: true });
    const { sha256: _, ...manifest } = await readManifest(backup);
    const documents = [];
    for await (const each of documentsOf(backup)) documents.push(each);
    rmSync(path.join(old, 'manifest.jsonl'));
    writeFileSync(path.join(old, 'manifest.json'), JSON.stringify({ format: 1, ...manifest, documents }, null, 2));
    const { url, client } = await emptyDatabase('old');
    await restore(url, 'old-format', old);
    expect(await countOf(client, 'KnownDevice')).toBe(DEVICES);
    expect(await openStorage(storageUrlOf('old-format')).get(document.name)).toEqual(document.bytes);
  }, 60_000);
});

describe('a restore that was killed', () => {
  it('among its rows leaves none of them, is told to whoever migrates, and is done again', async () => {
    const { url, client } = await emptyDatabase('rows');
    const isCopying = async () => {
      const { rows } = await client.query(
        `SELECT FROM pg_stat_progress_copy WHERE datname = current_database() AND tuples_processed > 1000`,
      );
      return rows.length > 0;
    };
    await killWhen(startRestore(url, 'rows'), isCopying);
    await expect(applyMigrations({ root, url })).rejects.toThrow(
      /Restoring the backup of 2026-11-23T03:00:00.000Z into this database was interrupted: run npm run restore/,
    );
    expect(await countOf(client, 'KnownDevice')).toBe(0);
    await restore(url, 'rows');
    expect(await countOf(client, 'KnownDevice')).toBe(DEVICES);
    expect(await applyMigrations({ root, url })).toEqual([]);
  }, 90_000);

  it('behind its rows goes on from there, with the same backup and no other', async () => {
    const { url, client } = await emptyDatabase('behind');
    await killWhen(startRestore(url, 'behind'), async () => (await readInterruptedRestore(client))?.isLoaded === true);
    expect(await countOf(client, 'StorageMark')).toBe(0);
    await expect(applyMigrations({ root, url })).rejects.toThrow(/was interrupted/);
    const other = await rewritten('another', (rows) => rows);
    await expect(restore(url, 'behind', other)).rejects.toThrow(/rows of another backup, of 2026-11-23/);
    await restore(url, 'behind');
    expect(await countOf(client, 'KnownDevice')).toBe(DEVICES);
    expect(await countOf(client, 'StorageMark')).toBe(1);
    expect(await applyMigrations({ root, url })).toEqual([]);
    await expect(restore(url, 'behind')).rejects.toThrow(/not empty/);
  }, 90_000);
});

/** The same backup with other rows of people, sound in every hash. */
async function rewritten(name: string, change: (rows: string) => string): Promise<string> {
  const copy = path.join(folder, name);
  cpSync(backup, copy, { recursive: true });
  rmSync(path.join(copy, 'manifest.jsonl'));
  const { migrations, createdAt, tables, sequences } = await readManifest(backup);
  const manifest = await openManifest(copy);
  await manifest.write({ createdAt, migrations });
  for (const table of tables) {
    if (table.name !== 'Person') await manifest.write({ table });
    else {
      const text = change(gunzipSync(readFileSync(path.join(copy, table.file))).toString());
      const bytes = gzipSync(text, { level: 1 });
      writeFileSync(path.join(copy, table.file), bytes);
      const rows = text.split('\n').length - 1;
      await manifest.write({ table: { ...table, rows, sha256: sha256(bytes) } });
    }
  }
  for (const sequence of sequences) await manifest.write({ sequence });
  for await (const each of documentsOf(backup)) await manifest.write({ document: each });
  await manifest.end();
  await manifest.close();
  return copy;
}

describe('a backup that cannot be trusted', () => {
  const damages: [string, RegExp, (copy: string) => void][] = [
    [
      'has a line that is none',
      /manifest\.jsonl:3 is not readable/,
      (copy) => changeLine(copy, 3, (line) => line.slice(0, 40)),
    ],
    [
      'has a line that says something else',
      /manifest\.jsonl:2 says nothing that a backup says/,
      (copy) => changeLine(copy, 2, () => '{"tabel":{}}'),
    ],
    [
      'has another number in a line',
      /manifest\.jsonl was changed/,
      (copy) => changeLine(copy, 4, (line) => line.replace(/"rows":\d+/, '"rows":7')),
    ],
    ['lacks a line', /manifest\.jsonl was changed/, (copy) => changeLine(copy, 5, () => null)],
    ['lacks its end', /manifest\.jsonl breaks off at line \d+/, (copy) => changeLine(copy, -1, () => null)],
    [
      'goes on behind its end',
      /goes on behind its end/,
      (copy) => appendFileSync(path.join(copy, 'manifest.jsonl'), '{}\n'),
    ],
    [
      'is of a newer release',
      /newer release made this backup/,
      (copy) => changeLine(copy, 1, (line) => line.replace('"format":2', '"format":3')),
    ],
    [
      'has a table that breaks off',
      /damaged: tables\/KnownDevice\.copy\.gz/,
      (copy) => truncateSync(path.join(copy, 'tables/KnownDevice.copy.gz'), 100_000),
    ],
    ['lacks a table', /damaged: tables\/Person\.copy\.gz/, (copy) => rmSync(path.join(copy, 'tables/Person.copy.gz'))],
    [
      'lacks a document',
      /damaged: documents\/certificates/,
      (copy) => rmSync(path.join(copy, 'documents', document.name)),
    ],
    [
      'has a document that was changed',
      /damaged: documents\/certificates/,
      (copy) => appendFileSync(path.join(copy, 'documents', document.name), ' '),
    ],
  ];

  it.each(damages)('is refused before the database is touched when it %s', async (name, sentence, damage) => {
    const copy = path.join(folder, name);
    cpSync(backup, copy, { recursive: true });
    damage(copy);
    const { url, client } = await emptyDatabase(`damaged_${damages.findIndex(([each]) => each === name)}`);
    await expect(restore(url, 'damaged', copy)).rejects.toThrow(sentence);
    expect((await client.query(`SELECT FROM pg_class WHERE relname = 'Person'`)).rowCount).toBe(0);
  });

  it('is refused whole when its rows break a reference, by the name of the constraint', async () => {
    const copy = await rewritten('broken', () => '');
    const { url, client } = await emptyDatabase('broken');
    await expect(restore(url, 'broken', copy)).rejects.toThrow(
      /break the constraint "?\w+_personId_fkey"?, so none of them was taken/,
    );
    for (const table of ['KnownDevice', 'Agency', 'Certificate']) expect(await countOf(client, table)).toBe(0);
    await restore(url, 'broken');
    expect(await countOf(client, 'KnownDevice')).toBe(DEVICES);
  }, 60_000);

  it('is refused whole when a row is not of its table', async () => {
    const copy = await rewritten('unfit', (rows) => rows.replace(/^[0-9a-f-]{36}/, 'nobody'));
    const { url, client } = await emptyDatabase('unfit');
    await expect(restore(url, 'unfit', copy)).rejects.toThrow(
      /invalid input syntax for type uuid: "nobody".*COPY Person, line 1/,
    );
    expect(await countOf(client, 'Agency')).toBe(0);
  });
});

/** Line `number` of the manifest as `change` makes it, from the end when negative; gone when that is null. */
function changeLine(copy: string, number: number, change: (line: string) => string | null): void {
  const file = path.join(copy, 'manifest.jsonl');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const at = number < 0 ? lines.length + number : number - 1;
  const changed = change(lines[at] ?? '');
  lines.splice(at, 1, ...(changed === null ? [] : [changed]));
  writeFileSync(file, `${lines.join('\n')}\n`);
}
