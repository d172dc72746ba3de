import { findMisprints } from '#app/domain/certificates/find-misprints.server.ts';
import { openDatabase } from '#app/platform/database.server.ts';
import { openProductDatabase } from './start/open-database.mjs';

/**
 * `npm run certificates:check`: lists issued certificates whose document has a question mark in place of a letter, by
 * serial, with the words as they should stand and as they were printed. Ends with 1 when there are any.
 */
async function main(): Promise<number> {
  const database = await openProductDatabase();
  try {
    const db = openDatabase(database.url, { max: 1, application: 'truc-certificates-check' });
    try {
      let found = 0;
      for await (const { serial, says } of findMisprints(db)) {
        found += 1;
        for (const { words, printed } of says) console.log(`${serial}\t${words}\t${printed}`);
      }
      console.log(
        found === 0
          ? 'Every issued certificate says what its statement says.'
          : `${found} certificates are misprinted.`,
      );
      return found === 0 ? 0 : 1;
    } finally {
      await db.close();
    }
  } finally {
    await database.stop();
  }
}

try {
  process.exit(await main());
} catch (error) {
  console.error((error as Error).name === 'Failure' ? (error as Error).message : error);
  process.exit(2);
}
