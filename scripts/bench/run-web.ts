import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Ground, root, type Site } from '../drill/open-ground.ts';

export type RunningWebs = {
  /** The address that people know; every process answers for it. */
  appUrl: string;
  urls: string[];
  pids: number[];
};

/** The built web process, as many times as asked, on free ports of the loopback. */
export async function runWebs(ground: Ground, site: Site, { count = 2 } = {}): Promise<RunningWebs> {
  const log = openSync(path.join(ground.folder, 'web.log'), 'a');
  const ports: number[] = [];
  for (let index = 0; index < count; index++) ports.push(await freePort());
  const urls = ports.map((port) => `http://localhost:${port}`);
  const appUrl = urls[0] ?? '';
  const children = ports.map((port) =>
    fork(path.join(root, 'build/web.js'), [], {
      cwd: root,
      execArgv: [],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: site.databaseUrl,
        STORAGE_URL: site.storageUrl,
        APP_URL: appUrl,
        PORT: String(port),
        // Measuring asks as many addresses, as a proxy would.
        TRUSTED_PROXIES: '127.0.0.1',
        LOG_LEVEL: 'info',
        QUEUE_NAME: 'truc_queue',
      },
      stdio: ['ignore', log, log, 'ipc'],
    }),
  );
  ground.onClose(async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  });
  await Promise.all(
    children.map((child) =>
      Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() =>
          Promise.reject(new Error('a web process ended before it was ready: see web.log')),
        ),
      ]),
    ),
  );
  return { appUrl, urls, pids: children.map((child) => child.pid ?? 0) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
