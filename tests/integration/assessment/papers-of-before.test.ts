import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { drawnOf, paperOf, readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { createWorld } from '#tests/support/world.ts';

const database = useDatabase();
const migration = readFileSync(
  path.resolve(import.meta.dirname, '../../../prisma/migrations/20261125120000_drawn_papers/migration.sql'),
  'utf8',
);

test('papers that were kept in their own words become the papers that were drawn, finished ones too', async () => {
  const { db } = database;
  const world = createWorld(db);
  await createAgencies(db);
  // Every question of the bank, so that every type of question is on the paper.
  const { slug } = await publishSample(db, { questions: 12 });
  for (const finished of [true, false, false]) {
    const { id: personId } = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
    await readAllLessons(world, { personId, slug });
    const started = await startAttempt(world, { personId, slug });
    if (started.outcome !== 'started') throw new Error(started.outcome);
    const { attemptId } = started;
    if (finished) await submitAttempt(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
  }
  const drawn = await db.attempt.findMany({ orderBy: { id: 'asc' } });
  expect(new Set(drawn.map(({ state }) => state))).toEqual(new Set(['FINISHED', 'IN_PROGRESS']));

  // As they were kept before.
  const before = await Promise.all(drawn.map(async ({ id }) => ({ id, ...(await paperOf(db, id)) })));
  const { owner } = database;
  await owner.transaction(async (tx) => {
    await tx.run`ALTER TABLE "Attempt" DISABLE TRIGGER attempt_is_frozen`;
    await tx.run`ALTER TABLE "Attempt" ADD COLUMN "paperKey" jsonb`;
    await tx.run`UPDATE "Attempt" a SET paper = b.paper, "paperKey" = b."paperKey"
                     FROM jsonb_to_recordset(${JSON.stringify(before)}::jsonb) b(id uuid, paper jsonb, "paperKey" jsonb) WHERE b.id = a.id`;
    await tx.run`ALTER TABLE "Attempt" ENABLE TRIGGER attempt_is_frozen`;
  });

  await database.runScript(migration);
  // Of those times nothing says whether the rule of scenarios held.
  const named = await Promise.all(
    drawn.map(async (attempt) => ({ ...attempt, paper: { slots: (await drawnOf(db, attempt)).slots } })),
  );
  const kept = await db.attempt.findMany({ orderBy: { id: 'asc' } });
  expect(kept).toEqual(named);
  for (const [at, attempt] of kept.entries()) expect(await drawnOf(db, attempt)).toEqual(named[at]?.paper);
  await expect(db.run`UPDATE "Attempt" SET paper = '{}' WHERE state = 'IN_PROGRESS'`).rejects.toThrow(
    'the paper of an attempt is frozen at its start',
  );
  // They are answered, graded and shown like any other.
  for (const { id: attemptId, personId, state } of kept) {
    if (state === 'FINISHED') continue;
    const saves = await rightSaves(world, attemptId);
    expect(await submitAttempt(world, { attemptId, personId, saves })).toMatchObject({
      outcome: 'graded',
      passed: true,
    });
    const { questions } = await readResult(db, { attemptId, personId });
    expect(questions.map(({ verdict }) => verdict)).toEqual(questions.map(() => 'right'));
  }
});
