import type { JobContract } from './job.ts';
import { optionsOf, type Producer } from './queue-backends.server.ts';

/** A job that the clock asks for, under its own id. */
export type Schedule = { id: string; job: JobContract; payload: unknown } & (
  | { everySeconds: number }
  | { dailyAt: `${number}:${number}`; timeZone: string }
);

/** A repeating job that is this long past its time, with a worker there, has lost its place and is set again. */
const LOST_MS = 30_000;
/** Days differ by an hour where clocks are changed twice a year. */
const LONGEST_DAY_MS = 25 * 3_600_000;
/** Whoever set a time by another clock may differ from ours by so much without harm. */
const SLACK_MS = 10_000;

const intervalMs = (entry: Schedule) => ('dailyAt' in entry ? LONGEST_DAY_MS : entry.everySeconds * 1_000);

const patternOf = (dailyAt: string): string => {
  const [hour, minute] = dailyAt.split(':').map(Number);
  return `${minute} ${hour} * * *`;
};

export type Schedules = ReturnType<typeof keepSchedules>;

/** Keeps the table of what the clock asks for, and a queue in agreement with it. */
export function keepSchedules() {
  let table: readonly Schedule[] | null = null;
  let areSet = false;
  const overdue = new Map<string, { next: number; since: number }>();

  function isLost(entry: Schedule, next: number | undefined, hasWorker: boolean): boolean {
    const { id } = entry;
    if (next === undefined) return true;
    // Set by a clock that was ahead: it would come only when ours has got there.
    if (next > Date.now() + intervalMs(entry) + SLACK_MS) return true;
    if (next > Date.now() - 1_000) {
      overdue.delete(id);
      return false;
    }
    const seen = overdue.get(id);
    if (seen?.next !== next) {
      overdue.set(id, { next, since: Date.now() });
      return false;
    }
    if (!hasWorker || Date.now() - seen.since < LOST_MS) return false;
    overdue.delete(id);
    return true;
  }

  return {
    replace(fresh: readonly Schedule[]): void {
      table = fresh.map((entry) => ({ ...entry, payload: entry.job.payload.parse(entry.payload) }));
      areSet = false;
    },
    /** What was set may be gone: the queue was opened again. */
    doubt(): void {
      areSet = false;
    },
    /** Whether the queue has the whole table; without one there is nothing to set. */
    areSet: () => table === null || areSet,
    /** Sets what is missing, changed or lost; the first time also removes what is not in the table. */
    async set(queue: Producer, hasWorker: () => boolean): Promise<void> {
      if (!table) return;
      const wanted = table;
      if (!areSet) {
        for (const known of await queue.getJobSchedulers()) {
          if (!wanted.some((entry) => entry.id === known.key)) await queue.removeJobScheduler(known.key);
        }
      }
      for (const entry of wanted) {
        const known = await queue.getJobScheduler(entry.id);
        const isThere = known && known.name === entry.job.name && sameTime(known, entry);
        if (isThere && !isLost(entry, known.next, hasWorker())) continue;
        // Set over one that is there, it would go on counting from that one's time.
        if (known) await queue.removeJobScheduler(entry.id);
        await queue.upsertJobScheduler(
          entry.id,
          'dailyAt' in entry
            ? { pattern: patternOf(entry.dailyAt), tz: entry.timeZone }
            : { every: entry.everySeconds * 1_000 },
          { name: entry.job.name, data: entry.payload, opts: optionsOf(entry.job) },
        );
      }
      // Another table may have come meanwhile.
      if (table === wanted) areSet = true;
    },
  };
}

function sameTime(known: { every?: number; pattern?: string; tz?: string }, entry: Schedule): boolean {
  return 'dailyAt' in entry
    ? known.pattern === patternOf(entry.dailyAt) && known.tz === entry.timeZone
    : Number(known.every) === entry.everySeconds * 1_000;
}
