import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';

const database = useDatabase();
const root = path.resolve(import.meta.dirname, '../../..');

function recount(...options: string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url } as unknown as NodeJS.ProcessEnv;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/recount.ts', ...options],
      { cwd: root, env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

test('what differs is printed with both numbers, changed only when asked, and audited', {
  timeout: 120_000,
}, async () => {
  const { db } = database;
  await createAgencies(db);
  await publishSample(db);
  await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
  while (await foldDeltas(db));
  await db.run`UPDATE "RollupNow" SET people = people + 2 WHERE "agencyId" = (SELECT id FROM "Agency" WHERE code = 'VN.P01')`;
  expect(await recount()).toMatchObject({
    code: 1,
    said: expect.stringMatching(
      /1 differ\.\n {2}VN\.P01 {2}- {2}registered {2}now: the report says 3, the facts say 1\nNothing was changed/,
    ),
  });
  expect(await recount('--repair')).toMatchObject({ code: 0, said: expect.stringContaining('0 differ now') });
  expect(await db.auditEvent.findMany({ where: { action: 'reports.repaired' } })).toMatchObject([
    { actorId: null, before: { differences: 1 } },
  ]);
  expect(await recount()).toMatchObject({ code: 0, said: expect.stringContaining('0 differ.') });
});
