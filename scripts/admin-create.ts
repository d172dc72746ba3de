import { parseArgs } from 'node:util';
import { openDatabase } from '#app/platform/database.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { AdminRefused, createAdministrator, LINK_HOURS } from './admin/create-administrator.ts';
import { applyMigrations, MigrationRefused } from './migrate/apply-migrations.ts';
import { openProductDatabase } from './start/open-database.mjs';

const USAGE =
  'npm run admin:create -- --email an@bonoivu.example --name "Phạm Hữu An" --number 0123456789 [--agency VN]';

/** `npm run admin:create`: the first administrator, and her way in. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      number: { type: 'string' },
      agency: { type: 'string', default: 'VN' },
    },
  });
  if (!values.email) throw new AdminRefused(`Usage: ${USAGE}`);
  const database = await openProductDatabase();
  try {
    const root = process.cwd();
    const product = { url: database.url, queueSchema: process.env.QUEUE_NAME || 'truc_queue' };
    await applyMigrations({ root, url: database.ownerUrl, product });
    const db = openDatabase(database.url, { max: 2, application: 'truc-admin' });
    try {
      const world = { db, now: () => new Date(), random: systemRandom, root };
      const asked = { email: values.email, name: values.name, number: values.number, agency: values.agency };
      const { token, fullName, imported } = await createAdministrator(world, asked);
      const appUrl = (process.env.APP_URL || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, '');
      if (imported > 0) console.log(`Imported ${imported} agencies.`);
      console.log(`${fullName} administers ${values.agency} and everything below it.`);
      console.log(`Her link, good for one sign-in within ${LINK_HOURS} hours:\n\n  ${appUrl}/sign-in/link/${token}\n`);
    } finally {
      await db.close();
    }
  } finally {
    await database.stop();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const isMine =
    error instanceof AdminRefused ||
    error instanceof MigrationRefused ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isMine || (error as Error).name === 'Failure' ? (error as Error).message : error);
  process.exit(1);
}
