import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { defineDrill } from './drill.ts';
import { root } from './open-ground.ts';
import { underLoad } from './under-load.ts';

const DAY_MS = 86_400_000;

/** A worker whose clock is a day ahead, then one whose clock is a day behind, then a right one. */
export const drill = defineDrill({
  options: { learners: 24, seconds: 10 },
  choices: {},
  run: (given) =>
    underLoad('clock', given, async ({ changeWorker, say, site }) => {
      const shift = pathToFileURL(path.join(root, 'tests/support/shift-clock.mjs')).href;
      for (const aheadMs of [DAY_MS, -DAY_MS]) {
        say(`  a worker whose clock is a day ${aheadMs > 0 ? 'ahead' : 'behind'}`);
        await changeWorker({ NODE_OPTIONS: `--import ${shift}`, CLOCK_AHEAD_MS: String(aheadMs) });
        await sleep(given.seconds * 1_000);
        const told = await site.db.trouble.findFirst({ where: { kind: 'clock', endedAt: null } });
        if (!told) throw new Error('nobody said that the clock is wrong');
      }
      await changeWorker({});
    }),
});
