import path from 'node:path';
import { openStorage } from '#app/platform/storage.server.ts';
import { BackupRefused } from './backup/manifest.ts';
import { productStorageUrl } from './backup/storage-url.ts';
import { writeBackup } from './backup/write-backup.ts';
import { openProductDatabase } from './start/open-database.mjs';

/** `npm run backup [-- FOLDER]`: database and documents into one new folder, by default under `.data/backups`. */
async function main(): Promise<number> {
  const now = new Date();
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const folder = path.resolve(process.argv[2] ?? path.join('.data/backups', `truc-${stamp}`));
  const storage = openStorage(productStorageUrl());
  const database = await openProductDatabase();
  try {
    const { manifest, missing } = await writeBackup({ url: database.url, storage, folder, now });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `${rows} rows of ${manifest.tables.length} tables and ${manifest.documents} documents are in ${folder}`,
    );
    console.log('It holds personal data: keep it where nobody else can read it.');
    if (missing.count === 0) return 0;
    console.error(
      `${missing.count} documents of issued certificates are missing or changed in the storage, the first: ${missing.first}`,
    );
    return 1;
  } finally {
    await database.stop();
  }
}

try {
  process.exit(await main());
} catch (error) {
  console.error(
    error instanceof BackupRefused || (error as Error).name === 'Failure' ? (error as Error).message : error,
  );
  process.exit(1);
}
