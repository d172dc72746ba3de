import type { Enqueue } from './job.ts';
import { type Log, messageOf, throttle } from './log.server.ts';
import { optionsOf, postgresBackend, redisBackend } from './queue-backends.server.ts';
import { PATIENCE_MS, QueueConnection } from './queue-connection.server.ts';
import { keepSchedules, type Schedule } from './queue-schedules.server.ts';
import { type JobHandler, openWorker, type WorkOptions } from './queue-worker.server.ts';
import { within } from './within.server.ts';

export type QueueOptions = {
  databaseUrl: string;
  /** Given: BullMQ on Redis. Absent: BullMQ on PostgreSQL. */
  redisUrl?: string | undefined;
  /** On PostgreSQL the schema, on Redis the key prefix. */
  name: string;
  log: Log;
  /** False while nothing may be taken and no time be set, such as by a wrong clock; asked every few seconds. */
  mayWork?: () => boolean;
};

type Depth = { waiting: number; active: number; delayed: number; failed: number };

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

/** Scheduled jobs carry no priority and so go before every hint, however many of those wait. */
const HINT_PRIORITY = 10;

/**
 * One queue of hints: BullMQ on PostgreSQL, or on Redis where its URL is given. Nothing above knows which.
 * It may be wiped, restarted or away at any time: whoever enqueues goes on, and the queue is opened again by itself.
 */
export function openQueue({ databaseUrl, redisUrl, name, log, mayWork = () => true }: QueueOptions): OpenQueue {
  const backend = redisUrl ? redisBackend(redisUrl, name) : postgresBackend(databaseUrl, name);
  const complain = throttle(log);
  const schedules = keepSchedules();
  const connection = new QueueConnection({ backend, schedules, complain, mayWork });
  let failed = 0;

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
      for (let round = 0; round < 2 && !connection.isClosed; round++) {
        // A queue that is known to be away keeps nobody waiting.
        if (connection.isKnownToBeAway) break;
        const repairing = connection.repairing;
        if (repairing) await within(repairing, left(), 'opening the queue');
        const producer = connection.producer;
        if (!producer) break;
        try {
          await within(producer.add(definition.name, data, options), left(), 'adding a job');
          return 'queued';
        } catch (error) {
          reason = error;
          if (connection.isClosed) break;
          connection.doubt(error);
        }
      }
    } catch (error) {
      reason = error;
    }
    failed++;
    complain('a job could not be queued', { job: definition.name, reason: messageOf(reason), failures: failed });
    return 'unavailable';
  };

  return {
    enqueue,
    failures: () => failed,
    startWorker(handlers, options = {}) {
      connection.startWorker(() => openWorker(backend, { handlers, options, log }));
    },
    schedule(table) {
      schedules.replace(table);
      connection.startWatch();
    },
    async depth() {
      const repairing = connection.repairing;
      if (repairing && !connection.isKnownToBeAway) await within(repairing, PATIENCE_MS, 'opening the queue');
      const asked = connection.producer;
      if (connection.repairing || !asked) throw new Error('the queue is away');
      try {
        const counts = await within(
          asked.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
          PATIENCE_MS,
          'asking the queue',
        );
        const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed: lost = 0 } = counts;
        return { waiting: waiting + prioritized, active, delayed, failed: lost };
      } catch (error) {
        connection.doubt(error);
        throw error;
      }
    },
    ready: (options) => connection.ready(options),
    close: (options) => connection.close(options),
  };
}
