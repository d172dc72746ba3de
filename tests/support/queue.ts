import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { beforeEach, describe } from 'vitest';
import { type Log, openLog } from '#app/platform/log.server.ts';
import { type OpenQueue, openQueue } from '#app/platform/queue.server.ts';

export type BackendKind = 'postgres' | 'redis';

export type TestQueue = OpenQueue & {
  /** Enough to open the same queue again, here or in another process. */
  readonly place: { databaseUrl: string; redisUrl?: string; name: string };
  /** Everything in it is gone, at once and without a word to whoever has it open. */
  wipe(): Promise<void>;
};

export type TestBackend = {
  kind: BackendKind;
  /** The URL of the store, for a cable to be laid to it. */
  storeUrl(databaseUrl: string): string;
  /** A queue of its own, or with `place` the same once more; `storeUrl` leads to its store by another way. */
  open(databaseUrl: string, options?: { place?: TestQueue['place']; storeUrl?: string; log?: Log }): TestQueue;
};

/** One Redis database per test worker, so that wiping touches no other file's queue. */
function redisUrl(): string {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test, or vitest with the global set-up');
  const own = new URL(url);
  own.pathname = `/${Number(process.env.VITEST_POOL_ID ?? '1') % 16}`;
  return own.href;
}

const freshName = () => `q_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;

function opener(kind: BackendKind): TestBackend {
  const storeUrl = (databaseUrl: string) => (kind === 'redis' ? redisUrl() : databaseUrl);
  return {
    kind,
    storeUrl,
    open(databaseUrl, options = {}) {
      const name = options.place?.name ?? freshName();
      const store = storeUrl(databaseUrl);
      const way = options.storeUrl ?? store;
      const place = kind === 'redis' ? { databaseUrl, redisUrl: way, name } : { databaseUrl: way, name };
      const queue = openQueue({ ...place, log: options.log ?? openLog('silent', 'script') });
      const wipe = async () => {
        if (kind === 'redis') {
          const client = new Redis(store);
          await client.flushdb();
          client.disconnect();
          return;
        }
        const client = new pg.Client({ connectionString: store });
        await client.connect();
        await client.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`);
        await client.end();
      };
      return { ...queue, place, wipe };
    },
  };
}

const backends: readonly TestBackend[] = [opener('postgres'), opener('redis')];

/** The same tests on either backend; each that runs is tallied. */
export function describeOnBothBackends(name: string, tests: (backend: TestBackend) => void): void {
  describe.each(backends)(`${name} on $kind`, (backend) => {
    beforeEach(() => tallyTest(backend.kind));
    tests(backend);
  });
}

function tallyTest(kind: BackendKind): void {
  const file = process.env.QUEUE_TALLY;
  if (file) appendFileSync(file, `${kind}\n`);
}

/** How many tests ran on each backend in this run. */
export function readTally(file: string): Record<BackendKind, number> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const count = (kind: BackendKind) => lines.filter((line) => line === kind).length;
  return { postgres: count('postgres'), redis: count('redis') };
}

/** Waits until nothing waits, runs or is to be tried again. A worker is started already; nothing repeats. */
export async function drain(queue: OpenQueue, { timeoutMs = 20_000 } = {}): Promise<void> {
  await queue.ready({ withinMs: timeoutMs });
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { waiting, active, delayed } = await queue.depth();
    if (waiting + active + delayed === 0) return;
    if (Date.now() > until) throw new Error(`the queue is not empty: ${JSON.stringify({ waiting, active, delayed })}`);
    await sleep(20);
  }
}

/** Waits for a condition that something else brings about. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 10_000) {
  const until = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(20);
  }
}

export type Cable = {
  url: string;
  /** Connections break, and new ones are refused. */
  cut(): void;
  /** Connections stay, and nothing comes through until it is mended. */
  hold(): void;
  mend(): void;
  close(): Promise<void>;
};

/** A way to a server that can be cut and mended while the server itself goes on. */
export async function layCable(target: string): Promise<Cable> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const kept: [Socket, Buffer][] = [];
  let isCut = false;
  let isHeld = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (isHeld) kept.push([to, bytes]);
        else to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(target);
  own.hostname = '127.0.0.1';
  // A socket beside the data would lead past the cable.
  own.searchParams.delete('host');
  own.port = String((server.address() as { port: number }).port);
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: own.href,
    cut() {
      isCut = true;
      drop();
    },
    hold() {
      isHeld = true;
    },
    mend() {
      isCut = false;
      isHeld = false;
      for (const [to, bytes] of kept.splice(0)) to.write(bytes);
    },
    async close() {
      drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
