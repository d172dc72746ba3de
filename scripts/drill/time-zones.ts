import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startRedis } from '../find-redis.mjs';
import { testSettings } from '../postgres.mjs';
import { defineDrill } from './drill.ts';
import { root, withGround } from './open-ground.ts';

/** Ours, and one that has an hour twice a year and another not at all. */
const ZONES = ['Asia/Ho_Chi_Minh', 'America/New_York'];

/** The integration tests over a server, and in processes, whose zone is not UTC: no moment and no day is another. */
export const drill = defineDrill({
  options: { zone: 'all' },
  choices: { zone: ['all', ...ZONES] },
  async run({ zone, say }) {
    const failed: string[] = [];
    for (const each of zone === 'all' ? ZONES : [zone]) {
      say(`${each}: integration tests`);
      await withGround(
        'drill-time-zones',
        async ({ postgres, onClose }) => {
          const redis = await startRedis({});
          onClose(() => redis.stop());
          const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
          const tests = spawn(process.execPath, [vitest, 'run', '--project', 'integration'], {
            env: { ...process.env, TZ: each, TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url },
            stdio: 'inherit',
          });
          onClose(() => tests.kill());
          const [code] = await once(tests, 'exit');
          if (code !== 0) failed.push(each);
        },
        { settings: { ...testSettings, timezone: each } },
      );
      say(`${each}: ${failed.includes(each) ? 'BROKEN' : 'green'}`);
    }
    return failed.length === 0;
  },
});
