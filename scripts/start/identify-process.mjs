import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const linux = process.platform === 'linux';

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
      state: fields[0],
      parent: Number(fields[1]),
      started: fields[19],
    };
  } catch {
    return undefined;
  }
}

function ps(pid, columns) {
  try {
    return execFileSync('/bin/ps', ['-o', columns, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

const boot = linux ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : '';

/**
 * A number is reused after a process has ended, also after the machine was started anew; number and start time
 * together name one process. Undefined: there is no such process (a zombie counts as ended).
 */
function startedAt(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!linux) return ps(pid, 'lstart=') || undefined;
  const found = stat(pid);
  return found && found.state !== 'Z' && found.state !== 'X' ? `${boot}/${found.started}` : undefined;
}

export const identify = (pid) => ({ pid, started: startedAt(pid) });

export const isAlive = (process) => process?.started !== undefined && startedAt(process.pid) === process.started;

export function parentOf(pid) {
  if (!linux) return Number(ps(pid, 'ppid=')) || 0;
  return stat(pid)?.parent ?? 0;
}

/** The processes that this one started and that run or stand still; elsewhere than on Linux as `ps` tells them. */
export function childrenOf(pid) {
  if (!linux) {
    const lines = psAll();
    return lines.filter(([, parent]) => parent === pid).map(([child]) => child);
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
}

function psAll() {
  try {
    const text = execFileSync('/bin/ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return text.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  } catch {
    return [];
  }
}

export function commandOf(pid) {
  if (!linux) return ps(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Processes that carry `NAME=value` in their environment; elsewhere than on Linux nobody can tell, so none. */
export function carriersOf(entry) {
  if (!linux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(entry);
      } catch {
        return false;
      }
    })
    .map((name) => identify(Number(name)))
    .filter((found) => found.started !== undefined);
}

export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH' || error.code === 'EPERM') return false;
    throw error;
  }
}

/** Ends a process that leads a group of its own, with all that it has started. */
export async function endGroup(leader) {
  for (const [name, withinMs] of [
    ['SIGTERM', 12_000],
    ['SIGKILL', 2_000],
  ]) {
    if (!signal(-leader.pid, name)) signal(leader.pid, name);
    if (await hasEnded(leader, withinMs)) break;
  }
  signal(-leader.pid, 'SIGKILL');
}

export async function hasEnded(found, withinMs) {
  const until = Date.now() + withinMs;
  while (isAlive(found)) {
    if (Date.now() > until) return false;
    await sleep(50);
  }
  return true;
}
