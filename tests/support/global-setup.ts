import path from 'node:path';
import { createTemplate } from './database.ts';

/** Uses the servers that `npm test` started; a bare `npx vitest` starts its own for the run. */
export default async function setup(): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = [];
  if (!process.env.TEST_DATABASE_URL) {
    const { startPostgres } = await import(path.resolve(import.meta.dirname, '../../scripts/postgres.mjs'));
    const postgres = await startPostgres({
      dataDir: path.resolve(import.meta.dirname, '../../.data/test-postgres'),
      settings: { fsync: 'off', max_connections: '300', shared_preload_libraries: 'pg_stat_statements' },
    });
    process.env.TEST_DATABASE_URL = postgres.url;
    stops.push(() => postgres.stop());
  }
  if (!process.env.TEST_REDIS_URL) {
    const { startRedis } = await import(path.resolve(import.meta.dirname, '../../scripts/find-redis.mjs'));
    const redis = await startRedis({});
    process.env.TEST_REDIS_URL = redis.url;
    stops.push(() => redis.stop());
  }
  await createTemplate();
  return async () => {
    for (const stop of stops) await stop();
  };
}
