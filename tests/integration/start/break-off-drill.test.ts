import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** The processes that have this in their command line. */
const processesOf = (words: string): string[] =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(words);
    } catch {
      return false; // ended in between
    }
  });

test.runIf(process.platform === 'linux')(
  'a drill that is broken off while its PostgreSQL starts leaves neither server nor files behind',
  async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'open-drill-ground.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const ended = once(child, 'exit');
    const folder = path.join(root, '.data', `broken-off-${child.pid}`);
    const data = path.join(folder, 'postgres');
    // The server itself has begun to run, and whoever starts it still waits for it.
    while (!existsSync(path.join(data, 'postmaster.pid')) && child.exitCode === null) await sleep(5);
    expect(child.exitCode).toBeNull();
    process.kill(-(child.pid as number), 'SIGINT'); // to the whole group, as a terminal does
    await ended;
    expect(processesOf(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  },
  60_000,
);
