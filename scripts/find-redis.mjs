import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasApt, installPackages, libraryPath, unpackPackages } from './start/debian-packages.mjs';
import { Failure } from './start/failure.mjs';
import { hasEnded, identify, isAlive, signal } from './start/identify-process.mjs';
import { dataRoot, openDataRoot, readJson, writeWhole } from './start/paths.mjs';
import { isEntry } from './start/run-as-command.mjs';
import { findProgram, run } from './start/run-program.mjs';

const tools = join(dataRoot, 'tools');
const unpacked = join(tools, 'redis');
const ours = join(tools, 'redis-server');

/** The path of a redis-server that runs; one is fetched when there is none. */
export async function findRedis({ log = () => {} } = {}) {
  if (process.env.REDIS_SERVER) {
    if (await runs(process.env.REDIS_SERVER)) return process.env.REDIS_SERVER;
    throw new Failure(`REDIS_SERVER names ${process.env.REDIS_SERVER}, which does not run as a Redis server.`);
  }
  for (const found of [findProgram('redis-server', 'valkey-server'), ours]) {
    if (found && existsSync(found) && (await runs(found))) return found;
  }
  openDataRoot();
  if (hasApt()) {
    // Debian's redis-tools carries the server's program as redis-check-rdb, and starts no service on the machine
    for (const way of process.getuid?.() === 0 ? [fromSystem, fromUnpacked] : [fromUnpacked]) {
      try {
        const found = await way(log);
        if (await runs(found)) return found;
      } catch (error) {
        log(`Redis: ${error.message}${error.tail?.length ? `: ${error.tail.at(-1)}` : ''}`);
      }
    }
  }
  throw new Failure(
    hasApt()
      ? 'Redis is missing and could not be fetched: run  sudo apt-get install redis-server'
      : process.platform === 'darwin'
        ? 'Redis is missing: run  brew install redis'
        : 'Redis is missing: install redis-server with the package manager of this system, or set REDIS_SERVER to its path.',
  );
}

const runs = (path) =>
  run(path, ['--version']).then(
    (text) => /server/i.test(text),
    () => false,
  );

async function fromSystem(log) {
  log('installing redis-tools with apt');
  await installPackages(['redis-tools']);
  place(() => symlinkSync('/usr/bin/redis-check-rdb', ours));
  return ours;
}

async function fromUnpacked(log) {
  log(`unpacking redis-tools into ${unpacked}`);
  await unpackPackages(['redis-tools'], unpacked);
  const server = join(unpacked, 'usr', 'bin', 'redis-server');
  if (!existsSync(server)) symlinkSync('redis-check-rdb', server);
  place(() =>
    writeFileSync(ours, `#!/bin/sh\nLD_LIBRARY_PATH='${libraryPath(unpacked)}' exec '${server}' "$@"\n`, {
      mode: 0o755,
    }),
  );
  return ours;
}

function place(make) {
  mkdirSync(tools, { recursive: true });
  rmSync(ours, { force: true });
  make();
}

/** A Redis of its own for as long as it is used: on the loopback, nothing kept. */
export async function startRedis({ port, log } = {}) {
  const program = await findRedis({ log });
  endAbandoned();
  const folder = mkdtempSync(join(tmpdir(), 'truc-redis-'));
  for (let tries = 1; ; tries += 1) {
    const chosen = port ?? (await freePort());
    const args = [
      '--port',
      String(chosen),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      '--daemonize',
      'no',
    ];
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.unref();
    const it = identify(child.pid);
    if (await accepts(chosen, child)) {
      const note = noteOwner(it);
      return {
        url: `redis://127.0.0.1:${chosen}`,
        port: chosen,
        pid: child.pid,
        async stop() {
          signal(it.pid, 'SIGTERM');
          if (!(await hasEnded(it, 5000))) signal(it.pid, 'SIGKILL');
          await hasEnded(it, 2000);
          rmSync(note, { force: true });
          rmSync(folder, { recursive: true, force: true });
        },
      };
    }
    signal(it.pid, 'SIGKILL');
    if (port || tries >= 3) {
      rmSync(folder, { recursive: true, force: true });
      throw new Failure(`Redis does not start on port ${chosen}.`);
    }
  }
}

const notes = join(dataRoot, 'redis.users');

/** Who uses which server, so that the next start ends what a killed run has left. */
function noteOwner(server) {
  openDataRoot();
  mkdirSync(notes, { recursive: true });
  const note = join(notes, `${server.pid}.json`);
  writeWhole(note, JSON.stringify({ owner: identify(process.pid), server }));
  return note;
}

function endAbandoned() {
  if (!existsSync(notes)) return;
  for (const name of readdirSync(notes).filter((entry) => entry.endsWith('.json'))) {
    const { owner, server } = readJson(join(notes, name)) ?? {};
    if (isAlive(owner)) continue;
    if (isAlive(server)) signal(server.pid, 'SIGTERM');
    rmSync(join(notes, name), { force: true });
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** True once the server answers a PING; a program that has ended, or another one on the port, does not count. */
async function accepts(port, child) {
  for (let tries = 0; tries < 100 && child.exitCode === null && child.signalCode === null; tries += 1) {
    const answer = await new Promise((settle) => {
      const socket = createConnection({ host: '127.0.0.1', port, timeout: 500 });
      const end = (text) => {
        socket.destroy();
        settle(text);
      };
      socket.once('connect', () => socket.write('PING\r\n'));
      socket.once('data', (bytes) => end(String(bytes)));
      socket.once('error', () => end(''));
      socket.once('timeout', () => end(''));
    });
    if (answer.startsWith('+PONG')) return child.exitCode === null;
    await sleep(50);
  }
  return false;
}

await isEntry(import.meta.url, async () => console.log(await findRedis({ log: (line) => console.error(line) })));
