import { beforeEach, describe, expect, test } from 'vitest';
import { readAttempt, readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { sweepAttempts } from '#app/domain/assessment/sweep-attempts.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse, readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { answersOf, atOnce, createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
let world: TestWorld;
let personId: string;
let slug: string;

beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  slug = (await publishSample(database.db)).slug;
  personId = (await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' })).id;
});

const started = async () => {
  await readAllLessons(world, { personId, slug });
  const outcome = await startAttempt(world, { personId, slug });
  if (outcome.outcome !== 'started') throw new Error(outcome.outcome);
  return outcome.attemptId;
};

describe('starting', () => {
  test('a quiz opens when every lesson is read', async () => {
    expect(await startAttempt(world, { personId, slug })).toEqual({ outcome: 'not-enrolled' });
    await readAllLessons(world, { personId, slug });
    expect(await startAttempt(world, { personId, slug })).toMatchObject({ outcome: 'started' });
  });

  test('twenty starts at once make one attempt and lead all of them to it', async () => {
    await readAllLessons(world, { personId, slug });
    const outcomes = answersOf(await atOnce(20, () => startAttempt(world, { personId, slug })));
    expect(outcomes.filter((each) => each.outcome === 'started')).toHaveLength(1);
    expect(outcomes.filter((each) => each.outcome === 'resumed')).toHaveLength(19);
    expect(await database.db.attempt.count()).toBe(1);
  });

  test('attempts end at the limit, also when twenty ask at once', async () => {
    await readAllLessons(world, { personId, slug });
    for (let round = 0; round < 3; round++) {
      await atOnce(20, () => startAttempt(world, { personId, slug }));
      const open = await database.db.attempt.findFirstOrThrow({ where: { state: 'IN_PROGRESS' } });
      await submitAttempt(world, { attemptId: open.id, personId, saves: [] });
    }
    const outcomes = answersOf(await atOnce(20, () => startAttempt(world, { personId, slug })));
    expect(new Set(outcomes.map((each) => each.outcome))).toEqual(new Set(['no-attempts-left']));
    expect(await database.db.attempt.count()).toBe(3);
  });

  test('the paper is the same whenever it is looked at, and holds no key', async () => {
    const attemptId = await started();
    const once = await readAttempt(database.db, { attemptId, personId });
    const again = await readAttempt(database.db, { attemptId, personId });
    expect(again.paper).toEqual(once.paper);
    expect(once.paper.slots).toHaveLength(10);
  });

  test("another person's attempt is not found", async () => {
    const attemptId = await started();
    const stranger = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    await expect(readAttempt(database.db, { attemptId, personId: stranger.id })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await saveAnswers(world, { attemptId, personId: stranger.id, saves: [] })).toEqual({ outcome: 'not-found' });
    expect(await submitAttempt(world, { attemptId, personId: stranger.id, saves: [] })).toEqual({
      outcome: 'not-found',
    });
    await expect(readResult(database.db, { attemptId, personId: stranger.id })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('saving', () => {
  test('what was acknowledged is there, and of two revisions the higher stands', async () => {
    const attemptId = await started();
    const [first] = await rightSaves(world, attemptId, { right: 1, revision: 2 });
    if (!first) throw new Error('no slot');
    expect(await saveAnswers(world, { attemptId, personId, saves: [first] })).toMatchObject({
      outcome: 'saved',
      slots: [{ slot: 1, outcome: 'saved', revision: 2 }],
    });
    const late = { ...first, answer: null, revision: 1 };
    expect(await saveAnswers(world, { attemptId, personId, saves: [late] })).toMatchObject({
      outcome: 'saved',
      slots: [{ slot: 1, outcome: 'stale', revision: 2, answer: first.answer }],
    });
    // The same save again, as a phone on a weak line sends it, is acknowledged again.
    expect(await saveAnswers(world, { attemptId, personId, saves: [first] })).toMatchObject({
      slots: [{ outcome: 'saved' }],
    });
    expect((await readAttempt(database.db, { attemptId, personId })).answers).toMatchObject([
      { slot: 1, answer: first.answer, revision: 2 },
    ]);
  });

  test('of twenty saves at once the highest revision stands', async () => {
    const attemptId = await started();
    const [save] = await rightSaves(world, attemptId, { right: 1 });
    if (!save) throw new Error('no slot');
    await atOnce(20, (index) => saveAnswers(world, { attemptId, personId, saves: [{ ...save, revision: index + 1 }] }));
    expect((await readAttempt(database.db, { attemptId, personId })).answers[0]?.revision).toBe(20);
  });

  test('answers to questions that are not on the paper are refused, and nothing of the batch is kept', async () => {
    const attemptId = await started();
    const [good] = await rightSaves(world, attemptId, { right: 1 });
    if (!good) throw new Error('no slot');
    const foreign = { slot: 11, answer: { choice: 'x' }, revision: 1, flagged: false };
    expect(await saveAnswers(world, { attemptId, personId, saves: [good, foreign] })).toEqual({
      outcome: 'not-on-paper',
      slots: [11],
    });
    const wrongId = { slot: 1, answer: { choice: 'o1' }, revision: 1, flagged: false };
    expect(await saveAnswers(world, { attemptId, personId, saves: [wrongId] })).toMatchObject({
      outcome: 'not-on-paper',
    });
    expect(await database.db.attemptAnswer.count()).toBe(0);
  });

  test('after handing in, a save is told that it is over and changes nothing', async () => {
    const attemptId = await started();
    await submitAttempt(world, { attemptId, personId, saves: [] });
    const saves = await rightSaves(world, attemptId);
    expect(await saveAnswers(world, { attemptId, personId, saves })).toEqual({ outcome: 'over' });
    expect(await database.db.attemptAnswer.count()).toBe(0);
  });
});

describe('handing in', () => {
  test('twenty submissions at once give one grading, one completion, one certificate, one job', async () => {
    const attemptId = await started();
    const saves = await rightSaves(world, attemptId);
    const outcomes = answersOf(await atOnce(20, () => submitAttempt(world, { attemptId, personId, saves })));
    expect(outcomes.filter((each) => each.outcome === 'graded')).toHaveLength(1);
    expect(outcomes.filter((each) => each.outcome === 'already-graded')).toHaveLength(19);
    expect(await database.db.grading.count()).toBe(1);
    expect(await database.db.completion.count()).toBe(1);
    expect(await database.db.certificate.count()).toBe(1);
    expect(world.asked).toHaveLength(1);
  });

  test('answers that come with the submission count', async () => {
    const attemptId = await started();
    const result = await submitAttempt(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
    expect(result).toMatchObject({ outcome: 'graded', passed: true });
  });

  test('six of ten is not seven of ten', async () => {
    const attemptId = await started();
    const result = await submitAttempt(world, {
      attemptId,
      personId,
      saves: await rightSaves(world, attemptId, { right: 6 }),
    });
    expect(result).toMatchObject({ outcome: 'graded', passed: false, certificateId: null });
    expect(await database.db.completion.count()).toBe(0);
  });

  test('a completion freezes agency, position and edition; the certificate freezes the words', async () => {
    const { attemptId } = await completeCourse(world, { personId, slug });
    const completion = await database.db.completion.findFirstOrThrow({ include: { certificates: true } });
    expect(completion.attemptId).toBe(attemptId);
    expect(completion.agencyNameVi).toBe('Cơ quan VN.X00376.DPV');
    expect(completion.certificates).toMatchObject([{ status: 'RESERVED' }]);
    expect(completion.certificates[0]?.statement).toMatchObject({
      kind: 'COURSE_COMPLETION',
      completedOn: '2026-11-22',
    });
  });

  test('a learner who passed cannot start again', async () => {
    const { attemptId } = await completeCourse(world, { personId, slug });
    expect(await startAttempt(world, { personId, slug })).toEqual({ outcome: 'already-passed', attemptId });
  });

  test('a save and a submission at once: what was acknowledged before the end is graded', async () => {
    const attemptId = await started();
    const saves = await rightSaves(world, attemptId);
    const [saved, submitted] = await Promise.all([
      saveAnswers(world, { attemptId, personId, saves }),
      submitAttempt(world, { attemptId, personId, saves: [] }),
    ]);
    const result = await readResult(database.db, { attemptId, personId });
    expect(submitted.outcome).toBe('graded');
    expect(result.passed).toBe(saved.outcome === 'saved');
  });
});

describe('the result', () => {
  test('right answers and reasons come after passing, not with the last failed attempt', async () => {
    await readAllLessons(world, { personId, slug });
    const revealed: boolean[] = [];
    for (let round = 0; round < 3; round++) {
      const start = await startAttempt(world, { personId, slug });
      if (start.outcome !== 'started') throw new Error(start.outcome);
      await submitAttempt(world, { attemptId: start.attemptId, personId, saves: [] });
      const result = await readResult(database.db, { attemptId: start.attemptId, personId });
      revealed.push(result.revealed);
      expect(result.questions.every((each) => (each.right !== undefined) === result.revealed)).toBe(true);
      expect(result.questions.every((each) => each.verdict === 'wrong')).toBe(true);
    }
    expect(revealed).toEqual([false, false, false]);
  });

  test('an attempt in progress has no result', async () => {
    const attemptId = await started();
    await expect(readResult(database.db, { attemptId, personId })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the deadline is the server clock’s', () => {
  beforeEach(async () => {
    slug = (await publishSample(database.db, { slug: 'timed', code: 'T9', timeLimitMinutes: 30 })).slug;
  });

  test('a save within the latency grace counts, one after it does not', async () => {
    const attemptId = await started();
    const [one, two] = await rightSaves(world, attemptId, { right: 2 });
    if (!one || !two) throw new Error('no slots');
    world.clock.advance(30 * 60_000 + 41_000);
    expect(await saveAnswers(world, { attemptId, personId, saves: [one] })).toMatchObject({ outcome: 'saved' });
    world.clock.advance(24_000);
    expect(await saveAnswers(world, { attemptId, personId, saves: [two] })).toEqual({ outcome: 'over' });
  });

  test('offline at expiry: the sweep finishes at the deadline on the answers saved until then, once', async () => {
    const attemptId = await started();
    await saveAnswers(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
    const { deadlineAt } = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    world.clock.advance(31 * 60_000 + 1_000);
    const swept = answersOf(await atOnce(5, () => sweepAttempts(world)));
    expect(swept.reduce((sum, each) => sum + each, 0)).toBe(1);
    const attempt = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    expect(attempt).toMatchObject({ state: 'FINISHED', finishedAt: deadlineAt });
    expect(await database.db.completion.count()).toBe(1);
    expect(await submitAttempt(world, { attemptId, personId, saves: [] })).toEqual({ outcome: 'already-graded' });
  });

  test('a submission after the deadline counts the answers saved in time and says so', async () => {
    const attemptId = await started();
    world.clock.advance(40 * 60_000);
    const result = await submitAttempt(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
    expect(result).toMatchObject({ outcome: 'graded', passed: false, answersCounted: false });
    expect(await database.db.attemptAnswer.count()).toBe(0);
  });
});
