import { z } from 'zod';
import { openLog } from '#app/platform/log.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';

/** A worker process that takes one job, says so, and never finishes it: to be killed. */
const place = JSON.parse(process.argv[2] ?? '{}') as { databaseUrl: string; redisUrl?: string; name: string };
const queue = openQueue({ ...place, log: openLog('silent', 'worker') });
queue.startWorker(
  [
    {
      definition: { name: 'test.note', payload: z.object({ word: z.string() }), attempts: 1 },
      run: () => {
        process.send?.('taken');
        return new Promise(() => setInterval(() => {}, 1_000));
      },
    },
  ],
  { lockMs: 2_000, checkMs: 1_000 },
);
