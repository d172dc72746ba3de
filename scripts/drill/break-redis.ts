import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedis } from '../find-redis.mjs';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

/** Redis flushed again and again, so full that it takes nothing, and killed with all that it held. */
export const drill = defineDrill({
  options: { learners: 24, seconds: 6 },
  run: (given) =>
    underLoad('redis', { ...given, backend: 'redis' }, async ({ ground, redisUrl = '', say }) => {
      const ask = async (act: (client: Redis) => Promise<unknown>) => {
        const client = new Redis(redisUrl, { retryStrategy: () => null });
        client.on('error', () => {});
        await act(client).finally(() => client.disconnect());
      };
      for (let times = 0; times < 3; times++) {
        say('  Redis is flushed');
        await ask((client) => client.flushall());
        await sleep(1_500);
      }
      say('  Redis is full');
      await ask((client) => client.config('SET', 'maxmemory-policy', 'noeviction'));
      await ask((client) => client.config('SET', 'maxmemory', '1'));
      await sleep(given.seconds * 1_000);
      await ask((client) => client.config('SET', 'maxmemory', '0'));
      await sleep(2_000);
      say('  Redis is killed');
      await ask((client) => client.call('SHUTDOWN', 'NOSAVE', 'NOW').catch(() => {}));
      await sleep(given.seconds * 1_000);
      const successor = await startRedis({ port: Number(new URL(redisUrl).port) });
      ground.onClose(() => successor.stop());
    }),
});
