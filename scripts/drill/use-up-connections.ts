import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

/** Every connection that PostgreSQL has to give is taken by somebody else, and those of the product are ended. */
export const drill = defineDrill({
  options: { learners: 24, seconds: 12 },
  run: (given) =>
    underLoad(
      'connections',
      given,
      async ({ site, say }) => {
        const hogs: pg.Client[] = [];
        const until = Date.now() + given.seconds * 1_000;
        const first = new pg.Client({ connectionString: site.superuserUrl });
        first.on('error', () => {});
        await first.connect();
        await first.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name LIKE 'truc%'`,
        );
        say('  every connection is taken');
        while (Date.now() < until) {
          const hog = new pg.Client({ connectionString: site.superuserUrl });
          hog.on('error', () => {});
          await hog.connect().then(
            () => hogs.push(hog),
            () => sleep(20),
          );
        }
        say(`  ${hogs.length} connections are given back`);
        await Promise.all([first, ...hogs].map((hog) => hog.end().catch(() => {})));
      },
      { max_connections: 40 },
    ),
});
