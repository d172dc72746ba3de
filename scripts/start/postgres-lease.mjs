import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { identify, isAlive } from './identify-process.mjs';
import { readJson, writeWhole } from './paths.mjs';

/**
 * Several programs (a start, a test run, a command) may use one embedded server: each holds a lease while it does,
 * and the last one stops the server. Leases and locks of processes that are gone count for nothing.
 */
export function takeLease(dataDir) {
  const folder = `${dataDir}.users`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = join(folder, `${process.pid}-${Math.random().toString(36).slice(2, 8)}.json`);
  writeWhole(mine, JSON.stringify(identify(process.pid)));
  return {
    /** True when nobody else uses the server any more. */
    release() {
      rmSync(mine, { force: true });
      return countUsers(folder) === 0;
    },
  };
}

function countUsers(folder) {
  let users = 0;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue;
    const path = join(folder, name);
    if (isAlive(readJson(path))) users += 1;
    else rmSync(path, { force: true });
  }
  return users;
}

export async function withLock(dataDir, act, patienceMs = 120_000) {
  const path = `${dataDir}.lock`;
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeFileSync(file, JSON.stringify(identify(process.pid)));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await breakIfStale(path);
      if (Date.now() > until) throw new Failure(`Another program has held ${path} for too long: end it and try again.`);
      await sleep(100);
    }
  }
  try {
    return await act();
  } finally {
    rmSync(path, { force: true });
  }
}

async function breakIfStale(path) {
  const holder = readJson(path);
  if (isAlive(holder)) return;
  // a lock is empty for the instant between its making and its writing
  await sleep(300);
  const again = readJson(path);
  if (JSON.stringify(again) === JSON.stringify(holder) && !isAlive(again)) rmSync(path, { force: true });
}
