import { beforeEach, describe, expect, test } from 'vitest';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { sweepAttempts } from '#app/domain/assessment/sweep-attempts.server.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson } from '#tests/support/factories.ts';
import { readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { untilBlocked } from '#tests/support/locks.ts';
import { answersOf, atOnce, createWorld, type TestWorld } from '#tests/support/world.ts';
import { decide, desk, drift } from '../training/manager.ts';

const MINUTE = 60_000;
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
  const outcome = await startAttempt(world, { personId, slug });
  if (outcome.outcome !== 'started') throw new Error(outcome.outcome);
  return outcome.attemptId;
};

/** She has not read this lesson, whatever the table says. */
const unread = (lessonCode: string) => database.owner.lessonProgress.deleteMany({ where: { lessonCode } });

describe('what must be read', () => {
  test('a quiz stays closed while one lesson is not read, and opens with the last', async () => {
    await readAllLessons(world, { personId, slug });
    await unread('T1.2');
    expect(await startAttempt(world, { personId, slug })).toEqual({ outcome: 'lessons-left', lessons: 1 });
    await unread('T1.1');
    expect(await startAttempt(world, { personId, slug })).toEqual({ outcome: 'lessons-left', lessons: 2 });
    expect(await database.db.attempt.count()).toBe(0);
    await readAllLessons(world, { personId, slug });
    expect(await startAttempt(world, { personId, slug })).toMatchObject({ outcome: 'started' });
  });

  test('a lesson that was opened and not read keeps the quiz closed', async () => {
    const enrolmentId = await readAllLessons(world, { personId, slug });
    await unread('T1.2');
    await openLesson(database.db, { enrolmentId, lessonCode: 'T1.2', now: world.now() });
    expect(await startAttempt(world, { personId, slug })).toEqual({ outcome: 'lessons-left', lessons: 1 });
  });

  test('passing completes nothing while a lesson is not read', async () => {
    await readAllLessons(world, { personId, slug });
    const attemptId = await started();
    await unread('T1.2');
    const result = await submitAttempt(world, { attemptId, personId, saves: await rightSaves(world, attemptId) });
    expect(result).toMatchObject({ outcome: 'graded', passed: true, certificateId: null });
    expect(await database.db.completion.count()).toBe(0);
    expect(await database.db.certificate.count()).toBe(0);
    expect(world.asked).toEqual([]);
  });
});

describe('the reading floor', () => {
  const read = (now: Date) =>
    markLessonRead(database.db, { personId, slug, lessonSlug: 'lesson-1', locale: 'vi', measured: true, now });

  test('holds to its last millisecond, whatever the browser measured', async () => {
    const enrolled = await enrol(world, { personId, slug });
    if (enrolled.outcome === 'no-such-course') throw new Error('no course');
    const { floorSecondsVi: floor } = await database.db.lesson.findFirstOrThrow({ where: { code: 'T1.1' } });
    expect(await read(world.now())).toEqual({ outcome: 'not-opened' });
    const { enrolmentId } = enrolled;
    const { openedAt } = await openLesson(database.db, { enrolmentId, lessonCode: 'T1.1', now: world.now() });
    const later = (ms: number) => new Date(openedAt.getTime() + ms);
    expect(await read(later(0))).toEqual({ outcome: 'too-soon', secondsLeft: floor });
    const half = Math.floor(floor / 2);
    expect(await read(later(half * 1000))).toEqual({ outcome: 'too-soon', secondsLeft: floor - half });
    expect(await read(later(floor * 1000 - 1))).toEqual({ outcome: 'too-soon', secondsLeft: 1 });
    expect(await database.db.lessonProgress.count({ where: { readAt: { not: null } } })).toBe(0);
    expect(await read(later(floor * 1000))).toEqual({ outcome: 'read' });
    expect(await read(later(floor * 1000 + 1))).toEqual({ outcome: 'already-read' });
  });

  test('opening a lesson again does not start its clock again', async () => {
    const enrolled = await enrol(world, { personId, slug });
    if (enrolled.outcome === 'no-such-course') throw new Error('no course');
    const open = (now: Date) => openLesson(database.db, { enrolmentId: enrolled.enrolmentId, lessonCode: 'T1.1', now });
    const { openedAt } = await open(world.now());
    expect(await open(new Date(world.now().getTime() + 90_000))).toEqual({ openedAt, readAt: null });
  });

  test('of a lesson is its own: one opened and read long ago lets no other be read', async () => {
    const enrolled = await enrol(world, { personId, slug });
    if (enrolled.outcome === 'no-such-course') throw new Error('no course');
    const { enrolmentId } = enrolled;
    await openLesson(database.db, { enrolmentId, lessonCode: 'T1.1', now: world.now() });
    world.clock.advance(3_600_000);
    expect(await read(world.now())).toEqual({ outcome: 'read' });
    const readOther = () =>
      markLessonRead(database.db, {
        ...{ personId, slug, lessonSlug: 'lesson-2', locale: 'vi', measured: true, now: world.now() },
      });
    expect(await readOther()).toEqual({ outcome: 'not-opened' });
    await openLesson(database.db, { enrolmentId, lessonCode: 'T1.2', now: world.now() });
    expect(await readOther()).toMatchObject({ outcome: 'too-soon' });
  });
});

describe('starts wait for each other', () => {
  test('while one holds the enrolment nobody decides; then one starts and the others find it', async () => {
    await readAllLessons(world, { personId, slug });
    let settled = 0;
    const { starts, before } = await database.db.transaction(
      async (tx) => {
        await tx.rows`SELECT id FROM "Enrolment" FOR NO KEY UPDATE`;
        const all = atOnce(10, () => startAttempt(world, { personId, slug }).finally(() => settled++));
        await untilBlocked(database.db, 10);
        return { starts: { all }, before: settled };
      },
      { withinMs: 25_000 },
    );
    expect(before).toBe(0);
    const outcomes = answersOf(await starts.all).map((each) => each.outcome);
    expect(outcomes.sort()).toEqual([...Array(9).fill('resumed'), 'started']);
    expect(await database.db.attempt.count()).toBe(1);
  });

  test('the last attempt is given once, though ten asked before it was', async () => {
    await readAllLessons(world, { personId, slug });
    for (let round = 0; round < 2; round++)
      await submitAttempt(world, { attemptId: await started(), personId, saves: [] });
    const { starts } = await database.db.transaction(
      async (tx) => {
        await tx.rows`SELECT id FROM "Enrolment" FOR NO KEY UPDATE`;
        const all = atOnce(10, async () => {
          const start = await startAttempt(world, { personId, slug });
          if (start.outcome === 'started')
            await submitAttempt(world, { attemptId: start.attemptId, personId, saves: [] });
          return start.outcome;
        });
        await untilBlocked(database.db, 10);
        return { starts: { all } };
      },
      { withinMs: 25_000 },
    );
    const outcomes = answersOf(await starts.all);
    expect(outcomes.filter((each) => each === 'started')).toHaveLength(1);
    expect(await database.db.attempt.count()).toBe(3);
  });
});

describe('around the deadline and its grace of a minute', () => {
  beforeEach(async () => {
    slug = (await publishSample(database.db, { slug: 'timed', code: 'T9', timeLimitMinutes: 30 })).slug;
    await readAllLessons(world, { personId, slug });
  });

  const at = async (attemptId: string, afterDeadlineMs: number) => {
    const { deadlineAt } = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    if (!deadlineAt) throw new Error('no deadline');
    world.clock.now = new Date(deadlineAt.getTime() + afterDeadlineMs);
    return deadlineAt;
  };

  test.each([
    ['a second before the deadline', -1_000, true],
    ['at the deadline', 0, true],
    ['within the grace', 41_000, true],
    ['at the last moment of the grace', MINUTE, true],
    ['a millisecond after it', MINUTE + 1, false],
  ])('what is handed in %s counts or not', async (_, afterMs, counts) => {
    const attemptId = await started();
    const saves = await rightSaves(world, attemptId);
    const deadlineAt = await at(attemptId, afterMs);
    const now = world.now();
    const result = await submitAttempt(world, { attemptId, personId, saves });
    expect(result).toMatchObject({ outcome: 'graded', passed: counts });
    const told = result.outcome === 'graded' ? result.slots.map((each) => each.outcome) : [];
    expect(new Set(told)).toEqual(new Set([counts ? 'saved' : 'late']));
    const { finishedAt } = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    expect(finishedAt).toEqual(counts ? now : deadlineAt);
  });

  test.each([
    ['at the deadline', 0, 'saved'],
    ['at the last moment of the grace', MINUTE, 'saved'],
    ['a millisecond after it', MINUTE + 1, 'late'],
  ])('a save %s is taken or not', async (_, afterMs, outcome) => {
    const attemptId = await started();
    const saves = await rightSaves(world, attemptId);
    await at(attemptId, afterMs);
    const told = await saveAnswers(world, { attemptId, personId, saves });
    expect(told.outcome === 'kept' && new Set(told.slots.map((each) => each.outcome))).toEqual(new Set([outcome]));
    expect(await database.db.attemptAnswer.count()).toBe(outcome === 'saved' ? 10 : 0);
  });

  test.each([
    ['at the last moment of the grace', MINUTE, 'saved'],
    ['a millisecond after it', MINUTE + 1, 'late'],
  ])('so is a choice between two answers %s', async (_, afterMs, outcome) => {
    const attemptId = await started();
    const [save] = await rightSaves(world, attemptId);
    if (!save) throw new Error('no question');
    await at(attemptId, afterMs);
    const chosen = { ...save, settles: [systemRandom.uuid(world.now())] };
    const told = await saveAnswers(world, { attemptId, personId, saves: [chosen] });
    expect(told).toMatchObject({ outcome: 'kept', slots: [{ outcome }] });
  });

  test('a save waits for whoever takes the paper at that moment', async () => {
    const attemptId = await started();
    const saves = await rightSaves(world, attemptId);
    const { saved } = await database.db.transaction(async (tx) => {
      await tx.rows`SELECT id FROM "Attempt" WHERE id = ${attemptId}::uuid FOR NO KEY UPDATE`;
      const saving = saveAnswers(world, { attemptId, personId, saves });
      await untilBlocked(database.db, 1);
      return { saved: { saving } };
    });
    expect(await saved.saving).toMatchObject({ outcome: 'kept', open: true });
  });

  test('the sweep waits for the whole grace, then finishes at the deadline', async () => {
    const attemptId = await started();
    for (const afterMs of [-1_000, 0, 30_000, MINUTE - 1]) {
      await at(attemptId, afterMs);
      expect(await sweepAttempts(world)).toBe(0);
    }
    const deadlineAt = await at(attemptId, MINUTE);
    expect(await sweepAttempts(world)).toBe(1);
    const attempt = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    expect(attempt).toMatchObject({ state: 'FINISHED', finishedAt: deadlineAt });
  });
});

test('completing while being assigned: whoever comes second finds what the first wrote', async () => {
  const course = await database.db.course.findUniqueOrThrow({ where: { slug } });
  const minh = await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'TRAINING_MANAGER', over: 'VN.P01' });
  for (const first of ['assigning', 'completing'] as const) {
    const learner = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    const self = { personId: learner.id, slug };
    await readAllLessons(world, self);
    const start = await startAttempt(world, self);
    if (start.outcome !== 'started') throw new Error(start.outcome);
    const saves = await rightSaves(world, start.attemptId);
    const ordering = desk(database.db, world.now());
    const { batchId } = await decide(ordering, minh.actor, {
      courseCode: course.code,
      audience: { kind: 'people', agencyCode: 'VN.P01', personIds: [learner.id] },
      day: '2027-04-30',
    });
    const acts = {
      assigning: () => applyBatch(ordering, batchId),
      completing: () => submitAttempt(world, { attemptId: start.attemptId, personId: learner.id, saves }),
    };
    const second = first === 'assigning' ? 'completing' : 'assigning';
    const { both } = await database.db.transaction(
      async (tx) => {
        await tx.rows`SELECT id FROM "Person" WHERE id = ${learner.id}::uuid FOR NO KEY UPDATE`;
        const one = acts[first]();
        await untilBlocked(database.db, 1);
        const other = acts[second]();
        await untilBlocked(database.db, 2);
        return { both: { done: Promise.all([one, other]) } };
      },
      { withinMs: 45_000 },
    );
    await both.done;
    const assignment = await database.db.assignment.findFirstOrThrow({ where: { personId: learner.id } });
    expect(assignment, first).toMatchObject({ status: 'COMPLETED' });
    expect(assignment.completedAt, first).not.toBeNull();
    const standing = await database.db.standing.findFirstOrThrow({ where: { personId: learner.id } });
    expect(standing, first).toMatchObject({ assigned: true, completed: true, completedUnassigned: false });
  }
  await foldDeltas(database.db);
  expect(await drift(database.db, world.now)).toBe(0);
});
