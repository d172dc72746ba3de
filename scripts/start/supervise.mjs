import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from './failure.mjs';
import { signal } from './identify-process.mjs';

const pauses = [500, 1000, 2000, 4000, 8000];
const crashWindow = 60_000;
const crashLimit = 5;

/**
 * Keeps one process running. It lives in a session of its own, so that Ctrl-C at the terminal reaches the supervisor
 * alone. Without a `logFile` its lines go to the terminal under its name.
 */
export function supervise({ name, args, cwd, env, logFile, graceMs, note, say, onGaveUp }) {
  let child;
  let stopping = false;
  let restart;
  let crashes = [];
  let row = 0;
  let since = 0;
  const recent = [];
  let announceReady;
  let refuseReady;
  const ready = new Promise((resolve, reject) => {
    announceReady = resolve;
    refuseReady = reject;
  });
  ready.catch(() => {});

  function start() {
    const log = logFile ? openLog(logFile) : 'pipe';
    since = logFile ? statSync(logFile).size : 0;
    recent.length = 0;
    const startedAt = Date.now();
    child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', log, log, 'ipc'] });
    if (typeof log === 'number') closeSync(log);
    if (child.pid) note(name, child.pid);
    child.on('message', (message) => message === 'ready' && announceReady());
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', relay);
    }
    let ended = false;
    const onEnd = (how) => {
      if (ended) return;
      ended = true;
      if (child.pid) signal(-child.pid, 'SIGKILL');
      if (!stopping) crashed(how, Date.now() - startedAt);
    };
    child.once('error', (error) => onEnd(error.message));
    child.once('exit', (code, killedBy) => onEnd(killedBy ? `signal ${killedBy}` : `exit code ${code}`));
  }

  function relay(line) {
    recent.push(line);
    if (recent.length > 20) recent.shift();
    say(`${name.padEnd(6)} ${line}`);
    // a watcher that runs the program as its own child passes no message on
    if (line.includes('worker ready')) announceReady();
  }

  function crashed(how, livedMs) {
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < crashWindow), now];
    row = livedMs > crashWindow ? 1 : row + 1;
    if (crashes.length >= crashLimit) {
      const words = logFile ? lastLines(logFile, since) : recent.slice(-8);
      const where = logFile ? ` (all of it: ${logFile})` : '';
      const failure = new Failure(
        `The ${name} process ended ${crashLimit} times within ${crashWindow / 1000} s, last with ${how}; Trúc gives up. Its last words${where}:\n${words.map((line) => `    ${line}`).join('\n')}`,
      );
      refuseReady(failure);
      onGaveUp(failure);
      return;
    }
    const pause = pauses[Math.min(row, pauses.length) - 1];
    say(`  ! The ${name} process ended with ${how}; it is started again in ${pause / 1000} s.`);
    restart = setTimeout(start, pause);
  }

  start();
  return {
    name,
    ready,
    /** Asks the process to finish, waits for it, and ends it by force when its time is over or `force` says so. */
    async stop(force) {
      stopping = true;
      clearTimeout(restart);
      if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const kill = () => signal(-child.pid, 'SIGKILL');
      const late = setTimeout(() => {
        say(`  ! The ${name} process did not finish within ${graceMs / 1000} s and is ended by force.`);
        kill();
      }, graceMs);
      force.addEventListener('abort', kill, { once: true });
      if (force.aborted) kill();
      else signal(child.pid, 'SIGTERM');
      await ended;
      clearTimeout(late);
      force.removeEventListener('abort', kill);
      signal(-child.pid, 'SIGKILL');
    },
  };
}

function openLog(path) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path) && statSync(path).size > 10_000_000) renameSync(path, `${path}.old`);
  return openSync(path, 'a', 0o600);
}

/** What the process that has just ended wrote, not its forerunners. */
function lastLines(path, since) {
  try {
    return readFileSync(path)
      .subarray(since)
      .toString()
      .trimEnd()
      .split('\n')
      .slice(-8)
      .map((line) => line.slice(0, 400));
  } catch {
    return [];
  }
}
