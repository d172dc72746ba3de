import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openStorage, provideStorage } from '#app/platform/storage.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { PRODUCT_ROLE } from '#tests/support/database-urls.ts';
import { writeBackup } from '../../../scripts/backup/write-backup.ts';

const database = useDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'truc-backup-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a backup is for its owner alone, whatever the mask', async () => {
  await database.runScript(
    `CREATE TABLE "_prisma_migrations" (migration_name text, checksum text, finished_at timestamptz);
     INSERT INTO "_prisma_migrations" VALUES ('first', 'x', now());
     GRANT SELECT ON "_prisma_migrations" TO ${PRODUCT_ROLE}`,
  );
  const url = pathToFileURL(path.join(folder, 'documents')).href;
  await provideStorage(url);
  const backup = path.join(folder, 'backups', 'today');
  const before = process.umask(0);
  try {
    await writeBackup({ url: database.url, storage: openStorage(url), folder: backup, now: new Date() });
  } finally {
    process.umask(before);
  }
  const entries = readdirSync(backup, { recursive: true, withFileTypes: true });
  expect(entries.filter((one) => one.name.endsWith('.copy.gz')).length).toBeGreaterThan(20);
  for (const one of entries) {
    const mode = statSync(path.join(one.parentPath, one.name)).mode & 0o777;
    expect(mode, one.name).toBe(one.isDirectory() ? 0o700 : 0o600);
  }
  expect(statSync(backup).mode & 0o777).toBe(0o700);
});
