import { createHash, type Hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sha256 } from '#app/platform/storage.server.ts';

/** Why there is no backup, or why it is not restored, in one sentence. */
export class BackupRefused extends Error {}

/**
 * What a backup holds no rows of: sessions and links that were used since must not come back to life, and what is
 * counted within minutes is over. The storage that documents are brought back into carries a mark of its own.
 */
export const LEFT_OUT = new Set([
  'Session',
  'SignInLink',
  'RateLimit',
  'Heartbeat',
  'Trouble',
  'StorageMark',
  '_prisma_migrations',
]);

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Name = z.string().regex(/^[A-Za-z_]\w*$/);

/** The migrations that the rows belong to, and the moment they are of. */
const Head = z.object({
  createdAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
});
const Table = z.object({
  name: Name,
  columns: z.array(Name).min(1),
  rows: z.int().min(0),
  file: z.string(),
  sha256: Sha256,
});
const Sequence = z.object({ name: z.string(), next: z.string().regex(/^\d+$/) });
const Document = z.object({ name: z.string(), sha256: Sha256, bytes: z.int().min(0) });

const FORMAT = 2;
/** One of these a line: the head first, then everything in the order in which it was written, the end last. */
const Line = z.union([
  Head.extend({ format: z.literal(FORMAT) }).strict(),
  z.object({ table: Table }).strict(),
  z.object({ sequence: Sequence }).strict(),
  z.object({ document: Document }).strict(),
  z.object({ end: z.object({ lines: z.int().min(1), sha256: Sha256 }) }).strict(),
]);
type Line = z.infer<typeof Line>;

/** The format before lines, whole in one JSON text. */
const Whole = Head.extend({
  format: z.literal(1),
  tables: z.array(Table),
  sequences: z.array(Sequence),
  documents: z.array(Document),
});

export type Head = z.infer<typeof Head>;
export type Table = z.infer<typeof Table>;
export type Sequence = z.infer<typeof Sequence>;
export type Document = z.infer<typeof Document>;

/** What a backup says of itself. Its documents may be millions: they are counted here and read one by one. */
export type Manifest = Head & {
  tables: Table[];
  sequences: Sequence[];
  documents: number;
  /** Tells this backup from every other one. */
  sha256: string;
};

const MANIFEST_FILE = 'manifest.jsonl';
const WHOLE_FILE = 'manifest.json';

/** Writes a manifest line by line. Without its end it is no manifest. */
export async function openManifest(folder: string): Promise<{
  write(line: Exclude<Line, { end: unknown } | Head> | Head): Promise<void>;
  end(): Promise<Manifest>;
  close(): Promise<void>;
}> {
  const file = await open(path.join(folder, MANIFEST_FILE), 'wx', 0o600);
  const hash = createHash('sha256');
  const read = collector();
  let lines = 0;
  return {
    async write(line) {
      const kept = 'migrations' in line ? { format: FORMAT, ...line } : line;
      read.take(Line.parse(kept));
      const text = `${JSON.stringify(kept)}\n`;
      hash.update(text);
      lines++;
      await file.write(text);
    },
    async end() {
      const end = { lines, sha256: hash.digest('hex') };
      await file.write(`${JSON.stringify({ end })}\n`);
      await file.sync();
      return read.finish(end.sha256);
    },
    close: () => file.close(),
  };
}

/** @throws BackupRefused when the folder is no backup, or only half of one, or its manifest was changed */
export async function readManifest(folder: string): Promise<Manifest> {
  if (existsSync(path.join(folder, MANIFEST_FILE))) {
    const read = collector();
    const hash = createHash('sha256');
    for await (const line of linesOf(folder, hash)) read.take(line);
    return read.finish(hash.digest('hex'));
  }
  const { documents, text, ...rest } = await readWhole(folder);
  return { ...rest, documents: documents.length, sha256: sha256(text) };
}

/** The documents that a backup holds, in the order in which they were written. */
export async function* documentsOf(folder: string): AsyncGenerator<Document> {
  if (existsSync(path.join(folder, MANIFEST_FILE))) {
    for await (const line of linesOf(folder, createHash('sha256'))) if ('document' in line) yield line.document;
  } else yield* (await readWhole(folder)).documents;
}

function collector() {
  let head: Head | undefined;
  const told = { tables: [] as Table[], sequences: [] as Sequence[], documents: 0 };
  return {
    take(line: Line) {
      if ('format' in line) head = { createdAt: line.createdAt, migrations: line.migrations };
      else if ('table' in line) told.tables.push(line.table);
      else if ('sequence' in line) told.sequences.push(line.sequence);
      else if ('document' in line) told.documents++;
    },
    finish(hash: string): Manifest {
      if (!head) throw new BackupRefused(`${MANIFEST_FILE} has no head: the backup is damaged.`);
      return { ...head, ...told, sha256: hash };
    },
  };
}

/** Every line but the last, which says what came before it. `hash` takes the bytes of those. */
async function* linesOf(folder: string, hash: Hash): AsyncGenerator<Exclude<Line, { end: unknown }>> {
  const name = path.join(folder, MANIFEST_FILE);
  let file: FileHandle | undefined;
  let number = 0;
  let hasEnded = false;
  try {
    file = await open(name);
    for await (const text of file.readLines()) {
      if (hasEnded) throw new BackupRefused(`${name} goes on behind its end: the backup is damaged.`);
      const line = parseLine(text, `${name}:${++number}`);
      if ('end' in line) {
        hasEnded = true;
        if (line.end.lines !== number - 1 || line.end.sha256 !== hash.copy().digest('hex'))
          throw new BackupRefused(`${name} was changed after it was written: the backup is damaged.`);
      } else {
        hash.update(`${text}\n`);
        yield line;
      }
    }
    if (!hasEnded) throw new BackupRefused(`${name} breaks off at line ${number}: the backup is not whole.`);
  } finally {
    await file?.close();
  }
}

function parseLine(text: string, place: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BackupRefused(`${place} is not readable: the backup is damaged or not whole.`);
  }
  const parsed = Line.safeParse(value);
  if (parsed.success) return parsed.data;
  const { format } = (value ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > FORMAT)
    throw new BackupRefused(`${place}: a newer release made this backup. Restore it with that release.`);
  throw new BackupRefused(`${place} says nothing that a backup says: it is damaged or of a newer release.`);
}

async function readWhole(folder: string): Promise<z.infer<typeof Whole> & { text: string }> {
  let text: string;
  try {
    text = await readFile(path.join(folder, WHOLE_FILE), 'utf8');
  } catch {
    throw new BackupRefused(`${folder} is no backup: it has no ${MANIFEST_FILE}.`);
  }
  try {
    return { ...Whole.parse(JSON.parse(text)), text };
  } catch {
    throw new BackupRefused(`${path.join(folder, WHOLE_FILE)} is not readable: the backup is damaged.`);
  }
}
