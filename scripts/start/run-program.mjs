import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Stopped } from './failure.mjs';
import { signal } from './identify-process.mjs';

const usualFolders = [
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/opt/homebrew/bin',
];

/** The path of a program, on PATH or in the usual folders that a short PATH leaves out. */
export function findProgram(...names) {
  for (const name of names) {
    for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...usualFolders]) {
      if (!folder) continue;
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}

/** A step's program ended otherwise than it should; `tail` holds the last lines that it wrote. */
class ProgramFailed extends Error {
  name = 'ProgramFailed';
  constructor(program, code, killedBy, tail) {
    super(`${program} ended with ${killedBy ?? `code ${code}`}`);
    this.code = code;
    this.tail = tail;
  }
}

/**
 * Runs a program to its end in a process group of its own: Ctrl-C reaches the caller alone, which decides by
 * `stop` (an AbortSignal) whether the program goes on. Resolves with what it wrote to stdout.
 */
export function run(
  program,
  args,
  { cwd, env = process.env, stop, onSpawn, onLine, onErrorLine, inherit = false, identity = {} } = {},
) {
  return new Promise((resolve, reject) => {
    if (stop?.aborted) return reject(new Stopped());
    const child = spawn(program, args, {
      cwd,
      env,
      detached: true,
      stdio: inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      ...identity,
    });
    if (child.pid) onSpawn?.(child.pid);
    const tail = [];
    let out = '';
    let hardly;
    const keep = (line) => {
      if (line.trim()) tail.push(line);
      if (tail.length > 40) tail.shift();
    };
    if (!inherit) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        out += `${line}\n`;
        keep(line);
        onLine?.(line);
      });
      createInterface({ input: child.stderr }).on('line', (line) => {
        keep(line);
        onErrorLine?.(line);
      });
    }
    const onStop = () => {
      signal(-child.pid, 'SIGTERM');
      hardly = setTimeout(() => signal(-child.pid, 'SIGKILL'), 5000);
    };
    stop?.addEventListener('abort', onStop, { once: true });
    const done = () => {
      clearTimeout(hardly);
      stop?.removeEventListener('abort', onStop);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, killedBy) => {
      done();
      if (stop?.aborted) reject(new Stopped());
      else if (code === 0) resolve(out);
      else reject(new ProgramFailed(program, code, killedBy, tail));
    });
  });
}
