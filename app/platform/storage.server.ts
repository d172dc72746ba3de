import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Whether documents can be kept: `absent` where the marked folder is not to be found, `foreign` where another one
 * stands in its place, `unwritable` where it takes nothing, `unmarked` while the database knows of no storage yet.
 */
export type StorageState = 'well' | 'absent' | 'foreign' | 'unwritable' | 'unmarked';

/** Documents by name. Names are relative paths that say their content's hash, so nobody overwrites another's file. */
export type Storage = {
  /** Resolves when the document would outlive a power cut. @throws StorageAway when this is not the marked storage. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** Null when the storage is there and the document is not. @throws StorageAway when this is not the marked storage. */
  get(name: string): Promise<Buffer | null>;
  check(): Promise<StorageState>;
};

/** The storage that the database speaks of is not to be found: nothing is written, and nothing is said to be missing. */
export class StorageAway extends Error {
  override name = 'StorageAway';
  constructor(readonly state: StorageState) {
    super(`the storage of documents is ${state}`);
  }
}

/** Holds the mark, in the folder itself. */
export const MARK_FILE = '.truc-storage';

/** How long a mark that was asked of the database is believed. */
const MARK_KNOWN_MS = 10_000;

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';
const isAbsence = (error: unknown) => ['ENOENT', 'ENOTDIR', 'ENXIO', 'ESTALE'].includes(codeOf(error));
const isRefusal = (error: unknown) => ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO'].includes(codeOf(error));

function folderOf(url: string): string {
  const parsed = new URL(url);
  if (parsed.protocol !== 'file:') throw new Error(`STORAGE_URL: the scheme ${parsed.protocol} is not known here`);
  return path.resolve(fileURLToPath(parsed));
}

/**
 * Opens the storage at `url`. `mark` tells which mark the database knows it by; without it any folder that is there
 * will do. The folder itself is never made here: one that has vanished stays so until it is back.
 * @throws when the scheme is another than `file:`.
 */
export function openStorage(url: string, mark?: () => Promise<string | null>): Storage {
  const root = folderOf(url);
  let known: { mark: string; at: number } | null = null;

  async function expected(): Promise<string | null> {
    if (known && performance.now() - known.at < MARK_KNOWN_MS) return known.mark;
    const told = (await mark?.()) ?? null;
    known = told === null ? null : { mark: told, at: performance.now() };
    return told;
  }

  /** The device and the state of the storage as it is at this moment. */
  async function look(): Promise<{ state: StorageState; device: number }> {
    try {
      const { dev } = await stat(root);
      if (!mark) return { state: 'well', device: dev };
      const wanted = await expected();
      if (wanted === null) return { state: 'unmarked', device: dev };
      const found = (await readFile(path.join(root, MARK_FILE), 'utf8')).trim();
      return { state: found === wanted ? 'well' : 'foreign', device: dev };
    } catch (error) {
      if (isAbsence(error)) return { state: 'absent', device: -1 };
      throw error;
    }
  }

  async function enter(): Promise<number> {
    const { state, device } = await look();
    if (state !== 'well') throw new StorageAway(state);
    return device;
  }

  const locate = (name: string): string => {
    const file = path.resolve(root, name);
    if (!file.startsWith(`${root}${path.sep}`)) throw new Error('a document name leads outside the storage');
    return file;
  };

  return {
    async put(name, bytes) {
      const file = locate(name);
      const device = await enter();
      const made = await makeFolders(root, path.dirname(file)).catch(asAway);
      const written = await writeAside(file, bytes).catch(asAway);
      // Another file system that was laid over the folder, or taken away, in these milliseconds holds nothing of ours.
      if (written !== device || (await enter()) !== device) throw new StorageAway('absent');
      const there = await stat(file).catch(asAway);
      if (there.dev !== device || there.size !== bytes.length) throw new StorageAway('absent');
      for (const folder of made) await flushFolder(folder);
    },
    async get(name) {
      try {
        return await readFile(locate(name));
      } catch (error) {
        if (!isAbsence(error)) throw error;
        await enter();
        return null;
      }
    },
    async check() {
      const { state } = await look();
      if (state !== 'well') return state;
      try {
        const probe = path.join(root, `.probe-${randomUUID()}`);
        await writeAndFlush(probe, Buffer.from('0'));
        await rm(probe, { force: true });
        return 'well';
      } catch (error) {
        if (isAbsence(error)) return 'absent';
        if (isRefusal(error)) return 'unwritable';
        throw error;
      }
    },
  };
}

/**
 * Makes the storage at `url` if it is not there, and marks it unless it is. The mark, for the database to know it by.
 * Called when a product is set up or restored, by nothing that runs by itself.
 */
export async function provideStorage(url: string): Promise<string> {
  const root = folderOf(url);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const file = path.join(root, MARK_FILE);
  const found = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isAbsence(error)) return '';
    throw error;
  });
  if (found.trim()) return found.trim();
  const mark = randomUUID();
  await writeAside(file, Buffer.from(`${mark}\n`));
  return mark;
}

function asAway(error: unknown): never {
  if (isAbsence(error)) throw new StorageAway('absent');
  throw error;
}

/** Makes what is missing below `root`, never `root` itself; the folders that hold something new. */
async function makeFolders(root: string, folder: string): Promise<string[]> {
  const holding = [folder];
  for (let at = root; at !== folder; ) {
    const above = at;
    at = path.join(at, path.relative(at, folder).split(path.sep)[0] ?? '');
    try {
      await mkdir(at, { mode: 0o700 });
      holding.push(above);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  return holding;
}

/** The device that the file is on. */
async function writeAndFlush(file: string, bytes: Buffer): Promise<number> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'w', 0o600);
    await handle.writeFile(bytes);
    await handle.sync();
    return (await handle.stat()).dev;
  } catch (error) {
    await rm(file, { force: true }).catch(() => {});
    throw error;
  } finally {
    await handle?.close();
  }
}

/** Written aside, flushed and renamed: a reader or a crash sees the whole document or none. */
async function writeAside(file: string, bytes: Buffer): Promise<number> {
  const aside = `${file}.${randomUUID()}.part`;
  const device = await writeAndFlush(aside, bytes);
  await rename(aside, file);
  await flushFolder(path.dirname(file));
  return device;
}

/** A name is safe when its folder is flushed, not only its file. Systems that flush no folder write it in their own time. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    if (!['EINVAL', 'EISDIR', 'EPERM', 'ENOTSUP'].includes(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}
