import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type ProcessTrouble, type Supervised, supervise } from './supervise.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'truc-supervise-'));
const running: Supervised[] = [];
const AT_ONCE = AbortSignal.abort();
afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => child.stop(AT_ONCE)));
});
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

type Options = Partial<Parameters<typeof supervise>[0]>;

function run(name: string, script: string, options: Options = {}) {
  const said: string[] = [];
  const troubles: (ProcessTrouble | null)[] = [];
  const pids: number[] = [];
  const child = supervise({
    name,
    args: ['-e', script],
    cwd: folder,
    env: process.env,
    logFile: path.join(folder, `${name}.log`),
    graceMs: 1_000,
    note: (_, pid) => void pids.push(pid),
    say: (line) => said.push(line),
    onTrouble: (trouble) => troubles.push(trouble),
    pauses: [20, 40, 80],
    calmMs: 3_000,
    ...options,
  });
  running.push(child);
  return { child, said, troubles, pids };
}

async function eventually(what: string, holds: () => boolean): Promise<void> {
  const until = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > until) throw new Error(`not within 20 s: ${what}`);
    await sleep(20);
  }
}

const LIVES = `process.send('ready'); process.on('message', (m) => m === 'ping' && process.send('pong')); setInterval(() => {}, 1e6);`;

test('a worker that keeps crashing is tried again without end, and the web beside it goes on', async () => {
  const web = run('web', LIVES);
  await web.child.ready;
  const worker = run('worker', `console.error('no such module'); process.exit(3)`);
  await eventually('seven ends', () => (worker.child.trouble()?.times ?? 0) >= 7);
  expect(web.pids).toHaveLength(1);
  expect(web.child.trouble()).toBeNull();
  expect(worker.child.trouble()).toMatchObject({ name: 'worker', how: 'exit code 3' });
  expect(worker.troubles[6]?.since).toBe(worker.troubles[0]?.since);
  const told = worker.said.join('\n');
  expect(told).toContain('The worker process ended with exit code 3; it is started again in 0.02 s.');
  expect(told).toMatch(/, 5 times since \d\d:\d\d:\d\d; it is started again in 0\.08 s/);
  expect(told).toContain('no such module');
});

test('one that runs again for a while is well again, and is said to be', async () => {
  const flag = path.join(folder, 'ends');
  writeFileSync(flag, '3');
  const script = `const fs = require('fs'); const left = Number(fs.readFileSync(${JSON.stringify(flag)}, 'utf8'));
    if (left > 0) { fs.writeFileSync(${JSON.stringify(flag)}, String(left - 1)); process.exit(1); } ${LIVES}`;
  const { child, said, troubles } = run('worker', script, { pingMs: 500 });
  await eventually('it is well again', () => troubles.at(-1) === null && troubles.length === 4);
  expect(child.trouble()).toBeNull();
  expect(said.at(-1)).toContain('The worker process works again, after it had ended 3 times.');
  expect(readFileSync(flag, 'utf8')).toBe('0');
});

test('one that stands still is ended and started again', async () => {
  const { child, said, pids } = run('web', LIVES, { pingMs: 500 });
  await child.ready;
  await sleep(1_200);
  process.kill(pids[0] ?? 0, 'SIGSTOP');
  await eventually('a successor', () => pids.length === 2);
  expect(said[0]).toContain('The web process ended with a standstill: it answered nothing');
});

test('what a process writes is for its owner alone, whatever the mask', async () => {
  const before = process.umask(0);
  try {
    const logFile = path.join(folder, 'logs', 'web.log');
    const { child } = run('web', LIVES, { logFile });
    await child.ready;
    expect(statSync(logFile).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(logFile)).mode & 0o777).toBe(0o700);
  } finally {
    process.umask(before);
  }
});

test('one that stands still before its first answer is ended too, and never said to work', async () => {
  const { said, pids } = run('web', 'setInterval(() => {}, 1e6)', { pingMs: 50, calmMs: 100 });
  await eventually('two successors', () => pids.length === 3);
  expect(said[0]).toContain('The web process ended with a standstill: it answered nothing');
  expect(said.join('\n')).not.toContain('works again');
});

test('one behind a watcher, which passes no message on, is let be', async () => {
  const { child, pids } = run('worker', `console.log('worker ready'); setInterval(() => {}, 1e6)`, {
    pingMs: 20,
    hasPulse: false,
    logFile: undefined as unknown as string,
  });
  await child.ready;
  await sleep(1_000);
  expect(pids).toHaveLength(1);
});
