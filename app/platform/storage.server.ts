import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Documents by name. Names are relative paths that say their content's hash, so nobody overwrites another's file. */
export type Storage = {
  put(name: string, bytes: Buffer): Promise<void>;
  get(name: string): Promise<Buffer | null>;
};

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** @throws when the scheme is another than `file:`. */
export function openStorage(url: string): Storage {
  const parsed = new URL(url);
  if (parsed.protocol !== 'file:') throw new Error(`STORAGE_URL: the scheme ${parsed.protocol} is not known here`);
  const root = fileURLToPath(parsed);
  const locate = (name: string): string => {
    const file = path.resolve(root, name);
    if (!file.startsWith(`${path.resolve(root)}${path.sep}`))
      throw new Error('a document name leads outside the storage');
    return file;
  };
  return {
    async put(name, bytes) {
      const file = locate(name);
      await mkdir(path.dirname(file), { recursive: true });
      // Written aside, flushed and renamed: a reader or a crash sees the whole document or none.
      const aside = `${file}.${randomUUID()}.part`;
      const handle = await open(aside, 'w');
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
      await rename(aside, file);
    },
    async get(name) {
      try {
        return await readFile(locate(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
  };
}
