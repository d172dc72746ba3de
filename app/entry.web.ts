import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { ServerBuild } from '@remix-run/node';
import type { RequestHandler } from 'express';
import { createApp, drain, listen } from '#app/http/server.server.ts';
import { openCopyRows } from '#app/platform/copy-rows.server.ts';
import { openDatabase } from '#app/platform/database.server.ts';
import { readEnv } from '#app/platform/env.server.ts';
import { WEB_APPLICATION } from '#app/platform/give-way.server.ts';
import { openHeavyReads } from '#app/platform/heavy-reads.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { watchReadiness } from '#app/platform/readiness.server.ts';
import { requireServer, ServerUnfit } from '#app/platform/require-server.server.ts';
import { openStorage, type Storage } from '#app/platform/storage.server.ts';
import { readStorageMark } from '#app/platform/storage-mark.server.ts';
import { STATEMENT_MS } from '#app/platform/time-limits.ts';
import { openVitalSigns, type VitalSigns } from '#app/platform/vital-signs.server.ts';

/**
 * Left to itself, V8 lets a process with much to forget grow to four times what it holds before it clears up; with this
 * it clears up at half as much again. Measured: half the memory at the same speed.
 */
setFlagsFromString('--heap-growing-percent=50');

/** Nobody waits longer for a page than a browser waits for us: what takes more is answered with 503. */
const PAGE_LIMITS = { statementMs: STATEMENT_MS.page, silenceMs: 12_000, waitMs: 5_000 };

/** The web process: reads the environment once, opens what it needs, serves until it is told to stop. */
async function main(): Promise<void> {
  const env = readEnv();
  const isDevelopment = env.TRUC_DEV === '1';
  const log = openLog(env.LOG_LEVEL, 'web');
  const db = openDatabase(env.DATABASE_URL, { max: 12, application: WEB_APPLICATION, ...PAGE_LIMITS });
  const heavy = openHeavyReads(env.DATABASE_URL);
  const storage: Storage = openStorage(env.STORAGE_URL, () => readStorageMark(db));
  const vitalSigns = openVitalSigns({ db, log, random: systemRandom, process: 'web', storage });
  const { clock, troubles } = vitalSigns;
  const queue = openQueue({
    databaseUrl: env.DATABASE_URL,
    ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
    name: env.QUEUE_NAME,
    log,
  });
  const world = {
    db,
    heavy,
    copyRows: openCopyRows(env.DATABASE_URL),
    now: clock.now,
    async clockAgrees() {
      await clock.measure();
      return clock.agrees();
    },
    random: systemRandom,
    storage,
    enqueue: queue.enqueue,
    log,
    troubles,
    appUrl: env.APP_URL,
    queueDepth: queue.depth,
  };
  const ready = watchReadiness({ db, queue, vitalSigns });
  // One that is away is looked at by readiness once it is back.
  await requireServer(db).catch((error: unknown) => {
    if (error instanceof ServerUnfit) throw error;
  });

  let build: ServerBuild | (() => Promise<ServerBuild>);
  let before: RequestHandler | undefined;
  let closeDevelopment = async () => {};
  const folder = path.resolve('build');
  if (isDevelopment) {
    const vite = await import('vite');
    const development = await vite.createServer({ server: { middlewareMode: true } });
    build = () => development.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>;
    before = development.middlewares as unknown as RequestHandler;
    closeDevelopment = () => development.close();
  } else {
    build = (await import(pathToFileURL(path.join(folder, 'server/index.js')).href)) as ServerBuild;
  }
  const app = createApp({
    world,
    build,
    clientFolder: isDevelopment ? null : path.join(folder, 'client'),
    isDevelopment,
    trustedProxies: env.TRUSTED_PROXIES,
    ...(before ? { before } : {}),
    ready,
  });
  const server = await listen(app, { port: env.PORT, host: env.HOST });
  // A database that is away is answered with 503, and says its time once it is back.
  await clock.measure().catch((error: unknown) => log.warn({ err: error }, 'the database does not tell the time'));
  hearSupervisor(vitalSigns);
  log.info({ host: env.HOST, port: env.PORT, appUrl: env.APP_URL }, 'web ready');
  process.send?.('ready');

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'web stopping');
    await drain(server, 10_000);
    await closeDevelopment();
    await queue.close();
    vitalSigns.close();
    await heavy.close();
    await db.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  process.on('disconnect', () => void stop('the supervisor is gone'));
}

/** What the supervisor tells of the other processes, for the administrator's page; and a ping, which says that we are not halted. */
function hearSupervisor({ troubles }: VitalSigns): void {
  type Told = { process: string; trouble: { how: string; times: number } | null };
  process.on('message', (message: 'ping' | Told) => {
    if (message === 'ping') process.send?.('pong');
    else if (message.trouble) {
      const { how, times } = message.trouble;
      void troubles.report({ kind: 'process', subject: message.process, detail: { how, ended: times } });
    } else void troubles.end('process', message.process);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
