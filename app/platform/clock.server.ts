import { messageOf } from './log.server.ts';

/** What is said while the database has not told the time yet, and so cannot be asked for anything else either. */
export class ClockUnknown extends Error {
  override name = 'ClockUnknown';
}

/** A machine whose clock differs by more from the database's keeps no times that others rely on. */
export const CLOCK_TOLERANCE_MS = 5_000;

/** An answer that took longer says the time too vaguely to replace a fresh one. */
const VAGUE_MS = 500;
const STALE_MS = 60_000;

export type Clock = {
  /** The database's time. @throws ClockUnknown before its first answer. */
  now(): Date;
  /** Asks the database now. @throws when it does not answer. */
  measure(): Promise<void>;
  /** By how much this machine's clock is ahead of the database's; behind it is negative. 0 before the first answer. */
  aheadMs(): number;
  /** Whether this machine's clock is the database's within the tolerance; not before the first answer. */
  agrees(): boolean;
  close(): void;
};

/**
 * The database's clock, known in every process: asked every few seconds and carried on in between by the machine's
 * monotonic timer, so that a wall clock that is wrong, or is put right, moves nothing.
 */
export function openClock({
  ask,
  wall = Date.now,
  everyMs = 2_000,
  onMeasured = () => {},
  onFailed = () => {},
}: {
  ask: () => Promise<Date>;
  wall?: () => number;
  everyMs?: number;
  onMeasured?: (aheadMs: number) => void;
  onFailed?: (reason: string) => void;
}): Clock {
  let base: { database: number; monotonic: number } | null = null;
  let running: Promise<void> | null = null;
  const at = (monotonic: number) => (base ? base.database + monotonic - base.monotonic : null);

  async function measureOnce(): Promise<void> {
    const asked = performance.now();
    const told = (await ask()).getTime();
    const answered = performance.now();
    const isVague = answered - asked > VAGUE_MS;
    if (!base || !isVague || answered - base.monotonic > STALE_MS) {
      base = { database: told + (answered - asked) / 2, monotonic: answered };
    }
    onMeasured(aheadMs());
  }

  const measure = () => {
    running ??= measureOnce().finally(() => {
      running = null;
    });
    return running;
  };
  const aheadMs = () => {
    const now = at(performance.now());
    return now === null ? 0 : Math.round(wall() - now);
  };
  const timer = setInterval(() => void measure().catch((error) => onFailed(messageOf(error))), everyMs);
  timer.unref();

  return {
    now() {
      const now = at(performance.now());
      if (now === null) throw new ClockUnknown('the database has not told the time yet');
      return new Date(now);
    },
    measure,
    aheadMs,
    agrees: () => base !== null && Math.abs(aheadMs()) <= CLOCK_TOLERANCE_MS,
    close: () => clearInterval(timer),
  };
}
