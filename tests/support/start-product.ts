import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as esbuild } from 'esbuild';
import pg from 'pg';
import { provideStorage } from '#app/platform/storage.server.ts';
import { writeWhole } from '../../scripts/start/paths.mjs';
import { productUrl } from './database-urls.ts';

const root = path.resolve(import.meta.dirname, '../..');

let bundled: Promise<string> | undefined;

/** The web process as one file, as the build makes those of the product: compiling it module by module took each start seconds. */
function bundleWebProcess(): Promise<string> {
  bundled ??= (async () => {
    const { outputFiles } = await esbuild({
      entryPoints: [path.join(root, 'tests/support/web-process.ts')],
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      define: { 'process.env.NODE_ENV': '"production"' },
      write: false,
    });
    const file = path.join(root, 'build/test/web-process.js');
    mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, outputFiles[0]?.text ?? '');
    return file;
  })();
  return bundled;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export type Product = {
  /** The first web process; `urls` holds all of them. They share one APP_URL: that of the first. */
  url: string;
  urls: string[];
  /** Moves the clock of all web processes, by an offset from the real one or to one instant for good. */
  setClock(clock: { offsetMs?: number; fixedAt?: Date | null }): Promise<void>;
  /** Processor time in ms that the web processes have used so far. */
  cpuMs(): Promise<number>;
  worker: ChildProcess | null;
  stop(): Promise<void>;
};

export type ProductOptions = {
  databaseUrl: string;
  redisUrl?: string | undefined;
  /** How many web processes; one when not given. */
  webs?: number;
  /** Whether the built worker runs too. */
  worker?: boolean;
  queueName?: string;
  seed?: string;
  env?: Record<string, string>;
};

const stopped = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), new Promise((resolve) => setTimeout(resolve, 8_000))]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
};

/** As the preparation of a start does it. */
async function markStorage(databaseUrl: string, storageUrl: string): Promise<void> {
  const mark = await provideStorage(storageUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'INSERT INTO "StorageMark" (mark) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET mark = excluded.mark',
    [mark],
  );
  await client.end();
}

/**
 * The built product over a database of the test's, as the role of web and worker: web processes on free ports, with or
 * without the worker.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-product-'));
  const ports = await Promise.all(Array.from({ length: options.webs ?? 1 }, freePort));
  const urls = ports.map((port) => `http://localhost:${port}`);
  const common: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: productUrl(options.databaseUrl),
    STORAGE_URL: pathToFileURL(folder).href,
    APP_URL: urls[0] ?? '',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
    QUEUE_NAME: options.queueName ?? 'truc_queue',
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
    ...(options.seed ? { TEST_SEED: options.seed } : {}),
    ...options.env,
  };
  if (!options.redisUrl) delete common.REDIS_URL;
  await markStorage(options.databaseUrl, common.STORAGE_URL ?? '');
  const program = await bundleWebProcess();
  const webs = ports.map((port) =>
    fork(program, [], {
      cwd: root,
      execArgv: [],
      env: { ...common, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  );
  await Promise.all(
    webs.map(async (web) => {
      const failed = once(web, 'exit').then(() => {
        throw new Error('a web process ended before it was ready');
      });
      await Promise.race([once(web, 'message'), failed]);
      failed.catch(() => {});
    }),
  );
  let worker: ChildProcess | null = null;
  if (options.worker) {
    worker = fork(path.join(root, 'build/worker.js'), [], {
      cwd: root,
      env: common,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(worker, 'message');
  }
  return {
    url: urls[0] ?? '',
    urls,
    worker,
    async setClock({ offsetMs, fixedAt }) {
      await Promise.all(
        webs.map(async (web) => {
          const done = once(web, 'message');
          web.send({
            ...(offsetMs === undefined ? {} : { offsetMs }),
            ...(fixedAt === undefined ? {} : { fixedAt: fixedAt?.getTime() ?? null }),
          });
          await done;
        }),
      );
    },
    async cpuMs() {
      const used = await Promise.all(
        webs.map(async (web) => {
          const done = once(web, 'message') as Promise<[{ cpuMs: number }]>;
          web.send({});
          return (await done)[0].cpuMs;
        }),
      );
      return used.reduce((sum, each) => sum + each, 0);
    },
    async stop() {
      await Promise.all([...webs, ...(worker ? [worker] : [])].map(stopped));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
