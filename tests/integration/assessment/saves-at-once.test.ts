import { beforeEach, expect, test } from 'vitest';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { answersOf, atOnce, createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
let world: TestWorld;
let own: { personId: string; attemptId: string };

beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  const { slug } = await publishSample(database.db);
  const { id: personId } = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await readAllLessons(world, { personId, slug });
  const started = await startAttempt(world, { personId, slug });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  own = { personId, attemptId: started.attemptId };
});

test('saves of two tabs at once, whose slots come in opposite orders, are all answered', async () => {
  const saves = await rightSaves(world, own.attemptId);
  for (let round = 1; round <= 5; round++) {
    const outcomes = answersOf(
      await atOnce(8, (index) => {
        const mine = saves.map((save) => ({ ...save, revision: round * 10 + index }));
        return saveAnswers(world, { ...own, saves: index % 2 ? mine.toReversed() : mine });
      }),
    );
    expect(new Set(outcomes.map((each) => each.outcome))).toEqual(new Set(['saved']));
  }
  const rows = await database.db.attemptAnswer.findMany();
  expect(new Set(rows.map((row) => row.revision))).toEqual(new Set([57]));
});

test('of one slot that comes twice in a save the newer revision stands', async () => {
  const [save] = await rightSaves(world, own.attemptId);
  if (!save) throw new Error('an empty paper');
  const saves = [
    { ...save, revision: 2 },
    { ...save, revision: 1, answer: null },
  ];
  expect(await saveAnswers(world, { ...own, saves })).toMatchObject({
    outcome: 'saved',
    slots: [{ slot: save.slot, outcome: 'saved', revision: 2 }],
  });
  expect(await database.db.attemptAnswer.findMany()).toMatchObject([{ slot: save.slot, revision: 2 }]);
});
