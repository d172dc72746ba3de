import path from 'node:path';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import { readEnv } from '#app/platform/env.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { readStorageMark } from '#app/platform/storage-mark.server.ts';
import { DemoRefused, type PrintedAccount, readDemoAccounts, seedDemo } from '../prisma/seed/seed-demo.ts';
import { applyMigrations, MigrationRefused } from './migrate/apply-migrations.ts';
import { tellExposure } from './migrate/tell-exposure.ts';
import { countPublished, hashContentAndReader, rememberPublished } from './prepare/published-content.ts';
import { setUpStorage } from './prepare/set-up-storage.ts';

type Step = {
  step: string;
  message?: string /** Shown on a line of its own. */;
  warning?: boolean;
  done?: number;
  total?: number;
  accounts?: PrintedAccount[];
};

/** One JSON line a step on stdout is all that this process says; the caller makes words of it. */
const tell = (step: Step): void => console.log(JSON.stringify(step));

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** Reads `content/` and publishes what has changed; remembered only when all of it was sound. */
async function publish(given: { db: Db; root: string; now: () => Date; sourceHash: string }): Promise<void> {
  const { db, root, now, sourceHash } = given;
  const folder = path.join(root, 'content');
  const { published, unchanged, broken } = await publishContent({ db, random: systemRandom, now, log: quiet }, folder);
  for (const { slug, problems } of broken) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    const where = first
      ? `${path.relative(root, path.resolve(folder, first.file))}:${first.line}: ${first.message}`
      : slug;
    tell({ step: 'content', message: `${slug} is not published. ${where}${more}`, warning: true });
  }
  if (broken.length === 0) await rememberPublished(db, sourceHash, published.length + unchanged.length);
  tell({
    step: 'content',
    message: `${published.length} published, ${unchanged.length} unchanged`,
    done: published.length,
  });
}

/** Brings the database of this release up: migrations, then the courses of `content/`, then, with DEMO=1, the demo data. */
async function prepare(root: string): Promise<void> {
  const env = readEnv();
  tell({ step: 'migrate' });
  const product = { url: env.DATABASE_URL, queueSchema: env.QUEUE_NAME };
  const applied = await applyMigrations({ root, url: process.env.DATABASE_OWNER_URL || product.url, product });
  tell({
    step: 'migrate',
    message: applied.length === 0 ? 'up to date' : `${applied.length} applied`,
    done: applied.length,
  });

  const db = openDatabase(env.DATABASE_URL, { max: 4, application: 'truc-prepare' });
  try {
    const exposure = await tellExposure(db);
    if (exposure) tell({ step: 'migrate', message: exposure, warning: true });
    const doubt = await setUpStorage(db, env.STORAGE_URL);
    if (doubt) tell({ step: 'storage', message: doubt, warning: true });
    tell({ step: 'content' });
    const now = () => new Date();
    const sourceHash = hashContentAndReader(root);
    const unchanged = await countPublished(db, sourceHash);
    if (unchanged === null) await publish({ db, root, now, sourceHash });
    else tell({ step: 'content', message: `${unchanged} courses, unchanged`, done: 0 });
    if (env.DEMO !== '1') return;

    tell({ step: 'seed' });
    const storage = openStorage(env.STORAGE_URL, () => readStorageMark(db));
    await seedDemo({ db, storage, now, appUrl: env.APP_URL, root }, (told) => tell({ step: 'seed', ...told }));
    tell({ step: 'accounts', accounts: await readDemoAccounts(db) });
  } finally {
    await db.close();
  }
}

try {
  await prepare(process.cwd());
  // The schema engine leaves the timer of its lock behind, which would keep the process for ten seconds.
  process.exit(0);
} catch (error) {
  const isEnvironment = error instanceof Error && error.message.startsWith('The environment is not usable');
  const isSentence = isEnvironment || error instanceof MigrationRefused || error instanceof DemoRefused;
  console.error(isSentence ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
