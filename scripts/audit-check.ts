import { parseArgs } from 'node:util';
import { checkAudit } from '#app/domain/ledger/chain-audit.server.ts';
import { openDatabase } from '#app/platform/database.server.ts';
import { openProductDatabase } from './start/open-database.mjs';

const USAGE = 'npm run audit:check -- [--head COUNT:HASH]';

const SAID = {
  altered: 'was altered',
  missing: 'is missing',
  reordered: 'is not where it was written',
  inserted: 'was put in beside the chain',
  truncated: 'and all after it were cut off',
} as const;

/** `npm run audit:check`: goes through the chain of the audit trail and says the first break. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { head: { type: 'string' } } });
  const given = values.head ? /^(\d{1,15}):([0-9a-f]{64})$/.exec(values.head) : null;
  if (values.head && !given) throw new Error(`Usage: ${USAGE}`);
  const database = await openProductDatabase();
  const db = openDatabase(database.url, { max: 2, application: 'truc-audit-check' });
  try {
    const expected = given ? { count: Number(given[1]), hash: given[2] ?? '' } : null;
    const { head, pending, broken } = await checkAudit({ db }, { expected });
    console.log(`${head.count} events are chained without a break; ${pending} wait to be chained.`);
    console.log(`Write this down elsewhere and give it next time as --head: ${head.count}:${head.hash}`);
    if (!broken) return true;
    const place = broken.position ? `The event at position ${broken.position} of the chain` : 'An event';
    const id = broken.eventId ? ` (id ${broken.eventId})` : '';
    console.error(`${place}${id} ${SAID[broken.kind]}.`);
    return false;
  } finally {
    await db.close();
    await database.stop();
  }
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
