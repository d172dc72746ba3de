/** Work that was not begun, because enough of its kind is waiting already, or because it waited long enough. */
export class TooBusy extends Error {
  override name = 'TooBusy';
}

type Waiting = { begin: () => void };
type Place = {
  /** Before those who are not in front. */
  first?: boolean;
  /** How long it waits for its turn; without end when not given. */
  waitMs?: number;
};

const LONGEST_REST_MS = 50;

/**
 * Runs work of one kind, never more than `running` pieces at a time; up to `waiting` more wait for their turn, those in
 * front first. The answer throws TooBusy to whoever comes after that, or whose turn does not come in time. While others
 * wait, a place rests after each piece for as long as it took: half of its time is everybody else's.
 */
export function atMost({ running, waiting }: { running: number; waiting: number }) {
  let active = 0;
  const inFront: Waiting[] = [];
  const behind: Waiting[] = [];
  return async function run<T>(work: () => Promise<T>, { first = false, waitMs }: Place = {}): Promise<T> {
    if (active >= running) {
      if (inFront.length + behind.length >= waiting) throw new TooBusy(`${waiting} are waiting`);
      await turnIn(first ? inFront : behind, waitMs);
    } else active++;
    const from = performance.now();
    try {
      return await work();
    } finally {
      const isCrowded = inFront.length + behind.length > 0;
      if (isCrowded) setTimeout(handOn, Math.min(performance.now() - from, LONGEST_REST_MS));
      else handOn();
    }
  };

  function turnIn(line: Waiting[], waitMs: number | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.splice(line.indexOf(mine), 1);
        reject(new TooBusy(`waited ${waitMs} ms`));
      };
      const timer = waitMs === undefined ? undefined : setTimeout(leave, waitMs);
      const mine: Waiting = {
        begin: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      line.push(mine);
    });
  }

  function handOn(): void {
    const next = inFront.shift() ?? behind.shift();
    if (next) next.begin();
    else active--;
  }
}
