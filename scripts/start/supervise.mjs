import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { signal } from './identify-process.mjs';

const usualPauses = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];
/** Who has lived this long is no part of the row of crashes before it. */
const usualCalmMs = 60_000;
/** A process that answers no ping for so many intervals in a row stands still; one that begins is given longer. */
const missedAtMost = 4;
const missedAtFirst = 24;

/**
 * Keeps one process running, whatever it takes: the pauses between its starts grow, and the others are not touched by
 * its crashes. It lives in a session of its own, so that Ctrl-C at the terminal reaches the supervisor alone. Without
 * a `logFile` its lines go to the terminal under its name. `onTrouble` hears of every end and, with null, of the calm
 * that follows. `hasPulse` is false where a watcher in between passes no message on: whether that one stands still
 * cannot be known.
 */
export function supervise({
  name,
  args,
  cwd,
  env,
  logFile,
  graceMs,
  note,
  say,
  onTrouble = () => {},
  onReady = () => {},
  pauses = usualPauses,
  calmMs = usualCalmMs,
  pingMs = 5000,
  hasPulse = true,
}) {
  let child;
  let stopping = false;
  let restart;
  let calm;
  let trouble = null;
  let since = 0;
  const recent = [];
  let announceReady;
  const ready = new Promise((resolve) => {
    announceReady = resolve;
  });

  function start() {
    const log = logFile ? openLog(logFile) : 'pipe';
    since = logFile ? statSync(logFile).size : 0;
    recent.length = 0;
    const startedAt = Date.now();
    child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', log, log, 'ipc'] });
    if (typeof log === 'number') closeSync(log);
    if (child.pid) note(name, child.pid);
    const pulse = hasPulse ? watchPulse(child, pingMs) : noPulse;
    child.on('message', (message) => {
      if (message !== 'ready') return;
      announceReady();
      onReady();
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', relay);
    }
    const calmDown = () => {
      if (pulse.isFelt()) recovered();
      else calm = setTimeout(calmDown, pingMs);
    };
    if (trouble) calm = setTimeout(calmDown, calmMs);
    let ended = false;
    const onEnd = (how) => {
      if (ended) return;
      ended = true;
      clearTimeout(calm);
      pulse.stop();
      if (child.pid) signal(-child.pid, 'SIGKILL');
      if (!stopping) crashed(pulse.isHalted() ? 'a standstill: it answered nothing' : how, Date.now() - startedAt);
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
    const goesOn = trouble && livedMs < calmMs;
    trouble = { name, how, times: goesOn ? trouble.times + 1 : 1, since: goesOn ? trouble.since : Date.now() };
    const pause = pauses[Math.min(trouble.times, pauses.length) - 1];
    const row = trouble.times > 1 ? `, ${trouble.times} times since ${timeOf(trouble.since)}` : '';
    say(`  ! The ${name} process ended with ${how}${row}; it is started again in ${pause / 1000} s.`);
    // what it said is told once it is more than an accident, and then each time as often again has passed
    if (trouble.times >= 3 && Number.isInteger(Math.log2(trouble.times - 1))) {
      const words = logFile ? lastLines(logFile, since) : recent.slice(-8);
      if (logFile) say(`    Its log is ${logFile}; its last words:`);
      for (const line of words) say(`    ${line}`);
    }
    onTrouble(trouble);
    restart = setTimeout(start, pause);
  }

  function recovered() {
    say(
      `  ✓ The ${name} process works again, after it had ended ${trouble.times === 1 ? 'once' : `${trouble.times} times`}.`,
    );
    trouble = null;
    onTrouble(null);
  }

  start();
  return {
    name,
    ready,
    /** How often, since when and how it last ended; null while all is well. */
    trouble: () => trouble,
    /** Tells the process something, if it is there to hear. */
    tell(message) {
      if (child?.connected) child.send(message, () => {});
    },
    /** Asks the process to finish, waits for it, and ends it by force when its time is over or `force` says so. */
    async stop(force) {
      stopping = true;
      clearTimeout(restart);
      clearTimeout(calm);
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

/**
 * Ends a process that answers no more, or never begins to. Counted in pings and not in time, so that a machine that
 * slept is no fault of the process.
 */
function watchPulse(child, pingMs) {
  let missed = 0;
  let answers = false;
  let halted = false;
  child.on('message', (message) => {
    if (message !== 'pong') return;
    answers = true;
    missed = 0;
  });
  const timer = setInterval(() => {
    missed += 1;
    if (missed > (answers ? missedAtMost : missedAtFirst)) {
      halted = true;
      signal(-child.pid, 'SIGKILL');
    } else if (child.connected) child.send('ping', () => {});
  }, pingMs);
  timer.unref();
  return { isHalted: () => halted, isFelt: () => answers && missed <= 1, stop: () => clearInterval(timer) };
}

const noPulse = { isHalted: () => false, isFelt: () => true, stop() {} };

const timeOf = (ms) => new Date(ms).toTimeString().slice(0, 8);

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
