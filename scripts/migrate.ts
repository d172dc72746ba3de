import { openDatabase } from '#app/platform/database.server.ts';
import { applyMigrations, MigrationRefused } from './migrate/apply-migrations.ts';
import { tellExposure } from './migrate/tell-exposure.ts';

/**
 * `npm run migrate`: brings the database up to the migrations of this release, as the role of DATABASE_OWNER_URL, and
 * gives the role of DATABASE_URL what web and worker need.
 */
try {
  const url = process.env.DATABASE_URL;
  if (!url) throw new MigrationRefused('DATABASE_URL is not set: it names the database to migrate.');
  const product = { url, queueSchema: process.env.QUEUE_NAME || 'truc_queue' };
  const applied = await applyMigrations({ root: process.cwd(), url: process.env.DATABASE_OWNER_URL || url, product });
  console.log(applied.length === 0 ? 'Nothing to apply.' : applied.map((name) => `Applied ${name}`).join('\n'));
  const db = openDatabase(url, { max: 1, application: 'truc-migrate' });
  const exposure = await tellExposure(db).finally(() => db.close());
  if (exposure) console.error(exposure);
  // The engine leaves the timer of its lock behind, which would keep the process for ten seconds.
  process.exit(0);
} catch (error) {
  if (!(error instanceof MigrationRefused)) throw error;
  console.error(error.message);
  process.exit(1);
}
