import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { createApp, listen } from '#app/http/server.server.ts';
import { openCopyRows } from '#app/platform/copy-rows.server.ts';
import { openDatabase } from '#app/platform/database.server.ts';
import { openHeavyReads } from '#app/platform/heavy-reads.server.ts';
import { openLog } from '#app/platform/log.server.ts';
import { NO_PROXIES, parseTrustedProxies } from '#app/platform/network-address.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { seededRandom, systemRandom } from '#app/platform/random.server.ts';
import { watchReadiness } from '#app/platform/readiness.server.ts';
import { openStorage, type Storage } from '#app/platform/storage.server.ts';
import { readStorageMark } from '#app/platform/storage-mark.server.ts';
import { openVitalSigns } from '#app/platform/vital-signs.server.ts';

/*
 * The web process as a test starts it: the built product over real stores, but for its clock, which the test moves by
 * messages, and, where a test compares bytes, its randomness. Nothing in the product knows of this.
 */
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const root = path.resolve(import.meta.dirname, '../..');
const databaseUrl = need('DATABASE_URL');
const redisUrl = process.env.REDIS_URL;
const log = openLog(process.env.LOG_LEVEL ?? 'warn', 'web');
const db = openDatabase(databaseUrl, { max: 12, application: process.env.TEST_APPLICATION ?? 'truc-web' });
const queue = openQueue({
  databaseUrl,
  ...(redisUrl ? { redisUrl } : {}),
  name: process.env.QUEUE_NAME ?? 'truc_queue',
  log,
});
const storage: Storage = openStorage(need('STORAGE_URL'), () => readStorageMark(db));
const vitalSigns = openVitalSigns({ db, log, random: systemRandom, process: 'web', storage });
const clock = { offsetMs: 0, fixedAt: null as number | null };
process.on('message', (message: { offsetMs?: number; fixedAt?: number | null }) => {
  if (message.offsetMs !== undefined) clock.offsetMs = message.offsetMs;
  if (message.fixedAt !== undefined) clock.fixedAt = message.fixedAt;
  const { user, system } = process.cpuUsage();
  process.send?.({ done: true, cpuMs: (user + system) / 1_000 });
});

const app = createApp({
  world: {
    db,
    heavy: openHeavyReads(databaseUrl, { application: process.env.TEST_APPLICATION ?? 'truc-web-heavy' }),
    copyRows: openCopyRows(databaseUrl),
    now: () => new Date(clock.fixedAt ?? Date.now() + clock.offsetMs),
    clockAgrees: async () => true,
    random: process.env.TEST_SEED ? seededRandom(process.env.TEST_SEED) : systemRandom,
    storage,
    enqueue: queue.enqueue,
    log,
    troubles: vitalSigns.troubles,
    appUrl: need('APP_URL'),
    queueDepth: queue.depth,
  },
  build: (await import(pathToFileURL(path.join(root, 'build/server/index.js')).href)) as ServerBuild,
  clientFolder: path.join(root, 'build/client'),
  // The gallery of components is shown in development only; a test looks at it on the built product.
  isDevelopment: process.env.TEST_GALLERY === '1',
  trustedProxies: parseTrustedProxies(process.env.TRUSTED_PROXIES ?? '') ?? NO_PROXIES,
  ready: watchReadiness({ db, queue, vitalSigns }),
});
const server = await listen(app, { port: Number(need('PORT')), host: '127.0.0.1' });
process.send?.({ ready: true });
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
