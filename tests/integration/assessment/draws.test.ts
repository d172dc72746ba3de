import { beforeEach, describe, expect, test } from 'vitest';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { drawnOf, readAllLessons } from '#tests/support/learner.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
/** Two questions of each of two lessons, whose banks hold six. */
const WIDE = { questions: 4, attempts: 3 };

let world: TestWorld;
let slug: string;
let personId: string;
beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  ({ slug } = await publishSample(database.db, { ...WIDE, now: world.now }));
  ({ id: personId } = await createPerson(database.db, { agencyCode: 'VN.P01' }));
});

/** What the next paper asks, by the codes of its questions; it is handed in empty. */
async function paper(): Promise<string[]> {
  const started = await startAttempt(world, { personId, slug });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  const { attemptId } = started;
  world.clock.advance(60_000);
  await submitAttempt(world, { attemptId, personId, saves: [] });
  const attempt = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  const drawn = await drawnOf(database.db, attempt);
  const versions = await database.db.questionVersion.findMany({
    where: { id: { in: drawn.slots.map((slot) => slot.questionVersionId) } },
  });
  return versions.map(({ code }) => code);
}

describe('what a paper asks', () => {
  test('is new to her as long as there is something new, also when an edition replaced a question in between', async () => {
    let first: string[] = [];
    while (!first.includes('T1-Q01')) {
      ({ id: personId } = await createPerson(database.db, { agencyCode: 'VN.P01' }));
      await readAllLessons(world, { personId, slug });
      first = await paper();
    }
    // An editorial change mends a question that was on her paper: she follows the new edition, in another version of it.
    await publishSample(database.db, {
      ...WIDE,
      note: 'Bản hai',
      firstQuestion: 'Câu hỏi số 1 đã sửa hỏi gì?',
      changes: ['editorial'],
      now: world.now,
    });
    expect(await database.db.questionVersion.count({ where: { code: 'T1-Q01' } })).toBe(2);
    const asked = [...first, ...(await paper()), ...(await paper())];
    expect(new Set(asked).size).toBe(12);
  });

  test('is new to her also after papers that name every question, as they were kept before', async () => {
    await readAllLessons(world, { personId, slug });
    const first = await paper();
    const [attempt] = await database.db.attempt.findMany();
    if (!attempt) throw new Error('no attempt');
    const drawn = await drawnOf(database.db, attempt);
    await database.owner.transaction(async (tx) => {
      await tx.run`ALTER TABLE "Attempt" DISABLE TRIGGER attempt_is_frozen`;
      await tx.run`UPDATE "Attempt" SET paper = ${JSON.stringify(drawn)}::jsonb`;
      await tx.run`ALTER TABLE "Attempt" ENABLE TRIGGER attempt_is_frozen`;
    });
    const asked = [...first, ...(await paper()), ...(await paper())];
    expect(new Set(asked).size).toBe(12);
  });

  test('in another cycle is first what the cycle before did not ask', async () => {
    await readAllLessons(world, { personId, slug });
    const before = [...(await paper()), ...(await paper())];
    const { id: _, cycle, ...enrolment } = await database.db.enrolment.findFirstOrThrow({ where: { personId } });
    await database.db.enrolment.createMany({ data: [{ ...enrolment, cycle: cycle + 1 }] });
    await readAllLessons(world, { personId, slug });
    expect(new Set([...before, ...(await paper())]).size).toBe(12);
  });

  test('is on record with whether the rule of scenarios held', async () => {
    await readAllLessons(world, { personId, slug });
    await paper();
    const [attempt] = await database.db.attempt.findMany();
    // The bank of the sample has a single scenario.
    expect(attempt?.paper).toMatchObject({ scenarios: 'given-up' });
  });
});
