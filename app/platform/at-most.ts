/** Work that was not begun, because enough of its kind is waiting already. */
export class TooBusy extends Error {}

type Waiting = { begin: () => void };

const LONGEST_REST_MS = 50;

/**
 * Runs work of one kind, never more than `running` pieces at a time; up to `waiting` more wait for their turn, those in
 * front first. The answer throws TooBusy to whoever comes after that. While others wait, a place rests after each piece
 * for as long as it took: half of its time is everybody else's.
 */
export function atMost({ running, waiting }: { running: number; waiting: number }) {
  let active = 0;
  const inFront: Waiting[] = [];
  const behind: Waiting[] = [];
  return async function run<T>(work: () => Promise<T>, { first = false } = {}): Promise<T> {
    if (active >= running) {
      if (inFront.length + behind.length >= waiting) throw new TooBusy(`${waiting} are waiting`);
      await new Promise<void>((begin) => (first ? inFront : behind).push({ begin }));
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

  function handOn(): void {
    const next = inFront.shift() ?? behind.shift();
    if (next) next.begin();
    else active--;
  }
}
