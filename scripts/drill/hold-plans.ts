import pg from 'pg';
import { visitsOf } from '../bench/nation/pages-of-nation.ts';
import { castNation } from '../bench/nation/people-of-nation.ts';
import { costliestOf } from '../bench/nation/time-visit.ts';
import { runWebs } from '../bench/run-web.ts';
import { makeNation, readNation, withNation } from '../nation/open-nation.ts';
import { defineDrill } from './drill.ts';

/** What one statement of a page may touch, in blocks of 8 KB, over however many people. */
const BLOCKS = 3_000;
/** What is known not to keep it does so once it has this much room: the edge is crossed by every vacuum. */
const WITH_ROOM = 2_400;

/** What does not keep that yet. One that does is to be taken off here, so that it is held from then on. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['assignees not started, nation', 'assignees by name, nation', 'person finder, nation'],
  ...[
    'person finder by name, nation',
    'units of the reports, search',
    'report, province',
    'preview, province',
    'unit finder, province',
  ],
  ...['assignees in progress, province', 'assignees not started, province', 'assignees overdue, province'],
  ...['person finder, province', 'person finder by name, province'],
]);

/** Every page and finder over a nation: no statement reads more than its bound, on any plan that the server takes. */
export const drill = defineDrill({
  options: { people: 100_000 },
  choices: {},
  async run({ people, say }) {
    if (!readNation(people)) {
      say(`making a nation of ${people}`);
      await makeNation({ people });
    }
    return withNation(people, async (ground, site) => {
      const webs = await runWebs(ground, site, { count: 1 });
      const onlooker = new pg.Client({ connectionString: site.superuserUrl, application_name: 'drill' });
      await onlooker.connect();
      ground.onClose(() => onlooker.end());
      const role = new URL(site.databaseUrl).username;
      let holds = true;
      for (const { what, client, path } of visitsOf(await castNation(site, webs))) {
        // The sixth time a server plans a named statement for whatever is asked on average.
        for (let time = 0; time < 8; time++) await client.get(path);
        let status = 0;
        const { blocks, words } = await costliestOf(onlooker, role, async () => {
          ({ status } = await client.get(path));
        });
        const isWithin = status === 200 && blocks <= BLOCKS;
        const isExpected = KNOWN.has(what) ? !isWithin || blocks > WITH_ROOM : isWithin;
        if (!isExpected) holds = false;
        const told = isWithin
          ? isExpected
            ? 'ok'
            : 'now keeps it: take it off the list'
          : isExpected
            ? 'known'
            : 'BROKEN';
        say(
          `${told.padEnd(6)} ${String(blocks).padStart(8)}  ${what}${isWithin ? '' : `: status ${status}, ${words}`}`,
        );
      }
      return holds;
    });
  },
});
