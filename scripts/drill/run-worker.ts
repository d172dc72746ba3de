import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ground, root, type Site } from './open-ground.ts';

export type Death = {
  pid: number;
  at: Date;
  /** How long it had lived, and whether it had come to work. */
  livedMs: number;
  wasReady: boolean;
};

export type RunningWorker = {
  readonly pid: number;
  /** Resolves when the present process works. */
  ready(): Promise<void>;
  /** `kill -9` of the process that runs now; resolves when it is dead and its successor was started. */
  kill(): Promise<Death>;
  stop(): Promise<void>;
};

/** The built worker in a process of its own, started anew at once when it is killed. */
export function runWorker(
  ground: Ground,
  site: Site,
  { redisUrl, queueName }: { redisUrl?: string | undefined; queueName: string },
): RunningWorker {
  const log = openSync(path.join(ground.folder, 'worker.log'), 'a');
  const start = () => {
    const child = fork(path.join(root, 'build/worker.js'), [], {
      cwd: root,
      execArgv: [],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: site.databaseUrl,
        STORAGE_URL: site.storageUrl,
        APP_URL: 'http://127.0.0.1:3000',
        LOG_LEVEL: 'info',
        QUEUE_NAME: queueName,
        ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      },
      stdio: ['ignore', log, log, 'ipc'],
    });
    const life = { child, since: Date.now(), isReady: false };
    child.once('message', () => {
      life.isReady = true;
    });
    return life;
  };
  let life = start();
  const gone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
  const worker: RunningWorker = {
    get pid() {
      return life.child.pid ?? 0;
    },
    async ready() {
      const until = Date.now() + 60_000;
      while (!life.isReady) {
        if (gone(life.child)) throw new Error('the worker ended before it was ready: see worker.log');
        if (Date.now() > until) throw new Error('the worker was not ready within a minute');
        await sleep(20);
      }
    },
    async kill() {
      const { child, since, isReady } = life;
      if (gone(child)) throw new Error('the worker had ended by itself');
      const died = once(child, 'exit');
      process.kill(child.pid ?? 0, 'SIGKILL');
      const at = new Date();
      const [, signal] = (await died) as [number | null, string | null];
      if (signal !== 'SIGKILL') throw new Error(`the worker ended by ${signal}, not by the kill`);
      life = start();
      return { pid: child.pid ?? 0, at, livedMs: at.getTime() - since, wasReady: isReady };
    },
    async stop() {
      const { child } = life;
      if (gone(child)) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(30_000)]);
      if (!gone(child)) child.kill('SIGKILL');
    },
  };
  ground.onClose(() => worker.stop());
  return worker;
}
