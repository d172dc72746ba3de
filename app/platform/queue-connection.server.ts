import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { messageOf } from './log.server.ts';
import type { Backend, Consumer, Producer } from './queue-backends.server.ts';
import type { Schedules } from './queue-schedules.server.ts';
import { TooSlow, within } from './within.server.ts';

/** How long whoever asks something of the queue is kept waiting. */
export const PATIENCE_MS = 2_000;
/** The first opening of all migrates the schema, on a busy machine and with others waiting for the same. */
const OPENING_MS = 15_000;
const WATCH_MS = 2_000;
/** How long a look may wait for its answer: a busy store is not a lost one. */
const LOOK_MS = 10_000;

type HoldOptions = {
  backend: Backend;
  schedules: Schedules;
  complain: (message: string, fields: object) => void;
  mayWork: () => boolean;
};

/** Holds a queue open, and its worker once there is one: what does not answer is opened again and gets its schedules back. */
export function holdOpen({ backend, schedules, complain, mayWork }: HoldOptions) {
  const closing = new AbortController();
  const sleep = (ms: number) => setTimeoutPromise(ms, undefined, { signal: closing.signal }).catch(() => {});
  let closed = false;
  let producer: Producer | null = null;
  /** From the moment it is made: it takes jobs before it says that it is ready. */
  let consumer: Consumer | null = null;
  let consumerIsReady = false;
  let consumerErrors: number[] = [];
  let openWorker: (() => Consumer) | null = null;
  /** While set, the queue does not answer and is being brought back. */
  let repairing: Promise<void> | null = null;
  /** How many tries of the present repair have failed, and when it began. */
  let failedTries = 0;
  let repairBegan = 0;
  let watch: NodeJS.Timeout | undefined;
  let watching: Promise<void> | null = null;
  const retiring = new Set<Promise<void>>();

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

  function makeConsumer(open: () => Consumer): Consumer {
    retireConsumer();
    consumerErrors = [];
    const fresh = open();
    fresh.on('error', (error) => {
      complain('the worker of the queue reports an error', { reason: error.message });
      consumerErrors.push(Date.now());
      if (consumer === fresh) void look();
    });
    consumer = fresh;
    return fresh;
  }

  async function openConsumer(): Promise<void> {
    if (!openWorker) return;
    const fresh = consumer && backend.reconnects ? consumer : makeConsumer(openWorker);
    try {
      await within(fresh.waitUntilReady(), OPENING_MS, 'opening the worker of the queue');
      if (consumer === fresh) consumerIsReady = true;
    } catch (error) {
      if (!backend.reconnects && consumer === fresh) retireConsumer();
      throw error;
    }
  }

  function retireConsumer(): void {
    if (consumer) void retire(consumer, 25_000);
    consumer = null;
    consumerIsReady = false;
  }

  /** Brings the queue back, however long that takes. */
  async function repair(): Promise<void> {
    failedTries = 0;
    repairBegan = Date.now();
    for (let wait = 100; !closed; wait = Math.min(wait * 2, 3_000)) {
      try {
        await openProducer();
        if (mayWork()) await openConsumer();
        schedules.doubt();
        return;
      } catch (error) {
        failedTries++;
        complain('the queue cannot be opened', { reason: messageOf(error) });
        await sleep(wait);
      }
    }
  }

  const hasWorker = () => openWorker !== null;

  const isKnownToBeAway = () => repairing !== null && (failedTries > 0 || Date.now() - repairBegan > PATIENCE_MS);

  function broken(): Promise<void> {
    if (!repairing) {
      // Without a worker nothing may go on failing in a tight loop while the store is away.
      if (!backend.reconnects) retireConsumer();
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
      if (mayWork()) {
        if (openWorker && !consumer) {
          await openConsumer();
          schedules.doubt();
        }
        await within(schedules.set(asked, hasWorker), LOOK_MS, 'setting the schedules');
      } else if (consumer) {
        complain('nothing is taken from the queue for now', { reason: 'the clock of this machine is wrong' });
        retireConsumer();
      }
    } catch (error) {
      if (closed || producer !== asked) return;
      complain('the queue does not answer', { reason: messageOf(error) });
      void broken();
      return;
    }
    consumerErrors = consumerErrors.filter((at) => at > Date.now() - 5_000);
    if (consumerErrors.length > 20 && !backend.reconnects) void broken();
  }

  function keepWatch(): void {
    watch ??= setInterval(() => void look(), WATCH_MS).unref();
  }

  void broken();

  return {
    /** Null while none is open. */
    producer: () => producer,
    repairing: () => repairing,
    isClosed: () => closed,
    isKnownToBeAway,
    doubt,
    /** From now on there is a worker to be held open as well. */
    startWorker(open: () => Consumer): void {
      if (openWorker) throw new Error('the worker of this queue is started already');
      openWorker = open;
      keepWatch();
      // A repair that began before knows nothing of the worker yet.
      void Promise.resolve(repairing).then(() => {
        if (!closed && !consumer && mayWork()) return openConsumer().catch(() => broken());
      });
    },
    /** Looks after the queue and its schedules now, and then every now and then. */
    startWatch(): void {
      keepWatch();
      void Promise.resolve(repairing).then(look);
    },
    async ready({ withinMs = 10_000 } = {}) {
      const until = Date.now() + withinMs;
      const left = () => Math.max(1, until - Date.now());
      while (!closed && Date.now() < until) {
        if (repairing) await within(repairing, left(), 'opening the queue');
        else if (producer && (!mayWork() || ((!openWorker || consumerIsReady) && schedules.areSet()))) {
          await within(producer.getJobCounts('waiting'), left(), 'asking the queue');
          return;
        } else {
          if (!schedules.areSet()) await look();
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
