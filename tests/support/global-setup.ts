import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTemplate } from './database.ts';
import { readTally } from './queue.ts';

/** Uses the servers that `npm test` started; a bare `npx vitest` starts its own for the run. */
export default async function setup(): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = [];
  if (!process.env.TEST_DATABASE_URL) {
    const { startTestPostgres } = await import(path.resolve(import.meta.dirname, '../../scripts/postgres.mjs'));
    const postgres = await startTestPostgres();
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
  const tally = path.join(tmpdir(), `truc-queue-tally-${process.pid}`);
  process.env.QUEUE_TALLY = tally;
  rmSync(tally, { force: true });
  const trace = path.join(tmpdir(), `truc-statements-${process.pid}.jsonl`);
  process.env.STATEMENT_TRACE = trace;
  return async () => {
    const { postgres, redis } = readTally(tally);
    rmSync(tally, { force: true });
    rmSync(trace, { force: true });
    if (postgres + redis > 0) console.log(`Queue backends: ${postgres} tests on PostgreSQL, ${redis} on Redis.`);
    const isWhole = !process.argv.some((argument) => /^(-t|--testNamePattern)/.test(argument));
    if (isWhole && postgres !== redis) process.exitCode = 1;
    for (const stop of stops) await stop();
  };
}
