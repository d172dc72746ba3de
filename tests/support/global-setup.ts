import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTemplate } from './database.ts';
import { readTally } from './queue.ts';

type Stop = () => Promise<void>;
/** Each project of a run calls for it, and reads this file anew. */
const shared = globalThis as typeof globalThis & { testServers?: Promise<Stop> };

/** Uses the servers that `npm test` started; a bare `npx vitest` starts its own for the run. Once a run, however many projects ask. */
export default async function setup(): Promise<Stop> {
  if (shared.testServers) {
    await shared.testServers;
    return async () => undefined;
  }
  shared.testServers = prepare();
  return shared.testServers;
}

async function prepare(): Promise<Stop> {
  const stops: Stop[] = [];
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
    delete shared.testServers;
    const { postgres, redis } = readTally(tally);
    rmSync(tally, { force: true });
    rmSync(trace, { force: true });
    if (postgres + redis > 0) console.log(`Queue backends: ${postgres} tests on PostgreSQL, ${redis} on Redis.`);
    const isWhole = !process.argv.some((argument) => /^(-t|--testNamePattern)/.test(argument));
    if (isWhole && postgres !== redis) process.exitCode = 1;
    for (const stop of stops) await stop();
  };
}
