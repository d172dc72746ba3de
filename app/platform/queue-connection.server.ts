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
export class QueueConnection {
  private readonly backend: Backend;
  private readonly schedules: Schedules;
  private readonly complain: HoldOptions['complain'];
  private readonly mayWork: () => boolean;
  private readonly closing = new AbortController();
  private open: Producer | null = null;
  /** From the moment it is made: it takes jobs before it says that it is ready. */
  private consumer: Consumer | null = null;
  private consumerIsReady = false;
  private consumerErrors: number[] = [];
  private openWorker: (() => Consumer) | null = null;
  /** While set, the queue does not answer and is being brought back. */
  private repair: Promise<void> | null = null;
  /** How many tries of the present repair have failed, and when it began. */
  private failedTries = 0;
  private repairBegan = 0;
  private watch: NodeJS.Timeout | undefined;
  private watching: Promise<void> | null = null;
  private readonly retiring = new Set<Promise<void>>();

  constructor({ backend, schedules, complain, mayWork }: HoldOptions) {
    this.backend = backend;
    this.schedules = schedules;
    this.complain = complain;
    this.mayWork = mayWork;
    void this.broken();
  }

  /** Null while none is open. */
  get producer(): Producer | null {
    return this.open;
  }

  /** Ends when the queue is there again; null while it is. */
  get repairing(): Promise<void> | null {
    return this.repair;
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  get isKnownToBeAway(): boolean {
    return this.repair !== null && (this.failedTries > 0 || Date.now() - this.repairBegan > PATIENCE_MS);
  }

  /** After a failure: an error means that it must be opened again, silence that a longer look is needed first. */
  doubt(error: unknown): void {
    if (error instanceof TooSlow) void this.look();
    else void this.broken();
  }

  /** From now on there is a worker to be held open as well. */
  startWorker(open: () => Consumer): void {
    if (this.openWorker) throw new Error('the worker of this queue is started already');
    this.openWorker = open;
    this.keepWatch();
    // A repair that began before knows nothing of the worker yet.
    void Promise.resolve(this.repair).then(() => {
      if (!this.isClosed && !this.consumer && this.mayWork()) return this.openConsumer().catch(() => this.broken());
    });
  }

  /** Looks after the queue and its schedules now, and then every now and then. */
  startWatch(): void {
    this.keepWatch();
    void Promise.resolve(this.repair).then(() => this.look());
  }

  /** Resolves when the queue answers and the worker, if started, takes jobs. @throws when it does not in that time. */
  async ready({ withinMs = 10_000 } = {}): Promise<void> {
    const until = Date.now() + withinMs;
    const left = () => Math.max(1, until - Date.now());
    while (!this.isClosed && Date.now() < until) {
      if (this.repair) await within(this.repair, left(), 'opening the queue');
      else if (this.open && this.hasAll()) {
        await within(this.open.getJobCounts('waiting'), left(), 'asking the queue');
        return;
      } else {
        if (!this.schedules.areSet()) await this.look();
        await this.sleep(20);
      }
    }
    throw new Error('the queue is away');
  }

  /** Lets the jobs in hand finish, for at most `graceMs`, then lets go of everything. */
  async close({ graceMs = 25_000 } = {}): Promise<void> {
    if (this.isClosed) return;
    this.closing.abort();
    clearInterval(this.watch);
    await this.watching?.catch(() => {});
    if (this.consumer) await this.retire(this.consumer, graceMs);
    await Promise.all([...this.retiring]);
    if (this.open) await this.retire(this.open, 5_000);
    this.backend.release();
  }

  private sleep(ms: number): Promise<void> {
    return setTimeoutPromise(ms, undefined, { signal: this.closing.signal }).catch(() => {});
  }

  /** Whether all is there that may be. */
  private hasAll(): boolean {
    if (!this.mayWork()) return true;
    return (!this.openWorker || this.consumerIsReady) && this.schedules.areSet();
  }

  private retire(old: { close(): Promise<void> }, graceMs: number): Promise<void> {
    const gone = within(old.close(), graceMs, 'closing a queue connection')
      .catch((error) => this.complain('a queue connection did not close', { reason: messageOf(error) }))
      .finally(() => this.retiring.delete(gone));
    this.retiring.add(gone);
    return gone;
  }

  private async openProducer(): Promise<void> {
    const { backend, complain } = this;
    if (this.open && !backend.reconnects) {
      void this.retire(this.open, 10_000);
      this.open = null;
    }
    const fresh = this.open ?? backend.openProducer();
    if (!this.open) fresh.on('error', (error) => complain('the queue reports an error', { reason: error.message }));
    try {
      if (backend.reconnects) this.open = fresh;
      await within(fresh.waitUntilReady(), OPENING_MS, 'opening the queue');
      await within(fresh.getJobCounts('waiting'), LOOK_MS, 'asking the queue');
      this.open = fresh;
    } catch (error) {
      if (!backend.reconnects) void this.retire(fresh, 10_000);
      throw error;
    }
  }

  private makeConsumer(open: () => Consumer): Consumer {
    this.retireConsumer();
    this.consumerErrors = [];
    const fresh = open();
    fresh.on('error', (error) => {
      this.complain('the worker of the queue reports an error', { reason: error.message });
      this.consumerErrors.push(Date.now());
      if (this.consumer === fresh) void this.look();
    });
    this.consumer = fresh;
    return fresh;
  }

  private async openConsumer(): Promise<void> {
    if (!this.openWorker) return;
    const { reconnects } = this.backend;
    const fresh = this.consumer && reconnects ? this.consumer : this.makeConsumer(this.openWorker);
    try {
      await within(fresh.waitUntilReady(), OPENING_MS, 'opening the worker of the queue');
      if (this.consumer === fresh) this.consumerIsReady = true;
    } catch (error) {
      if (!reconnects && this.consumer === fresh) this.retireConsumer();
      throw error;
    }
  }

  private retireConsumer(): void {
    if (this.consumer) void this.retire(this.consumer, 25_000);
    this.consumer = null;
    this.consumerIsReady = false;
  }

  private broken(): Promise<void> {
    if (!this.repair) {
      // Without a worker nothing may go on failing in a tight loop while the store is away.
      if (!this.backend.reconnects) this.retireConsumer();
      this.repair = this.bringBack().finally(() => {
        this.repair = null;
        if (!this.isClosed) void this.look();
      });
    }
    return this.repair;
  }

  /** Brings the queue back, however long that takes. */
  private async bringBack(): Promise<void> {
    this.failedTries = 0;
    this.repairBegan = Date.now();
    for (let wait = 100; !this.isClosed; wait = Math.min(wait * 2, 3_000)) {
      try {
        await this.openProducer();
        if (this.mayWork()) await this.openConsumer();
        this.schedules.doubt();
        return;
      } catch (error) {
        this.failedTries++;
        this.complain('the queue cannot be opened', { reason: messageOf(error) });
        await this.sleep(wait);
      }
    }
  }

  /** Asks the queue whether it is well, and sets schedules that are missing. One look at a time. */
  private look(): Promise<void> {
    this.watching ??= this.lookOnce().finally(() => {
      this.watching = null;
    });
    return this.watching;
  }

  private async lookOnce(): Promise<void> {
    if (this.isClosed || this.repair || !this.open) return;
    const asked = this.open;
    try {
      await within(asked.getJobCounts('waiting'), LOOK_MS, 'asking the queue');
      await this.tend(asked);
    } catch (error) {
      if (this.isClosed || this.open !== asked) return;
      this.complain('the queue does not answer', { reason: messageOf(error) });
      void this.broken();
      return;
    }
    this.consumerErrors = this.consumerErrors.filter((at) => at > Date.now() - 5_000);
    if (this.consumerErrors.length > 20 && !this.backend.reconnects) void this.broken();
  }

  /** Worker and schedules of a queue that is well. */
  private async tend(asked: Producer): Promise<void> {
    if (this.mayWork()) {
      if (this.openWorker && !this.consumer) {
        await this.openConsumer();
        this.schedules.doubt();
      }
      const hasWorker = () => this.openWorker !== null;
      await within(this.schedules.set(asked, hasWorker), LOOK_MS, 'setting the schedules');
    } else if (this.consumer) {
      this.complain('nothing is taken from the queue for now', { reason: 'the clock of this machine is wrong' });
      this.retireConsumer();
    }
  }

  private keepWatch(): void {
    this.watch ??= setInterval(() => void this.look(), WATCH_MS).unref();
  }
}
