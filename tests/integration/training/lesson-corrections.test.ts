import { beforeEach, describe, expect, test } from 'vitest';
import { askAttempt } from '#app/domain/assessment/ask-attempt.server.ts';
import { changeEdition } from '#app/domain/assessment/change-edition.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { getLesson } from '#app/domain/learning/get-lesson.server.ts';
import { markCorrectionsSeen, unseenCorrections } from '#app/domain/progress/unseen-corrections.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { publishCourses, publishSample, type SampleOptions, sampleCourse } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { completeCourse, drawnOf, paperOf, readAllLessons, rightSaves } from '#tests/support/learner.ts';
import { untilBlocked } from '#tests/support/locks.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';

const database = useDatabase();
const slug = 'sample';
/** The second edition: lesson T1.1 is corrected, its question T1-Q01 mended, T1-Q03 withdrawn as well. */
const CORRECTED: SampleOptions = {
  note: 'Bản hai',
  firstQuestion: 'Câu hỏi số 1 đã sửa hỏi gì?',
  corrects: ['T1.1'],
  withdraws: ['T1-Q01', 'T1-Q03'],
};

let world: TestWorld;
let lan: string;
let minh: string;
beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  lan = (await createPerson(database.db, { fullName: 'Nguyễn Thị Lan', agencyCode: 'VN.P01' })).id;
  minh = (await createPerson(database.db, { fullName: 'Trần Minh', agencyCode: 'VN.P01' })).id;
  await publishSample(database.db, { now: world.now });
});

const correct = (more: SampleOptions = {}) => publishSample(database.db, { ...CORRECTED, ...more, now: world.now });
const lessonOf = (personId: string, lessonSlug = 'lesson-1') => getLesson(database.db, { slug, lessonSlug, personId });
const courseOf = (personId: string | null) => getCourse(database.db, { slug, personId });
const start = async (personId: string) => {
  const started = await startAttempt(world, { personId, slug });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  return started.attemptId;
};
const codesOf = async (attemptId: string) => {
  const attempt = await database.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  const ids = (await drawnOf(database.db, attempt)).slots.map((slot) => slot.questionVersionId);
  const versions = await database.db.questionVersion.findMany({ where: { id: { in: ids } } });
  return versions.map(({ code }) => code).sort();
};

describe('a correction', () => {
  test('stands on the old lesson of whoever began before it, with day, words and source, and on no other', async () => {
    await enrol(world, { personId: lan, slug });
    expect((await lessonOf(lan))?.lesson.corrections).toEqual([]);
    await correct();
    await enrol(world, { personId: minh, slug });
    const said = {
      lessonCode: 'T1.1',
      on: '2026-11-22',
      text: { vi: 'Điều đúng của T1.1 là thế này (vi)', en: 'Điều đúng của T1.1 là thế này (en)' },
      source: { vi: 'Nghị định 118/2025/NĐ-CP (vi)', en: 'Nghị định 118/2025/NĐ-CP (en)' },
    };
    expect((await lessonOf(lan))?.lesson.corrections).toEqual([said]);
    expect((await lessonOf(lan, 'lesson-2'))?.lesson.corrections).toEqual([]);
    expect((await lessonOf(minh))?.lesson.corrections).toEqual([]);
    expect((await courseOf(lan))?.edition).toMatchObject({ number: 1, newer: { number: 2 }, corrections: [said] });
    for (const personId of [minh, null])
      expect((await courseOf(personId))?.edition).toMatchObject({ number: 2, newer: null, corrections: [] });
  });

  test('stands beside the editions: an unchanged one changes no row, a mended one makes no edition, one taken back goes', async () => {
    await enrol(world, { personId: lan, slug });
    await correct();
    const kept = () => database.db.rows`SELECT "textVi", xmin::text FROM "LessonCorrection"`;
    const before = await kept();
    await correct();
    expect(await kept()).toEqual(before);
    await correct({ corrects: ['T1.2'], withdraws: [] });
    expect((await lessonOf(lan))?.lesson.corrections).toEqual([]);
    expect((await lessonOf(lan, 'lesson-2'))?.lesson.corrections).toHaveLength(1);
    expect(await database.db.withdrawnQuestion.count()).toBe(0);
    // Words beside the editions: none of this made another one.
    expect(await database.db.courseEdition.count()).toBe(2);
  });

  test('of a database that begins with the corrected course tells nobody anything', async () => {
    await publishSample(database.db, {
      ...CORRECTED,
      slug: 'fresh',
      code: 'T2',
      corrects: ['T2.1'],
      withdraws: ['T2-Q01'],
    });
    await enrol(world, { personId: lan, slug: 'fresh' });
    const page = await getLesson(database.db, { slug: 'fresh', lessonSlug: 'lesson-1', personId: lan });
    expect(page?.lesson.corrections).toEqual([]);
  });

  test.each([
    [{ corrects: ['T1.9'] }, /there is no lesson T1\.9 to correct/],
    [{ corrects: ['T1.1', 'T1.1'] }, /lesson T1\.1 is corrected twice/],
    [{ withdraws: ['T2-Q01'] }, /T2-Q01 is a question of another course/],
    [{ withdraws: ['T1-Q01', 'T1-Q01'] }, /T1-Q01 is withdrawn twice/],
    [{ changes: ['editorial' as const] }, /only a material change/],
    [
      { withdraws: Array.from({ length: 12 }, (_, at) => `T1-Q${String(at + 1).padStart(2, '0')}`) },
      /leaves papers of edition 1 nothing to ask/,
    ],
  ])('that makes no sense is refused: %o', async (wrong, message) => {
    const { broken, published } = await publishCourses(database.db, {
      sample: sampleCourse({ ...CORRECTED, ...wrong }),
    });
    expect(published).toEqual([]);
    expect(broken.flatMap(({ problems }) => problems.map((problem) => problem.message)).join('\n')).toMatch(message);
    expect(await database.db.lessonCorrection.count()).toBe(0);
  });
});

describe('a withdrawn question', () => {
  test('is drawn for no paper any more, of the old edition neither', async () => {
    await readAllLessons(world, { personId: lan, slug });
    await correct();
    for (let attempt = 1; attempt <= 3; attempt++) {
      const attemptId = await start(lan);
      const codes = await codesOf(attemptId);
      expect(codes).not.toContain('T1-Q01');
      expect(codes).not.toContain('T1-Q03');
      // Of lesson one 4 are left of 6 and 5 are declared, of lesson two all.
      expect(codes).toHaveLength(9);
      await submitAttempt(world, { attemptId, personId: lan, saves: [] });
    }
  });

  test('on a paper drawn before stays on it and is graded as it was', async () => {
    await readAllLessons(world, { personId: lan, slug });
    let attemptId = await start(lan);
    for (let turn = 0; turn < 2 && !(await codesOf(attemptId)).includes('T1-Q01'); turn++) {
      await submitAttempt(world, { attemptId, personId: lan, saves: [] });
      attemptId = await start(lan);
    }
    expect(await codesOf(attemptId)).toContain('T1-Q01');
    const paperBefore = await paperOf(database.db, attemptId);
    await correct();
    expect(await paperOf(database.db, attemptId)).toEqual(paperBefore);
    await submitAttempt(world, { attemptId, personId: lan, saves: await rightSaves(world, attemptId) });
    const grading = await database.db.grading.findFirstOrThrow({ where: { attemptId } });
    expect(grading).toMatchObject({ passed: true, earnedNumerator: 10, earnedDenominator: 1, possible: 10 });
  });

  test('that was mended is drawn from the new edition', async () => {
    await correct();
    await readAllLessons(world, { personId: lan, slug });
    const drawn = new Set<string>();
    for (let attempt = 1; attempt <= 3; attempt++) {
      const attemptId = await start(lan);
      for (const code of await codesOf(attemptId)) drawn.add(code);
      await submitAttempt(world, { attemptId, personId: lan, saves: [] });
    }
    expect(drawn).toContain('T1-Q01');
  });
});

describe('changing to the current edition', () => {
  test('keeps what was read and is on record; what is new is to be read', async () => {
    const enrolmentId = await readAllLessons(world, { personId: lan, slug });
    const { editionId: from } = await database.db.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
    const { editionId: to } = await correct({ lessons: 3 });
    const several = await Promise.all(Array.from({ length: 6 }, () => changeEdition(world, { personId: lan, slug })));
    expect(several.map(({ outcome }) => outcome).sort()).toEqual(['changed', ...Array(5).fill('newest-already')]);
    const page = await courseOf(lan);
    expect(page?.edition).toMatchObject({ number: 2, isCurrent: true, newer: null, corrections: [] });
    expect(page?.modules.flatMap((module) => module.lessons).map(({ readAt }) => readAt !== null)).toEqual([
      true,
      true,
      false,
    ]);
    expect(await database.db.editionChange.findMany()).toEqual([
      { enrolmentId, fromEditionId: from, toEditionId: to, changedAt: world.now() },
    ]);
    expect(await startAttempt(world, { personId: lan, slug })).toEqual({ outcome: 'lessons-left', lessons: 1 });
  });

  test('waits until an open paper is handed in; attempts count on, and the next paper is of the new edition', async () => {
    await readAllLessons(world, { personId: lan, slug });
    const attemptId = await start(lan);
    const { quizId } = await correct();
    expect(await changeEdition(world, { personId: lan, slug })).toEqual({ outcome: 'paper-open' });
    await submitAttempt(world, { attemptId, personId: lan, saves: [] });
    expect(await changeEdition(world, { personId: lan, slug })).toEqual({ outcome: 'changed' });
    const next = await database.db.attempt.findUniqueOrThrow({ where: { id: await start(lan) } });
    expect(next).toMatchObject({ number: 2, quizId });
  });

  test('is not for who has passed, who is not enrolled, and who reads the newest', async () => {
    await completeCourse(world, { personId: lan, slug });
    await correct();
    expect(await changeEdition(world, { personId: lan, slug })).toEqual({ outcome: 'passed' });
    expect(await changeEdition(world, { personId: minh, slug })).toEqual({ outcome: 'not-enrolled' });
    await enrol(world, { personId: minh, slug });
    expect(await changeEdition(world, { personId: minh, slug })).toEqual({ outcome: 'newest-already' });
    expect(await database.db.editionChange.count()).toBe(0);
    expect((await courseOf(lan))?.edition.number).toBe(1);
  });

  test('is not for who has passed and has a lesson left to read', async () => {
    await readAllLessons(world, { personId: lan, slug });
    const attemptId = await start(lan);
    await database.owner.lessonProgress.deleteMany({ where: { lessonCode: 'T1.2' } });
    await submitAttempt(world, { attemptId, personId: lan, saves: await rightSaves(world, attemptId) });
    expect(await database.db.completion.count()).toBe(0);
    await correct();
    expect(await changeEdition(world, { personId: lan, slug })).toEqual({ outcome: 'passed' });
  });

  test('and starting a paper at the same moment: one comes first, and the paper is of the edition that she reads', async () => {
    await readAllLessons(world, { personId: lan, slug });
    await correct();
    await Promise.all([startAttempt(world, { personId: lan, slug }), changeEdition(world, { personId: lan, slug })]);
    const row = await database.db.one<{ papers: number; same: number }>`
      SELECT count(a.id)::int AS papers, count(a.id) FILTER (WHERE q."editionId" = e."editionId")::int AS same
        FROM "Enrolment" e LEFT JOIN "Attempt" a ON a."enrolmentId" = e.id LEFT JOIN "Quiz" q ON q.id = a."quizId"`;
    expect(row.same).toBe(row.papers);
  });
});

test.each(['starting a paper', 'asking for an attempt'])(
  '%s that waits while she changes the edition goes on with the new one',
  async (what) => {
    await readAllLessons(world, { personId: lan, slug });
    await correct();
    const [{ id } = { id: '' }] = await database.db.enrolment.findMany({ where: { personId: lan } });
    const { currentEditionId } = await database.db.course.findFirstOrThrow({ where: { slug } });
    const act = () =>
      what === 'starting a paper'
        ? startAttempt(world, { personId: lan, slug })
        : askAttempt(world, { personId: lan, slug, reason: 'Tôi đã học lại các bài.' });
    let waiting: ReturnType<typeof act> | undefined;
    await database.db.transaction(async (tx) => {
      await tx.rows`SELECT id FROM "Enrolment" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
      waiting = act();
      await untilBlocked(database.db, 1);
      await tx.enrolment.update({ where: { id }, data: { editionId: currentEditionId ?? '' } });
    });
    const { outcome } = (await waiting) ?? { outcome: 'never asked' };
    expect(outcome).toBe(what === 'starting a paper' ? 'started' : 'not-needed');
    const papers = await database.db.attempt.findMany({ select: { quiz: { select: { editionId: true } } } });
    expect(papers).toEqual(what === 'starting a paper' ? [{ quiz: { editionId: currentEditionId } }] : []);
  },
);

describe('who completed a corrected edition', () => {
  const seenBy = (personId: string, ...seen: { code: string; changeNumber: number }[]) =>
    markCorrectionsSeen(database.db, { personId, seen, now: world.now() });

  test('is told until she says that she has seen it, once, and it is on record', async () => {
    await completeCourse(world, { personId: lan, slug });
    expect(await unseenCorrections(database.db, lan)).toEqual([]);
    await correct();
    expect(await unseenCorrections(database.db, lan)).toMatchObject([
      { slug, code: 'T1', changeNumber: 2, correctedOn: new Date('2026-11-22'), lessons: [{ code: 'T1.1' }] },
    ]);
    await seenBy(lan, { code: 'T1', changeNumber: 2 });
    await seenBy(lan, { code: 'T1', changeNumber: 2 });
    expect(await unseenCorrections(database.db, lan)).toEqual([]);
    expect(await database.db.correctionSeen.findMany()).toMatchObject([
      { personId: lan, changeNumber: 2, seenAt: world.now() },
    ]);
    // The lesson that she learnt from says it still.
    expect((await lessonOf(lan))?.lesson.corrections).toHaveLength(1);
  });

  test('is told of nothing that she did not complete or that her edition holds, and cannot say she has seen it', async () => {
    await enrol(world, { personId: minh, slug });
    await correct();
    await completeCourse(world, { personId: lan, slug });
    expect(await unseenCorrections(database.db, lan)).toEqual([]);
    expect(await unseenCorrections(database.db, minh)).toEqual([]);
    await seenBy(
      minh,
      { code: 'T1', changeNumber: 2 },
      { code: 'T1', changeNumber: 9 },
      { code: 'X9', changeNumber: 2 },
    );
    expect(await database.db.correctionSeen.count()).toBe(0);
  });
});
