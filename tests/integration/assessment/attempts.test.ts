import { beforeEach, describe, expect, test } from 'vitest';
import { readAttempt, readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { sweepAttempts } from '#app/domain/assessment/sweep-attempts.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse, readAllLessons, rightSaves, saveOf } from '#tests/support/learner.ts';
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

  test("another person's answers earn nothing", async () => {
    const attemptId = await started();
    const right = await rightSaves(world, attemptId);
    const colleague = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    await readAllLessons(world, { personId: colleague.id, slug });
    const theirs = await startAttempt(world, { personId: colleague.id, slug });
    if (theirs.outcome !== 'started') throw new Error(theirs.outcome);
    await database.db.attemptAnswer.createMany({
      data: right.map(({ saveId, slot, answer }) => ({
        ...{ attemptId: theirs.attemptId, saveId, slot, answer: answer ?? {}, revision: 1, savedAt: world.now() },
      })),
    });
    expect(await submitAttempt(world, { attemptId, personId, saves: [] })).toMatchObject({ passed: false });
    expect(await database.db.grading.findFirstOrThrow({ where: { attemptId } })).toMatchObject({ earnedNumerator: 0 });
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
  test('an answer to what is not on the paper is refused, and the others of the batch are kept', async () => {
    const attemptId = await started();
    const [good] = await rightSaves(world, attemptId, { right: 1 });
    if (!good) throw new Error('no slot');
    const foreign = saveOf(11, { choice: 'x' });
    const wrongId = saveOf(2, { choice: 'o1' });
    const nonsense = { slot: 'x' };
    expect(
      await saveAnswers(world, { attemptId, personId, saves: [foreign, good, wrongId, nonsense, null] }),
    ).toMatchObject({
      outcome: 'kept',
      slots: [
        { saveId: good.saveId, slot: 1, outcome: 'saved', revision: 1 },
        { saveId: foreign.saveId, slot: 11, outcome: 'refused' },
        { saveId: wrongId.saveId, slot: 2, outcome: 'refused' },
        { saveId: '', slot: 0, outcome: 'refused' },
        { saveId: '', slot: 0, outcome: 'refused' },
      ],
    });
    expect(await database.db.attemptAnswer.findMany()).toMatchObject([{ slot: 1, answer: good.answer, revision: 1 }]);
  });

  test('after handing in, an answer is kept as late and changes nothing', async () => {
    const attemptId = await started();
    await submitAttempt(world, { attemptId, personId, saves: [] });
    const saves = await rightSaves(world, attemptId);
    const told = await saveAnswers(world, { attemptId, personId, saves });
    expect(told).toMatchObject({ outcome: 'kept', open: false });
    expect(told.outcome === 'kept' && new Set(told.slots.map((each) => each.outcome))).toEqual(new Set(['late']));
    expect(await database.db.attemptAnswer.count()).toBe(0);
    expect(await database.db.keptAnswer.findMany({ orderBy: { slot: 'asc' } })).toMatchObject(
      saves.map(({ slot, saveId, answer }) => ({ slot, saveId, answer, reason: 'LATE', settledAt: null })),
    );
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
    expect(result.passed).toBe(saved.outcome === 'kept' && saved.open);
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

  test('of a passed attempt names the certificate, until it is revoked', async () => {
    const attemptId = await started();
    await submitAttempt(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
    const { id, serial } = await database.db.certificate.findFirstOrThrow();
    const result = await readResult(database.db, { attemptId, personId });
    expect(result.certificate).toMatchObject({ id, serial, status: 'RESERVED' });
    await database.db.certificate.update({
      where: { id },
      data: { revokedAt: world.now(), revokedReason: 'Nhập nhầm.' },
    });
    expect((await readResult(database.db, { attemptId, personId })).certificate).toBeNull();
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
    expect(await saveAnswers(world, { attemptId, personId, saves: [one] })).toMatchObject({
      open: true,
      slots: [{ outcome: 'saved' }],
    });
    world.clock.advance(24_000);
    expect(await saveAnswers(world, { attemptId, personId, saves: [two] })).toMatchObject({
      open: false,
      slots: [{ outcome: 'late' }],
    });
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
    expect(await submitAttempt(world, { attemptId, personId, saves: [] })).toMatchObject({ outcome: 'already-graded' });
  });

  test('a submission after the deadline counts the answers saved in time and says so', async () => {
    const attemptId = await started();
    world.clock.advance(40 * 60_000);
    const result = await submitAttempt(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
    expect(result).toMatchObject({ outcome: 'graded', passed: false });
    expect(result.outcome === 'graded' && new Set(result.slots.map((each) => each.outcome))).toEqual(new Set(['late']));
    expect(await database.db.attemptAnswer.count()).toBe(0);
    expect(await database.db.keptAnswer.count({ where: { reason: 'LATE' } })).toBe(10);
  });
});
