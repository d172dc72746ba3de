import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MARK_FILE, openStorage, provideStorage, type Storage, StorageAway } from './storage.server.ts';

let folder: string;
let url: string;
let mark: string;
let storage: Storage;
beforeEach(async () => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'truc-storage-')), 'documents');
  url = pathToFileURL(folder).href;
  mark = await provideStorage(url);
  storage = openStorage(url, async () => mark);
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const NAME = 'certificates/TRUC/TRUC-1.pdf';
const filesOf = (at: string) => readdirSync(at, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

test('what was put is there, and nothing is left beside it', async () => {
  await storage.put(NAME, Buffer.from('a document'));
  expect((await storage.get(NAME))?.toString()).toBe('a document');
  expect(await storage.get('certificates/TRUC/TRUC-2.pdf')).toBeNull();
  expect(await storage.check()).toBe('well');
  expect(filesOf(folder).map((one) => one.name)).toEqual([MARK_FILE, 'TRUC-1.pdf'].toSorted());
});

test('documents, their folders and the mark are for their owner alone, whatever the mask', async () => {
  const before = process.umask(0);
  try {
    const open = path.join(path.dirname(folder), 'open', 'documents');
    const own = await provideStorage(pathToFileURL(open).href);
    await openStorage(pathToFileURL(open).href, async () => own).put(NAME, Buffer.from('a document'));
    const entries = readdirSync(open, { recursive: true, withFileTypes: true });
    expect(entries.map((one) => one.name).toSorted()).toEqual(
      [MARK_FILE, 'certificates', 'TRUC', 'TRUC-1.pdf'].toSorted(),
    );
    for (const one of entries) {
      const mode = statSync(path.join(one.parentPath, one.name)).mode & 0o777;
      expect(mode, one.name).toBe(one.isDirectory() ? 0o700 : 0o600);
    }
    expect(statSync(open).mode & 0o777).toBe(0o700);
  } finally {
    process.umask(before);
  }
});

test('a folder that has vanished is not made anew: nothing is put, nothing is said to be missing', async () => {
  await storage.put(NAME, Buffer.from('before'));
  renameSync(folder, `${folder}.gone`);
  await expect(storage.put('certificates/TRUC/TRUC-2.pdf', Buffer.from('void'))).rejects.toThrow(StorageAway);
  await expect(storage.get(NAME)).rejects.toThrow(StorageAway);
  expect(await storage.check()).toBe('absent');
  expect(existsSync(folder)).toBe(false);
  renameSync(`${folder}.gone`, folder);
  expect((await storage.get(NAME))?.toString()).toBe('before');
  await storage.put('certificates/TRUC/TRUC-2.pdf', Buffer.from('after'));
  expect(await storage.check()).toBe('well');
});

test('an empty folder in its place, such as a mount point without its disk, is not taken for it', async () => {
  renameSync(folder, `${folder}.gone`);
  mkdirSync(folder);
  await expect(storage.put(NAME, Buffer.from('void'))).rejects.toMatchObject({ state: 'absent' });
  expect(filesOf(folder)).toEqual([]);
  writeFileSync(path.join(folder, MARK_FILE), 'that of another product\n');
  await expect(storage.put(NAME, Buffer.from('void'))).rejects.toMatchObject({ state: 'foreign' });
  await expect(storage.get(NAME)).rejects.toThrow(StorageAway);
});

test('what vanishes while a document is written leaves it unwritten', async () => {
  const asked = { times: 0 };
  const vanishing = openStorage(url, async () => {
    asked.times++;
    return mark;
  });
  const putting = vanishing.put(NAME, Buffer.alloc(4_000_000));
  renameSync(folder, `${folder}.gone`);
  await expect(putting).rejects.toThrow(StorageAway);
  expect(existsSync(folder)).toBe(false);
});

test('a database that knows of no storage puts nothing anywhere', async () => {
  const unknown = openStorage(url, async () => null);
  expect(await unknown.check()).toBe('unmarked');
  await expect(unknown.put(NAME, Buffer.from('void'))).rejects.toMatchObject({ state: 'unmarked' });
});

test('providing a storage twice keeps its mark', async () => {
  expect(await provideStorage(url)).toBe(mark);
});

test('a name that leads outside is refused', async () => {
  await expect(storage.put('../outside.pdf', Buffer.from('x'))).rejects.toThrow('outside');
  await expect(storage.get('/etc/passwd')).rejects.toThrow('outside');
});
