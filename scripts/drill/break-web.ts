import { setTimeout as sleep } from 'node:timers/promises';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

/** The web process killed again and again, and halted once. */
export const drill = defineDrill({
  options: { learners: 24, kills: 5 },
  run: (given) =>
    underLoad('web', { ...given, isFelt: true }, async ({ pidOf, say, url }) => {
      for (let times = 0; times < given.kills; times++) {
        const pid = pidOf('web');
        say(`  kill -9 of the web (process ${pid})`);
        process.kill(pid, 'SIGKILL');
        while (pidOf('web') === pid) await sleep(50);
        await sleep(3_000);
      }
      while (!(await fetch(url).catch(() => null))) await sleep(200);
      // Until its first answer to the supervisor it is given longer.
      await sleep(6_000);
      const pid = pidOf('web');
      say(`  the web is halted (process ${pid})`);
      process.kill(pid, 'SIGSTOP');
      while (pidOf('web') === pid) await sleep(100);
      await sleep(2_000);
    }),
});
