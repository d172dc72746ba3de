import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '#app/platform/random.server.ts';
import { watchReadiness } from '#app/platform/readiness.server.ts';
import { openStorage, provideStorage } from '#app/platform/storage.server.ts';
import { readStorageMark, writeStorageMark } from '#app/platform/storage-mark.server.ts';
import { dropOldSigns, openVitalSigns, type VitalSigns } from '#app/platform/vital-signs.server.ts';
import { silentLog } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase();
let folder: string;
let storageUrl: string;
let signs: VitalSigns;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'truc-signs-'));
  storageUrl = pathToFileURL(path.join(folder, 'documents')).href;
  const { db } = database;
  signs = openVitalSigns({
    db,
    log: silentLog,
    random: systemRandom,
    process: 'web',
    storage: openStorage(storageUrl, () => readStorageMark(db)),
  });
});
afterEach(async () => {
  signs.close();
  await rm(folder, { recursive: true, force: true });
});

test('the storage is known by its mark, and one that was put in its place by another', async () => {
  const { db } = database;
  expect(await readStorageMark(db)).toBeNull();
  const mark = await provideStorage(storageUrl);
  await writeStorageMark(db, mark);
  expect(await readStorageMark(db)).toBe(mark);
  const storage = openStorage(storageUrl, () => readStorageMark(db));
  expect(await storage.check()).toBe('well');
  const other = '00000000-0000-4000-8000-000000000000';
  await writeStorageMark(db, other);
  expect(await readStorageMark(db)).toBe(other);
  expect(await openStorage(storageUrl, () => readStorageMark(db)).check()).toBe('foreign');
  expect(await db.storageMark.count()).toBe(1);
});

test('a process tells that it is there, by the clock of the database, and is forgotten a week after it has gone', async () => {
  const { db } = database;
  await signs.clock.measure();
  expect(Math.abs(signs.clock.now().getTime() - Date.now())).toBeLessThan(2_000);
  expect(signs.clock.agrees()).toBe(true);
  await signs.beat();
  await signs.beat();
  expect(await db.heartbeat.findMany({ select: { process: true, pid: true } })).toEqual([
    { process: 'web', pid: process.pid },
  ]);
  await db.heartbeat.updateMany({ data: { seenAt: new Date(Date.now() - 6.9 * 86_400_000) } });
  expect(await dropOldSigns({ db })).toBe(0);
  await db.heartbeat.updateMany({ data: { seenAt: new Date(Date.now() - 7.1 * 86_400_000) } });
  expect(await dropOldSigns({ db })).toBe(1);
});

test('is ready while database and queue answer; a clock that was not asked yet is said, and keeps no page away', async () => {
  let isQueueAway = false;
  const queue = { ready: async () => (isQueueAway ? Promise.reject(new Error('away')) : undefined) };
  const ready = () => watchReadiness({ db: database.db, queue, vitalSigns: signs })();
  expect((await ready()).failing).toEqual([]);
  expect((await ready()).doubtful).toEqual([expect.stringContaining('clock')]);
  await signs.clock.measure();
  expect(await ready()).toEqual({ failing: [], doubtful: [] });
  isQueueAway = true;
  expect((await ready()).failing).toEqual(['queue: does not answer']);
});
