import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { defineDrill } from './drill.ts';
import { underLoad } from './under-load.ts';

const MAX_CONNECTIONS = 40;

/** Every connection that PostgreSQL has to give is taken by somebody else, and those of the product are ended. */
export const drill = defineDrill({
  options: { learners: 60, seconds: 15 },
  run: (given) =>
    underLoad(
      'connections',
      { ...given, isFelt: true },
      async ({ site, say }) => {
        const hogs: pg.Client[] = [];
        const open = async () => {
          const hog = new pg.Client({ connectionString: site.superuserUrl, connectionTimeoutMillis: 5_000 });
          hog.on('error', () => {});
          await hog.connect();
          hogs.push(hog);
          return hog;
        };
        const first = await open();
        const until = Date.now() + given.seconds * 1_000;
        // More of them ask at once than there are connections: what the product lets go of is never free for long.
        const hogging = Array.from({ length: MAX_CONNECTIONS }, async () => {
          while (Date.now() < until) await open().catch(() => sleep(5));
        });
        say('  every connection is taken');
        const since = hogs.length;
        for (; Date.now() < until; await sleep(250)) {
          await first.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name LIKE 'truc%'`,
          );
        }
        await Promise.all(hogging);
        say(`  ${hogs.length - since} connections are given back`);
        await Promise.all(hogs.map((hog) => hog.end().catch(() => {})));
      },
      { max_connections: MAX_CONNECTIONS },
    ),
});
