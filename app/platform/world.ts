import type { CopyRows } from './copy-rows.server.ts';
import type { Db } from './database.server.ts';
import type { HeavyReads } from './heavy-reads.server.ts';
import type { Enqueue } from './job.ts';
import type { Log } from './log.server.ts';
import type { Random } from './random.server.ts';
import type { Storage } from './storage.server.ts';
import type { Troubles } from './trouble.server.ts';

/** Everything that varies between production, a worker and a test. Domain functions take the part of it that they use. */
export type World = {
  db: Db;
  /** Reads over a province or the nation, beside the connections of all other pages. */
  heavy: Omit<HeavyReads, 'close'>;
  /** Whole files out of the database, beside the connections of pages. */
  copyRows: CopyRows;
  /** The database's time. */
  now: () => Date;
  /** Whether this machine's clock is the database's, asked at this moment. */
  clockAgrees: () => Promise<boolean>;
  random: Random;
  storage: Storage;
  enqueue: Enqueue;
  log: Log;
  troubles: Troubles;
  appUrl: string;
  /** Jobs by state, for the administrator's page. */
  queueDepth: () => Promise<{ waiting: number; active: number; delayed: number; failed: number }>;
};
