import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { publishContent } from '#app/domain/authoring/publish-content.server.ts';
import { type Db, openDatabase } from '#app/platform/database.server.ts';
import type { Log } from '#app/platform/log.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { openStorage, provideStorage, type Storage } from '#app/platform/storage.server.ts';
import { readStorageMark, writeStorageMark } from '#app/platform/storage-mark.server.ts';
import { startRedis } from '../find-redis.mjs';
import { applyMigrations } from '../migrate/apply-migrations.ts';
import { interruptServer, type PostgresServer, startPostgres } from '../postgres.mjs';

export const root = path.resolve(import.meta.dirname, '../..');

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };

/** Servers and files of one run alone: whatever it does, the product beside it is not touched, and nothing stays. */
export type Ground = {
  /** Holds everything of the run; gone with it. */
  folder: string;
  postgres: PostgresServer;
  /** Runs at the end, also after a failure or Ctrl-C, the last first. */
  onClose(act: () => unknown): void;
};

/** What one product needs: a database of its own and a folder for documents. */
export type Site = {
  db: Db;
  /** As web and worker use it. */
  databaseUrl: string;
  /** As superuser: for counting statements and sizes. */
  superuserUrl: string;
  storage: Storage;
  storageUrl: string;
  storageFolder: string;
};

/** Opens the ground under `.data/`, works on it, and clears it away whatever happens; one that is kept goes by its name alone. */
export async function withGround<T>(
  name: string,
  work: (ground: Ground) => Promise<T>,
  { settings = {}, isKept = false }: { settings?: Record<string, string | number>; isKept?: boolean } = {},
): Promise<T> {
  const folder = path.join(root, '.data', isKept ? name : `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const closers: (() => unknown)[] = isKept ? [] : [() => rmSync(folder, { recursive: true, force: true })];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      for (let act = closers.pop(); act; act = closers.pop()) {
        try {
          await act();
        } catch (error) {
          console.error(`While clearing up: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    })();
    return closing;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void close().then(() => process.exit(130)));
  }
  try {
    const dataDir = path.join(folder, 'postgres');
    const starting = startPostgres({ dataDir, settings });
    // A start that is broken off may leave a server that has begun to run.
    closers.push(() =>
      starting.then(
        (server) => server.stop(),
        () => interruptServer(dataDir),
      ),
    );
    const postgres = await starting;
    if (closing) throw new Error('The run was broken off.');
    return await work({ folder, postgres, onClose: (act) => closers.push(act) });
  } finally {
    await close();
  }
}

/**
 * A migrated database with an owner and a role for the product, as `npm start` makes it, and a folder for documents; on
 * a ground that was kept the one that is there.
 */
export async function openSite(ground: Ground, name: string): Promise<Site> {
  const password = systemRandom.bytes(18).toString('base64url');
  const superuserUrl = new URL(ground.postgres.url);
  const [owner, role] = [`${name}_owner`, `${name}_product`];
  const [there] = await ask<{ there: boolean }>(
    superuserUrl.href,
    `SELECT EXISTS (SELECT FROM pg_database WHERE datname = '${name}') AS there`,
  );
  const verb = there?.there ? 'ALTER' : 'CREATE';
  await query(superuserUrl.href, [
    `${verb} ROLE ${owner} LOGIN PASSWORD '${password}'`,
    `${verb} ROLE ${role} LOGIN PASSWORD '${password}'`,
    ...(there?.there ? [] : [`CREATE DATABASE ${name} OWNER ${owner}`]),
  ]);
  superuserUrl.pathname = `/${name}`;
  await query(superuserUrl.href, ['CREATE EXTENSION IF NOT EXISTS pg_stat_statements']);
  const urlOf = (as: string) => ground.postgres.urlFor(as, password, name);
  const databaseUrl = urlOf(role);
  await applyMigrations({ root, url: urlOf(owner), product: { url: databaseUrl, queueSchema: 'truc_queue' } });
  const storageFolder = path.join(ground.folder, `${name}-documents`);
  const storageUrl = pathToFileURL(storageFolder).href;
  const db = openDatabase(databaseUrl, { max: 12, application: `truc-${name}` });
  ground.onClose(() => db.close());
  await writeStorageMark(db, await provideStorage(storageUrl));
  return {
    db,
    databaseUrl,
    superuserUrl: superuserUrl.href,
    storage: openStorage(storageUrl, () => readStorageMark(db)),
    storageUrl,
    storageFolder,
  };
}

/** A Redis of the run's own. */
export async function openRedis(ground: Ground): Promise<string> {
  const starting = startRedis({});
  ground.onClose(() => starting.then((redis) => redis.stop()));
  const redis = await starting;
  return redis.url;
}

export async function query(url: string, statements: readonly string[]): Promise<void> {
  await connected(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

/** The rows of one question. */
const ask = <Row extends pg.QueryResultRow>(url: string, question: string): Promise<Row[]> =>
  connected(url, async (client) => (await client.query<Row>(question)).rows);

async function connected<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

export type DrillCourse = { id: string; code: string; slug: string; quizId: string };

/** The courses of `content/`, published as a start does. */
export async function publishAll({ db }: Site): Promise<DrillCourse[]> {
  const report = await publishContent(
    { db, random: systemRandom, now: () => new Date(), log: silentLog },
    path.join(root, 'content'),
  );
  if (report.broken.length > 0) throw new Error(`content/ is broken: ${JSON.stringify(report.broken[0])}`);
  return db.rows<DrillCourse>`
    SELECT c.id, c.code, c.slug, q.id AS "quizId" FROM "Course" c JOIN "Quiz" q ON q."editionId" = c."currentEditionId" ORDER BY c.code`;
}
