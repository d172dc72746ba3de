import { describe, expect, test } from 'vitest';
import { openDatabase } from '#app/platform/database.server.ts';
import { watchReadiness } from '#app/platform/readiness.server.ts';
import { requireServer, type ServerFacts, ServerUnfit, whyUnfit } from '#app/platform/require-server.server.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase();
const fit: ServerFacts = {
  number: 180_000,
  version: '18.0',
  encoding: 'UTF8',
  zone: 'UTC',
  isolation: 'read committed',
};

describe('a server', () => {
  test.each([
    [{ number: 170_006, version: '17.6' }, /PostgreSQL 18 or newer.* is 17\.6/],
    [{ encoding: 'SQL_ASCII' }, /UTF8, and it is in SQL_ASCII/],
    [{ zone: 'Asia/Ho_Chi_Minh' }, /in UTC, and they do in Asia\/Ho_Chi_Minh/],
    [{ isolation: 'serializable' }, /READ COMMITTED.*"serializable"/],
  ] as const)('with %o does not fit', (more, words) => {
    expect(whyUnfit(fit)).toBeNull();
    expect(whyUnfit({ ...fit, ...more })).toMatch(words);
  });

  test('that the tests run on fits, whatever zone its database is set to', async () => {
    await database.runScript(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Ho_Chi_Minh''', current_database()); END $$`,
    );
    const db = openDatabase(database.url, { max: 1 });
    await requireServer(db).finally(() => db.close());
  });

  test('whose settings do not fit is no server to be ready on', async () => {
    const set = (to: string) =>
      database.runScript(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${to}', current_database()); END $$`);
    await set(`SET default_transaction_isolation = ''serializable''`);
    const db = openDatabase(database.url, { max: 1 });
    try {
      await expect(requireServer(db)).rejects.toBeInstanceOf(ServerUnfit);
      const vitalSigns = {
        beat: async () => {},
        storageState: () => 'well' as const,
        clock: { aheadMs: () => 0, agrees: () => true } as never,
      };
      const ready = watchReadiness({ db, queue: { ready: async () => {} }, vitalSigns });
      expect(await ready()).toEqual({ failing: ['database: does not fit'], doubtful: [] });
    } finally {
      await db.close();
      await set('RESET default_transaction_isolation');
    }
  });
});
