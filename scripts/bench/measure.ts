import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

export type Row = { what: string } & Record<string, string | number | null>;

/** The smallest value that so many per cent of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1))] ?? Number.NaN;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

const ticksPerSecond = () => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const tickMs = process.platform === 'linux' ? 1000 / ticksPerSecond() : Number.NaN;

function statOf(pid: number | string): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Processor time that these processes have used, in ms; on systems without /proc not a number. */
export function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (Number(statOf(pid)?.[11] ?? 0) + Number(statOf(pid)?.[12] ?? 0)) * tickMs, 0);
}

/** The same of a PostgreSQL server: its main process, those it has now, and those it has had. */
export function cpuOfServer(pid: number): number {
  const own = statOf(pid);
  if (!own) return Number.NaN;
  const ended = (Number(own[13]) + Number(own[14])) * tickMs;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(name)?.[1] === String(pid))
    .map(Number);
  return cpuOf([pid, ...children]) + ended;
}

/** Memory that a process holds now, in MB. */
export function residentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return line ? Number(line[1]) / 1024 : Number.NaN;
}

export type Load = { count: number; seconds: number; perSecond: number; ms: number[] };

/** The same thing over and over by `users` at once for so long; each takes the next turn when its last one is done. */
export async function underLoad(
  { users, seconds }: { users: number; seconds: number },
  act: (user: number, turn: number) => Promise<unknown>,
): Promise<Load> {
  const ms: number[] = [];
  const since = performance.now();
  const until = since + seconds * 1000;
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      for (let turn = 0; performance.now() < until; turn++) {
        const from = performance.now();
        const again = await act(user, turn);
        if (again === false) return;
        ms.push(performance.now() - from);
      }
    }),
  );
  const took = (performance.now() - since) / 1000;
  return { count: ms.length, seconds: took, perSecond: ms.length / took, ms };
}

/**
 * Until so much was done that compiled code runs, or half a minute is over: a process that has only just begun needs
 * three times the processor time of one that is at work.
 */
export async function warmUp(
  { users, times, seconds = 30 }: { users: number; times: number; seconds?: number },
  act: (user: number, turn: number) => Promise<unknown>,
): Promise<void> {
  let left = times;
  await underLoad({ users, seconds }, async (user, turn) => {
    if (left-- <= 0) return false;
    return act(user, turn);
  });
}

export const spread = ({ perSecond, ms }: Load) => ({
  perSecond: round(perSecond),
  p50: round(percentile(ms, 50)),
  p95: round(percentile(ms, 95)),
});

/** Where and how it was measured: without it a figure says nothing. */
export function machineNow() {
  const [cpu] = os.cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGb: round(os.totalmem() / 2 ** 30, 0),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
  };
}

export const loadNow = () => round(os.loadavg()[0] ?? Number.NaN, 2);

/** The rows as columns under each other, the way they are read on a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const shown = [columns, ...rows.map((row) => columns.map((column) => (row[column] ?? '').toString()))];
  const widths = columns.map((_, index) => Math.max(...shown.map((line) => line[index]?.length ?? 0)));
  return shown
    .map((line) =>
      line
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
