import path from 'node:path';
import { BackupRefused } from './backup/manifest.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { productStorageUrl } from './backup/storage-url.ts';
import { MigrationRefused } from './migrate/apply-migrations.ts';
import { openProductDatabase } from './start/open-database.mjs';

/** `npm run restore -- FOLDER`: a backup into an empty database, for example before the first start on a new machine. */
async function main(): Promise<void> {
  const [, , given] = process.argv;
  if (!given) throw new BackupRefused('Usage: npm run restore -- FOLDER, where FOLDER is what npm run backup made.');
  const database = await openProductDatabase();
  try {
    const { createdAt, tables, documents } = await restoreBackup({
      root: process.cwd(),
      url: database.ownerUrl,
      product: { url: database.url, queueSchema: process.env.QUEUE_NAME || 'truc_queue' },
      storageUrl: productStorageUrl(),
      folder: path.resolve(given),
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`Restored ${rows} rows and ${documents} documents as they were at ${createdAt}.`);
    console.log('Everybody signs in anew; one-time links made before are void.');
  } finally {
    await database.stop();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const isSentence =
    error instanceof BackupRefused || error instanceof MigrationRefused || (error as Error).name === 'Failure';
  console.error(isSentence ? (error as Error).message : error);
  process.exit(1);
}
