import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, signal } from '../start/identify-process.mjs';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

/** PostgreSQL killed, and halted with all its processes. */
export const drill = defineDrill({
  options: { learners: 24, kills: 2 },
  run: (given) =>
    underLoad('postgres', { ...given, isFelt: true }, async ({ ground, say }) => {
      for (let times = 0; times < given.kills; times++) {
        const { pid } = ground.postgres;
        say(`  kill -9 of PostgreSQL (process ${pid})`);
        process.kill(pid, 'SIGKILL');
        while (ground.postgres.pid === pid) await sleep(100);
        await sleep(3_000);
      }
      const { pid } = ground.postgres;
      say(`  PostgreSQL is halted (process ${pid})`);
      for (const each of [pid, ...childrenOf(pid)]) signal(each, 'SIGSTOP');
      while ((await ground.postgres.examine()) !== 'well') await sleep(200);
    }),
});
