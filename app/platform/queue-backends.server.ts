import { type ConnectionOptions, createPostgresBackend, type Job, Queue, Worker, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { JobContract } from './job.ts';
import { IN_UTC } from './sql.server.ts';

/** What the rest needs of a BullMQ queue, whichever store it lives in. */
export type Producer = Pick<
  Queue,
  'add' | 'getJobCounts' | 'getJobScheduler' | 'getJobSchedulers' | 'upsertJobScheduler' | 'removeJobScheduler'
> & {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', heard: (error: Error) => void): unknown;
};

export type Consumer = {
  waitUntilReady(): Promise<unknown>;
  /** Waits for the jobs in hand. */
  close(): Promise<void>;
  on(event: 'error', heard: (error: Error) => void): unknown;
  on(event: 'failed', heard: (job: Job | undefined, error: Error) => void): unknown;
  on(event: 'stalled', heard: (jobId: string) => void): unknown;
};

type Work = (job: Job) => Promise<void>;
type ConsumerOptions = Pick<
  WorkerOptions,
  'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount' | 'runRetryDelay'
>;

export type Backend = {
  /** Whether what is open finds back by itself once its store answers again; otherwise it is opened anew. */
  reconnects: boolean;
  openProducer(): Producer;
  openConsumer(work: Work, options: ConsumerOptions): Consumer;
  /** Ends connections that closing has left. */
  release(): void;
};

const QUEUE = 'jobs';
const PRODUCER = { streams: { events: { maxLen: 1_000 } } };
const RETENTION = {
  removeOnComplete: { count: 200, age: 3_600 },
  removeOnFail: { count: 1_000, age: 14 * 86_400 },
};

/** How often a job is tried and how long the store keeps it once it is over. */
export function optionsOf(definition: Pick<JobContract, 'attempts'>) {
  return {
    attempts: definition.attempts,
    backoff: { type: 'exponential', delay: 500, jitter: 0.2 },
    ...RETENTION,
  };
}

/**
 * BullMQ takes a connection from its pool to open the queue, and hears nothing of it meanwhile: one that broke just then
 * ended the process. What breaks is told by the statement that meets it.
 */
class HeardClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** BullMQ on PostgreSQL, in a schema of its own that opening creates and migrates. */
export function postgresBackend(databaseUrl: string, schema: string): Backend {
  const connection = (application: string) => ({
    connectionString: databaseUrl,
    schema,
    migrate: true,
    max: 4,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: application,
    options: IN_UTC,
    Client: HeardClient,
  });
  return {
    reconnects: false,
    openProducer: () =>
      new Queue(
        QUEUE,
        { connection: connection('truc-queue'), ...PRODUCER },
        createPostgresBackend,
      ) as unknown as Producer,
    openConsumer: (work, options) =>
      new Worker(
        QUEUE,
        work,
        { connection: connection('truc-queue-worker'), ...options },
        createPostgresBackend,
      ) as unknown as Consumer,
    release: () => {},
  };
}

/** BullMQ on Redis, every key under a prefix of its own. */
export function redisBackend(redisUrl: string, prefix: string): Backend {
  const clients: Redis[] = [];
  const connect = (maxRetriesPerRequest: number | null): ConnectionOptions => {
    const client = new Redis(redisUrl, {
      maxRetriesPerRequest,
      // The web never queues in memory what Redis did not take; the worker waits for its store.
      enableOfflineQueue: maxRetriesPerRequest === null,
      connectTimeout: 5_000,
      retryStrategy: (times) => Math.min(times * 100, 1_000),
    });
    client.on('error', () => {});
    clients.push(client);
    return client as unknown as ConnectionOptions;
  };
  return {
    reconnects: true,
    openProducer: () => new Queue(QUEUE, { connection: connect(1), prefix, ...PRODUCER }) as unknown as Producer,
    openConsumer: (work, options) =>
      new Worker(QUEUE, work, { connection: connect(null), prefix, ...options }) as unknown as Consumer,
    release: () => {
      for (const client of clients.splice(0)) client.disconnect();
    },
  };
}
