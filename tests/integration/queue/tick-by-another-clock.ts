import { openLog } from '#app/platform/log.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { tick } from './tick.ts';

/** A process that takes part in a queue by whatever its clock says, and tells of each tick. */
const place = JSON.parse(process.argv[2] ?? '{}') as { databaseUrl: string; redisUrl?: string; name: string };
const queue = openQueue({ ...place, log: openLog('silent', 'script') });
queue.startWorker([{ definition: tick, run: async () => process.send?.('ticked') }]);
queue.schedule([
  { id: 'tick', job: tick, payload: {}, everySeconds: 1 },
  { id: 'daily', job: tick, payload: {}, dailyAt: '02:00', timeZone: 'Asia/Ho_Chi_Minh' },
]);
