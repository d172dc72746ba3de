import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { type Job, UnrecoverableError } from 'bullmq';
import type { Enqueue, JobDefinition } from './job.ts';
import type { Log } from './log.server.ts';
import { type Consumer, type Producer, postgresBackend, redisBackend } from './queue-backends.server.ts';

export type QueueOptions = {
  databaseUrl: string;
  /** Given: BullMQ on Redis. Absent: BullMQ on PostgreSQL. */
  redisUrl?: string | undefined;
  /** On PostgreSQL the schema, on Redis the key prefix. */
  name: string;
  log: Log;
};

type Contract = Pick<JobDefinition, 'name' | 'payload' | 'attempts'>;

/** A definition and what the worker does for it. */
export type JobHandler = { definition: Contract; run: (payload: unknown) => Promise<unknown> };

export type WorkOptions = {
  concurrency?: number;
  /** Whether trying again cannot help, so that the job fails at once. */
  isHopeless?: (error: unknown) => boolean;
  /** A job whose worker died is taken up again after at most `lockMs` and twice `checkMs`. */
  lockMs?: number;
  checkMs?: number;
};

/** A job that the clock asks for, under its own id. */
export type Schedule = { id: string; job: Contract; payload: unknown } & (
  | { everySeconds: number }
  | { cron: string; timeZone: string }
);

export type Depth = { waiting: number; active: number; delayed: number; failed: number };

export type OpenQueue = {
  enqueue: Enqueue;
  /** How many hints could not be handed over since the process began. */
  failures(): number;
  startWorker(handlers: readonly JobHandler[], options?: WorkOptions): void;
  /** Keeps these jobs coming, also after the queue was wiped. Replaces every schedule that was set before. */
  schedule(table: readonly Schedule[]): void;
  /** @throws when the queue does not answer. */
  depth(): Promise<Depth>;
  /** Resolves when the queue answers and the worker, if started, takes jobs. @throws when it does not in that time. */
  ready(options?: { withinMs?: number }): Promise<void>;
  /** Lets the jobs in hand finish, for at most `graceMs`, then lets go of everything. */
  close(options?: { graceMs?: number }): Promise<void>;
};

const PATIENCE_MS = 2_000;
/** The first opening of all migrates the schema, on a busy machine and with others waiting for the same. */
const OPENING_MS = 15_000;
const WATCH_MS = 2_000;
/** How long a look may wait for its answer: a busy store is not a lost one. */
const LOOK_MS = 10_000;
/** A repeating job that is this long past its time, with a worker there, has lost its place and is set again. */
const LOST_MS = 30_000;
/** Scheduled jobs carry no priority and so go before every hint, however many of those wait. */
const HINT_PRIORITY = 10;
const RETENTION = {
  removeOnComplete: { count: 200, age: 3_600 },
  removeOnFail: { count: 1_000, age: 14 * 86_400 },
};

class TooSlow extends Error {}

async function within<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Says the same thing at most once in five seconds, with how often it would have been said. */
function throttle(log: Log) {
  const said = new Map<string, { at: number; kept: number }>();
  return (message: string, fields: object) => {
    const last = said.get(message);
    if (last && Date.now() - last.at < 5_000) {
      last.kept++;
      return;
    }
    said.set(message, { at: Date.now(), kept: 0 });
    log.warn({ ...fields, ...(last?.kept ? { alsoBefore: last.kept } : {}) }, message);
  };
}

function optionsOf(definition: Contract) {
  return {
    attempts: definition.attempts,
    backoff: { type: 'exponential', delay: 500, jitter: 0.2 },
    ...RETENTION,
  };
}

/**
 * One queue of hints: BullMQ on PostgreSQL, or on Redis where its URL is given. Nothing above knows which.
 * It may be wiped, restarted or away at any time: whoever enqueues goes on, and the queue is opened again by itself.
 */
export function openQueue({ databaseUrl, redisUrl, name, log }: QueueOptions): OpenQueue {
  const backend = redisUrl ? redisBackend(redisUrl, name) : postgresBackend(databaseUrl, name);
  const complain = throttle(log);

  const closing = new AbortController();
  const sleep = (ms: number) => setTimeoutPromise(ms, undefined, { signal: closing.signal }).catch(() => {});
  let closed = false;
  let failed = 0;
  let producer: Producer | null = null;
  let consumer: Consumer | null = null;
  let consumerErrors: number[] = [];
  let work: { handlers: readonly JobHandler[]; options: WorkOptions } | null = null;
  let schedules: readonly Schedule[] | null = null;
  let schedulesAreSet = false;
  /** While set, the queue does not answer and is being brought back. */
  let repairing: Promise<void> | null = null;
  /** How many tries of the present repair have failed, and when it began. */
  let failedTries = 0;
  let repairBegan = 0;
  let watch: NodeJS.Timeout | undefined;
  let watching: Promise<void> | null = null;
  const retiring = new Set<Promise<void>>();
  const overdue = new Map<string, { next: number; since: number }>();

  function retire(old: { close(): Promise<void> }, graceMs: number): Promise<void> {
    const gone = within(old.close(), graceMs, 'closing a queue connection')
      .catch((error) => complain('a queue connection did not close', { reason: messageOf(error) }))
      .finally(() => retiring.delete(gone));
    retiring.add(gone);
    return gone;
  }

  async function openProducer(): Promise<void> {
    if (producer && !backend.reconnects) {
      void retire(producer, 10_000);
      producer = null;
    }
    const fresh = producer ?? backend.openProducer();
    if (!producer) fresh.on('error', (error) => complain('the queue reports an error', { reason: error.message }));
    try {
      if (backend.reconnects) producer = fresh;
      await within(fresh.waitUntilReady(), OPENING_MS, 'opening the queue');
      await within(fresh.getJobCounts('waiting'), LOOK_MS, 'asking the queue');
      producer = fresh;
    } catch (error) {
      if (!backend.reconnects) void retire(fresh, 10_000);
      throw error;
    }
  }

  async function openConsumer(): Promise<void> {
    if (!work || (consumer && backend.reconnects)) return;
    if (consumer) void retire(consumer, 25_000);
    consumer = null;
    consumerErrors = [];
    const { handlers, options } = work;
    const fresh = backend.openConsumer(perform(handlers, options), {
      concurrency: options.concurrency ?? 4,
      lockDuration: options.lockMs ?? 10_000,
      stalledInterval: options.checkMs ?? 5_000,
      maxStalledCount: 10,
      runRetryDelay: 1_000,
    });
    fresh.on('error', (error) => {
      complain('the worker of the queue reports an error', { reason: error.message });
      consumerErrors.push(Date.now());
      if (consumer === fresh) void look();
    });
    fresh.on('failed', (job, error) => logFailure(log, job, error));
    fresh.on('stalled', (jobId) => log.warn({ jobId }, 'a job lost its worker and is done again'));
    if (backend.reconnects) consumer = fresh;
    try {
      await within(fresh.waitUntilReady(), OPENING_MS, 'opening the worker of the queue');
      consumer = fresh;
    } catch (error) {
      if (!backend.reconnects) void retire(fresh, 10_000);
      throw error;
    }
  }

  /** Brings the queue back, however long that takes. */
  async function repair(): Promise<void> {
    failedTries = 0;
    repairBegan = Date.now();
    for (let wait = 100; !closed; wait = Math.min(wait * 2, 3_000)) {
      try {
        await openProducer();
        await openConsumer();
        schedulesAreSet = false;
        return;
      } catch (error) {
        failedTries++;
        complain('the queue cannot be opened', { reason: messageOf(error) });
        await sleep(wait);
      }
    }
  }

  const isKnownToBeAway = () => repairing !== null && (failedTries > 0 || Date.now() - repairBegan > PATIENCE_MS);

  function broken(): Promise<void> {
    if (!repairing) {
      // Without a worker nothing may go on failing in a tight loop while the store is away.
      if (consumer && !backend.reconnects) {
        void retire(consumer, 25_000);
        consumer = null;
      }
      repairing = repair().finally(() => {
        repairing = null;
        if (!closed) void look();
      });
    }
    return repairing;
  }

  /** After a failure: an error means that it must be opened again, silence that a longer look is needed first. */
  function doubt(error: unknown): void {
    if (error instanceof TooSlow) void look();
    else void broken();
  }

  /** Asks the queue whether it is well, and sets schedules that are missing. One look at a time. */
  function look(): Promise<void> {
    watching ??= lookOnce().finally(() => {
      watching = null;
    });
    return watching;
  }

  async function lookOnce(): Promise<void> {
    if (closed || repairing || !producer) return;
    const asked = producer;
    try {
      await within(asked.getJobCounts('waiting'), LOOK_MS, 'asking the queue');
      if (schedules) await within(setSchedules(asked, schedules), LOOK_MS, 'setting the schedules');
    } catch (error) {
      if (closed || producer !== asked) return;
      complain('the queue does not answer', { reason: messageOf(error) });
      void broken();
      return;
    }
    consumerErrors = consumerErrors.filter((at) => at > Date.now() - 5_000);
    if (consumerErrors.length > 20 && !backend.reconnects) void broken();
  }

  async function setSchedules(queue: Producer, table: readonly Schedule[]): Promise<void> {
    if (!schedulesAreSet) {
      for (const known of await queue.getJobSchedulers()) {
        if (!table.some((entry) => entry.id === known.key)) await queue.removeJobScheduler(known.key);
      }
    }
    for (const entry of table) {
      const known = await queue.getJobScheduler(entry.id);
      if (known && known.name === entry.job.name && sameTime(known, entry) && !isLost(entry.id, known.next)) continue;
      await queue.upsertJobScheduler(
        entry.id,
        'cron' in entry ? { pattern: entry.cron, tz: entry.timeZone } : { every: entry.everySeconds * 1_000 },
        { name: entry.job.name, data: entry.payload, opts: optionsOf(entry.job) },
      );
    }
    schedulesAreSet = true;
  }

  function isLost(id: string, next: number | undefined): boolean {
    if (next === undefined) return true;
    if (next > Date.now() - 1_000) {
      overdue.delete(id);
      return false;
    }
    const seen = overdue.get(id);
    if (seen?.next !== next) {
      overdue.set(id, { next, since: Date.now() });
      return false;
    }
    if (!work || Date.now() - seen.since < LOST_MS) return false;
    overdue.delete(id);
    return true;
  }

  function keepWatch(): void {
    watch ??= setInterval(() => void look(), WATCH_MS).unref();
  }

  const enqueue: Enqueue = async (definition, payload) => {
    const until = Date.now() + PATIENCE_MS;
    const left = () => Math.max(1, until - Date.now());
    let reason: unknown = new Error('the queue is away');
    try {
      const data = definition.payload.parse(payload);
      const options = {
        ...optionsOf(definition),
        priority: HINT_PRIORITY,
        deduplication: { id: definition.dedupe(data) },
      };
      for (let round = 0; round < 2 && !closed; round++) {
        // A queue that is known to be away keeps nobody waiting.
        if (isKnownToBeAway()) break;
        if (repairing) await within(repairing, left(), 'opening the queue');
        if (!producer) break;
        try {
          await within(producer.add(definition.name, data, options), left(), 'adding a job');
          return 'queued';
        } catch (error) {
          reason = error;
          if (closed) break;
          doubt(error);
        }
      }
    } catch (error) {
      reason = error;
    }
    failed++;
    complain('a job could not be queued', { job: definition.name, reason: messageOf(reason), failures: failed });
    return 'unavailable';
  };

  repairing = repair().finally(() => {
    repairing = null;
    if (!closed) void look();
  });

  return {
    enqueue,
    failures: () => failed,
    startWorker(handlers, options = {}) {
      if (work) throw new Error('the worker of this queue is started already');
      work = { handlers, options };
      keepWatch();
      // A repair that began before knows nothing of the worker yet.
      void Promise.resolve(repairing).then(() => {
        if (!closed && !consumer) return openConsumer().catch(() => broken());
      });
    },
    schedule(table) {
      schedules = table.map((entry) => ({ ...entry, payload: entry.job.payload.parse(entry.payload) }));
      schedulesAreSet = false;
      keepWatch();
      void Promise.resolve(repairing).then(look);
    },
    async depth() {
      if (repairing && !isKnownToBeAway()) await within(repairing, PATIENCE_MS, 'opening the queue');
      const asked = producer;
      if (repairing || !asked) throw new Error('the queue is away');
      try {
        const counts = await within(
          asked.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
          PATIENCE_MS,
          'asking the queue',
        );
        const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed: lost = 0 } = counts;
        return { waiting: waiting + prioritized, active, delayed, failed: lost };
      } catch (error) {
        doubt(error);
        throw error;
      }
    },
    async ready({ withinMs = 10_000 } = {}) {
      const until = Date.now() + withinMs;
      const left = () => Math.max(1, until - Date.now());
      while (!closed && Date.now() < until) {
        if (repairing) await within(repairing, left(), 'opening the queue');
        else if (producer && (!work || consumer) && (!schedules || schedulesAreSet)) {
          await within(producer.getJobCounts('waiting'), left(), 'asking the queue');
          return;
        } else {
          if (schedules && !schedulesAreSet) await look();
          await sleep(20);
        }
      }
      throw new Error('the queue is away');
    },
    async close({ graceMs = 25_000 } = {}) {
      if (closed) return;
      closed = true;
      closing.abort();
      clearInterval(watch);
      await watching?.catch(() => {});
      if (consumer) await retire(consumer, graceMs);
      await Promise.all([...retiring]);
      if (producer) await retire(producer, 5_000);
      backend.release();
    },
  };
}

function sameTime(known: { every?: number; pattern?: string; tz?: string }, entry: Schedule): boolean {
  return 'cron' in entry
    ? known.pattern === entry.cron && known.tz === entry.timeZone
    : Number(known.every) === entry.everySeconds * 1_000;
}

function perform(handlers: readonly JobHandler[], { isHopeless }: WorkOptions) {
  const byName = new Map(handlers.map((handler) => [handler.definition.name, handler]));
  return async (job: Job): Promise<void> => {
    const handler = byName.get(job.name);
    if (!handler) throw new UnrecoverableError(`no handler for the job ${job.name}`);
    const payload = handler.definition.payload.safeParse(job.data);
    if (!payload.success)
      throw new UnrecoverableError(`the payload of ${job.name} is not one: ${payload.error.message}`);
    try {
      // What a handler returns is for its callers and tests; the queue keeps none of it.
      await handler.run(payload.data);
    } catch (error) {
      throw isHopeless?.(error) ? new UnrecoverableError(messageOf(error)) : error;
    }
  };
}

function logFailure(log: Log, job: Job | undefined, error: Error): void {
  const attempts = job?.opts.attempts ?? 1;
  const isLast = !job || job.attemptsMade >= attempts || error.name === 'UnrecoverableError';
  const fields = {
    job: job?.name,
    jobId: job?.id,
    payload: job?.data,
    attempt: job?.attemptsMade,
    attempts,
    err: error,
  };
  if (isLast) log.error(fields, 'a job failed for good');
  else log.warn(fields, 'a job failed and is tried again');
}
