import { applyMigrations, MigrationRefused } from './migrate/apply-migrations.ts';

/** `npm run migrate`: brings the database at DATABASE_URL up to the migrations of this release. */
try {
  const url = process.env.DATABASE_URL;
  if (!url) throw new MigrationRefused('DATABASE_URL is not set: it names the database to migrate.');
  const applied = await applyMigrations({ root: process.cwd(), url });
  console.log(applied.length === 0 ? 'Nothing to apply.' : applied.map((name) => `Applied ${name}`).join('\n'));
  // The engine leaves the timer of its lock behind, which would keep the process for ten seconds.
  process.exit(0);
} catch (error) {
  if (!(error instanceof MigrationRefused)) throw error;
  console.error(error.message);
  process.exit(1);
}
