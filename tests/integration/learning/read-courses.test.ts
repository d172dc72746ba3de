import { describe, expect, test } from 'vitest';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { getLesson } from '#app/domain/learning/get-lesson.server.ts';
import { listCourses } from '#app/domain/learning/list-courses.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { CANARY, type PublishedSample, publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';
import { hearStatements } from '#tests/support/hear-statements.ts';

const database = useDatabase();
const at = (day: number, hour = 3) => new Date(Date.UTC(2026, 10, day, hour));
const SERIAL = ['0000-0000-0000-0001', '0000-0000-0000-0002'] as const;

/** The database, counting the statements put to it. */
function counted(): { db: Db; asked: () => number } {
  let asked = 0;
  return { db: hearStatements(database.db, () => asked++), asked: () => asked };
}

async function learner() {
  await createAgencies(database.db);
  return createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
}

const enrol = (personId: string, sample: PublishedSample) =>
  database.db.enrolment.create({
    data: { personId, courseId: sample.courseId, editionId: sample.editionId, source: 'SELF', enrolledAt: at(1) },
  });

const read = (enrolmentId: string, lessonCode: string, day: number, isRead = true) =>
  database.db.lessonProgress.create({
    data: {
      enrolmentId,
      lessonCode,
      openedAt: at(day),
      readAt: isRead ? at(day, 4) : null,
      evidence: isRead ? 'ELAPSED' : null,
    },
  });

async function attempt(
  personId: string,
  enrolmentId: string,
  quizId: string,
  number: number,
  grades: readonly boolean[],
) {
  const { id } = await database.db.attempt.create({
    data: {
      ...{ personId, enrolmentId, quizId, number, startedAt: at(10 + number), paper: { key: CANARY } },
      ...(grades.length > 0 && { state: 'FINISHED', finishedAt: at(10 + number, 5) }),
    },
  });
  for (const [index, passed] of grades.entries()) {
    await database.db.grading.create({
      data: {
        ...{
          attemptId: id,
          number: index + 1,
          graderVersion: 1,
          earnedNumerator: passed ? 8 : 3,
          earnedDenominator: 1,
        },
        ...{ possible: 10, passed, marks: [], gradedAt: at(10 + number, 6) },
      },
    });
  }
  return id;
}

async function complete(personId: string, enrolmentId: string, sample: PublishedSample, serial: string) {
  const completion = await database.db.completion.create({
    data: {
      ...{ enrolmentId, cycle: 1, personId, courseId: sample.courseId, editionId: sample.editionId },
      ...{ agencyNameVi: 'x', agencyNameEn: 'x', position: 'x', completedAt: at(20) },
    },
  });
  const certificate = await database.db.certificate.create({
    data: { completionId: completion.id, personId, serial, statement: {}, reservedAt: at(20) },
  });
  return { completion, certificate };
}

async function assign(personId: string, sample: PublishedSample) {
  const agency = (code: string) => database.db.agency.findUniqueOrThrow({ where: { code } });
  const manager = await createPerson(database.db, { agencyCode: 'VN.P01.SNV' });
  const batch = await database.db.assignmentBatch.create({
    data: {
      ...{ courseId: sample.courseId, agencyId: (await agency('VN.P01')).id, dueAt: at(28), note: 'Trước cuối tháng.' },
      ...{ createdById: manager.id, createdAt: at(2), plannedPeople: 1 },
    },
  });
  return database.db.assignment.create({
    data: {
      ...{ batchId: batch.id, personId, courseId: sample.courseId, agencyId: (await agency('VN.X00376.DPV')).id },
      ...{ assignedAt: at(2), dueAt: at(28) },
    },
  });
}

describe('the list of courses', () => {
  test('a visitor sees every published course by programme and code, and nothing of anybody', async () => {
    await publishSample(database.db, { slug: 'k10', code: 'K10' });
    await publishSample(database.db, { slug: 'k2', code: 'K2', lessons: 3 });
    await publishSample(database.db, { slug: 'a1', code: 'A1', programme: 'ASEAN' });
    const list = await listCourses(database.db, { personId: null });
    expect(list.map((course) => course.code)).toEqual(['A1', 'K2', 'K10']);
    expect(list[1]).toMatchObject({
      ...{ slug: 'k2', lessonCount: 3, title: { vi: 'Khóa học mẫu K2', en: 'Sample course K2' }, mine: null },
      ...{ programme: { code: 'SKILLS', name: { vi: 'Chương trình SKILLS', en: 'Programme SKILLS' } } },
      ...{ quiz: { questionCount: 10, passPercent: 70, attemptLimit: 3 } },
    });
  });

  test('a course that was never published is not listed', async () => {
    await publishSample(database.db);
    await database.db.course.create({ data: { code: 'T2', slug: 'empty', programmeCode: 'SKILLS' } });
    expect((await listCourses(database.db, { personId: null })).map((course) => course.slug)).toEqual(['sample']);
    expect(await getCourse(database.db, { slug: 'empty', personId: null })).toBeNull();
  });

  test('who is not enrolled has nothing begun', async () => {
    await publishSample(database.db);
    const person = await learner();
    const [course] = await listCourses(database.db, { personId: person.id });
    expect(course?.mine).toEqual({
      ...{ enrolment: null, lessonsRead: 0, nextLesson: null, completedAt: null, certificate: null, assignment: null },
      attempts: { used: 0, allowed: 3, inProgressId: null, isPassed: false, request: null },
      minutesLeft: expect.anything(),
    });
  });

  test('a learner sees how far she is, what comes next and who assigned it', async () => {
    const sample = await publishSample(database.db, { lessons: 3 });
    const person = await learner();
    const enrolment = await enrol(person.id, sample);
    const assignment = await assign(person.id, sample);
    const [one, , three] = sample.lessons;
    await read(enrolment.id, one?.code ?? '', 5);
    await read(enrolment.id, three?.code ?? '', 6, false);
    const [course] = await listCourses(database.db, { personId: person.id });
    const minutes = (course?.minutes.vi ?? 0) - 15;
    expect(course?.mine).toMatchObject({
      enrolment: { id: enrolment.id, enrolledAt: at(1), source: 'SELF' },
      ...{ lessonsRead: 1, completedAt: null, minutesLeft: { vi: (minutes / 3) * 2 } },
      nextLesson: { slug: 'lesson-3', code: 'T1.3', title: { vi: 'Bài mẫu 3', en: 'Sample lesson 3' } },
    });
    expect(course?.mine?.assignment).toEqual({
      ...{ id: assignment.id, status: 'NOT_STARTED', assignedAt: at(2), dueAt: at(28), isOverdue: false, seenAt: null },
      ...{ note: 'Trước cuối tháng.', from: { vi: 'Cơ quan VN.P01.SNV', en: 'Agency VN.P01.SNV' } },
    });
  });

  test('an assignment that is no longer required is not shown', async () => {
    const sample = await publishSample(database.db);
    const person = await learner();
    const { id } = await assign(person.id, sample);
    await database.db.assignment.update({ where: { id }, data: { status: 'NO_LONGER_REQUIRED', endedAt: at(3) } });
    const [course] = await listCourses(database.db, { personId: person.id });
    expect(course?.mine?.assignment).toBeNull();
  });
});

describe('the course page', () => {
  test('there is none of a course that does not exist', async () => {
    expect(await getCourse(database.db, { slug: 'nothing', personId: null })).toBeNull();
  });

  test('a visitor sees the current edition', async () => {
    const sample = await publishSample(database.db, { now: () => at(1) });
    const second = await publishSample(database.db, { note: 'Mới.', now: () => at(2) });
    const page = await getCourse(database.db, { slug: 'sample', personId: null });
    expect(page).toMatchObject({
      ...{ id: sample.courseId, code: 'T1', mine: null, outcomes: [{ vi: 'Biết làm', en: 'Know how' }] },
      edition: {
        ...{ id: second.editionId, number: 2, publishedAt: at(2), isCurrent: true },
        ...{ reviewedOn: new Date('2026-11-12'), reviewBy: new Date('2027-05-11') },
      },
      quiz: { id: second.quizId, questionCount: 10, passPercent: 70, attemptLimit: 3, timeLimitSeconds: null },
    });
    expect(page?.modules.map((module) => [module.title.en, module.lessons.map((lesson) => lesson.code)])).toEqual([
      ['Part one', ['T1.1']],
      ['Part two', ['T1.2']],
    ]);
  });

  test('who is enrolled stays with her edition when a newer one is published', async () => {
    const first = await publishSample(database.db);
    const person = await learner();
    const enrolment = await enrol(person.id, first);
    await publishSample(database.db, { lessons: 3, changes: ['material'] });
    const page = await getCourse(database.db, { slug: 'sample', personId: person.id });
    expect(page).toMatchObject({ edition: { id: first.editionId, number: 1, isCurrent: false }, lessonCount: 2 });
    expect(page?.mine?.enrolment).toEqual({ id: enrolment.id, cycle: 1, source: 'SELF', enrolledAt: at(1) });
    const stranger = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    expect(await getCourse(database.db, { slug: 'sample', personId: stranger.id })).toMatchObject({
      edition: { number: 2, isCurrent: true },
      ...{ lessonCount: 3, mine: { enrolment: null, lessonsRead: 0 } },
    });
  });

  test('an editorial edition is followed: what she has read stays read, and her attempts count on', async () => {
    const first = await publishSample(database.db);
    const person = await learner();
    const enrolment = await enrol(person.id, first);
    await read(enrolment.id, 'T1.1', 5);
    await attempt(person.id, enrolment.id, first.quizId, 1, [false]);
    const second = await publishSample(database.db, { note: 'Mới.', changes: ['editorial'] });
    const page = await getCourse(database.db, { slug: 'sample', personId: person.id });
    expect(page).toMatchObject({
      edition: { id: second.editionId, number: 2, isCurrent: true },
      mine: { lessonsRead: 1, attempts: { used: 1 } },
    });
    expect(await database.db.enrolment.findUniqueOrThrow({ where: { id: enrolment.id } })).toMatchObject({
      editionId: first.editionId,
    });
    const [listed] = await listCourses(database.db, { personId: person.id });
    expect(listed?.mine).toMatchObject({ lessonsRead: 1, nextLesson: { code: 'T1.2' }, attempts: { used: 1 } });
    const lesson = await getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-1', personId: person.id });
    expect(lesson).toMatchObject({ course: { editionId: second.editionId }, lesson: { readAt: at(5, 4) } });
  });

  test('a material edition ends the line: she follows what was editorial before it, and nothing after', async () => {
    const first = await publishSample(database.db);
    const person = await learner();
    await enrol(person.id, first);
    const second = await publishSample(database.db, { note: 'Hai.', changes: ['editorial'] });
    await publishSample(database.db, { note: 'Ba.', changes: ['editorial', 'material'] });
    const fourth = await publishSample(database.db, { note: 'Bốn.', changes: ['editorial', 'material', 'editorial'] });
    const hers = await getCourse(database.db, { slug: 'sample', personId: person.id });
    expect(hers?.edition).toMatchObject({ id: second.editionId, number: 2, isCurrent: false });
    const newcomer = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    expect((await getCourse(database.db, { slug: 'sample', personId: newcomer.id }))?.edition).toMatchObject({
      ...{ id: fourth.editionId, number: 4, isCurrent: true },
    });
  });

  test('a learner sees what she opened and read, her attempts by their newest grading, completion, certificate, assignment', async () => {
    const sample = await publishSample(database.db);
    const person = await learner();
    const enrolment = await enrol(person.id, sample);
    await assign(person.id, sample);
    await read(enrolment.id, sample.lessons[0]?.code ?? '', 5);
    await read(enrolment.id, sample.lessons[1]?.code ?? '', 6, false);
    const failed = await attempt(person.id, enrolment.id, sample.quizId, 1, [false]);
    const regraded = await attempt(person.id, enrolment.id, sample.quizId, 2, [false, true]);
    const open = await attempt(person.id, enrolment.id, sample.quizId, 3, []);
    const { completion, certificate } = await complete(person.id, enrolment.id, sample, SERIAL[0]);
    const page = await getCourse(database.db, { slug: 'sample', personId: person.id });
    expect(
      page?.modules.flatMap((module) => module.lessons).map(({ openedAt, readAt }) => ({ openedAt, readAt })),
    ).toEqual([
      { openedAt: at(5), readAt: at(5, 4) },
      { openedAt: at(6), readAt: null },
    ]);
    expect(page?.mine).toMatchObject({
      lessonsRead: 1,
      attempts: {
        ...{ used: 3, inProgressId: open, isPassed: true },
        all: [
          { id: failed, number: 1, state: 'FINISHED', startedAt: at(11), finishedAt: at(11, 5), isPassed: false },
          { id: regraded, number: 2, state: 'FINISHED', startedAt: at(12), finishedAt: at(12, 5), isPassed: true },
          { id: open, number: 3, state: 'IN_PROGRESS', startedAt: at(13), finishedAt: null, isPassed: null },
        ],
      },
      completion: { id: completion.id, completedAt: at(20) },
      certificate: { id: certificate.id, status: 'RESERVED', serial: SERIAL[0] },
      assignment: { note: 'Trước cuối tháng.', dueAt: at(28) },
    });
  });

  test('a revoked certificate and a corrected completion are not shown as hers', async () => {
    const sample = await publishSample(database.db);
    const person = await learner();
    const enrolment = await enrol(person.id, sample);
    const { completion, certificate } = await complete(person.id, enrolment.id, sample, SERIAL[1]);
    await database.db.certificate.update({
      where: { id: certificate.id },
      data: { revokedAt: at(21), revokedReason: 'x' },
    });
    const revoked = await getCourse(database.db, { slug: 'sample', personId: person.id });
    expect(revoked?.mine).toMatchObject({ certificate: null, completion: { id: completion.id } });
    await database.db.completionCorrection.create({
      data: { completionId: completion.id, reason: 'x', madeById: person.id, madeAt: at(22) },
    });
    const corrected = await getCourse(database.db, { slug: 'sample', personId: person.id });
    expect(corrected?.mine?.completion).toBeNull();
  });

  test("one person's state is never another's", async () => {
    const sample = await publishSample(database.db);
    const person = await learner();
    const other = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    const enrolment = await enrol(person.id, sample);
    await enrol(other.id, sample);
    await assign(person.id, sample);
    await read(enrolment.id, sample.lessons[0]?.code ?? '', 5);
    await attempt(person.id, enrolment.id, sample.quizId, 1, [true]);
    await complete(person.id, enrolment.id, sample, SERIAL[0]);
    const page = await getCourse(database.db, { slug: 'sample', personId: other.id });
    expect(page?.mine).toMatchObject({
      ...{ lessonsRead: 0, completion: null, certificate: null, assignment: null },
      attempts: { used: 0, inProgressId: null, isPassed: false, all: [] },
    });
    const lesson = await getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-1', personId: other.id });
    expect(lesson?.lesson).toMatchObject({ openedAt: null, readAt: null });
  });
});

describe('the lesson page', () => {
  test('has both languages, the neighbours, the outline with what is read, and the floor', async () => {
    const sample = await publishSample(database.db, { lessons: 3 });
    const person = await learner();
    const enrolment = await enrol(person.id, sample);
    await read(enrolment.id, sample.lessons[0]?.code ?? '', 5);
    await read(enrolment.id, sample.lessons[1]?.code ?? '', 6, false);
    const page = await getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-2', personId: person.id });
    expect(page).toMatchObject({
      course: { id: sample.courseId, code: 'T1', slug: 'sample', lessonCount: 3, editionId: sample.editionId },
      enrolmentId: enrolment.id,
      previous: { slug: 'lesson-1', code: 'T1.1' },
      next: { slug: 'lesson-3', code: 'T1.3' },
      lesson: {
        ...{ id: sample.lessons[1]?.id, position: 2, openedAt: at(6), readAt: null, asOf: null },
        ...{
          title: { vi: 'Bài mẫu 2', en: 'Sample lesson 2' },
          reviewedOn: new Date('2026-11-12'),
          reviewBy: new Date('2027-05-12'),
        },
      },
    });
    expect(page?.lesson.floorSeconds.vi).toBeGreaterThanOrEqual(60);
    const { vi, en } = page?.lesson.blocks ?? { vi: [], en: [] };
    expect(vi.map((block) => [block.kind, block.id])).toEqual(en.map((block) => [block.kind, block.id]));
    expect(vi.map((block) => block.kind)).toEqual(
      'opening paragraph heading paragraph list term heading paragraph example todo check check sources'.split(' '),
    );
    expect(
      page?.outline.flatMap((module) => module.lessons).map((lesson) => [lesson.slug, lesson.isHere, lesson.readAt]),
    ).toEqual([
      ['lesson-1', false, at(5, 4)],
      ['lesson-2', true, null],
      ['lesson-3', false, null],
    ]);
  });

  test('the first has nothing before it, the last nothing after it', async () => {
    await publishSample(database.db);
    const person = await learner();
    const first = await getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-1', personId: person.id });
    const last = await getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-2', personId: person.id });
    expect([first?.previous, first?.next?.slug, last?.previous?.slug, last?.next]).toEqual([
      null,
      'lesson-2',
      'lesson-1',
      null,
    ]);
    expect(first).toMatchObject({ enrolmentId: null, lesson: { asOf: new Date('2026-11-22'), openedAt: null } });
  });

  test('there is none of a lesson that her edition does not have', async () => {
    const first = await publishSample(database.db);
    const person = await learner();
    await enrol(person.id, first);
    await publishSample(database.db, { lessons: 3, changes: ['material'] });
    const ask = (personId: string | null) =>
      getLesson(database.db, { slug: 'sample', lessonSlug: 'lesson-3', personId });
    expect(await ask(person.id)).toBeNull();
    expect((await ask(null))?.lesson.code).toBe('T1.3');
    expect(await getLesson(database.db, { slug: 'nothing', lessonSlug: 'lesson-1', personId: null })).toBeNull();
  });
});

test('each page is one statement, and no key is in it', async () => {
  const sample = await publishSample(database.db);
  const person = await learner();
  const enrolment = await enrol(person.id, sample);
  await attempt(person.id, enrolment.id, sample.quizId, 1, [false]);
  for (const ask of [
    (db: Reader) => listCourses(db, { personId: person.id }),
    (db: Reader) => getCourse(db, { slug: 'sample', personId: person.id }),
    (db: Reader) => getLesson(db, { slug: 'sample', lessonSlug: 'lesson-1', personId: person.id }),
  ]) {
    const { db, asked } = counted();
    const page = JSON.stringify(await ask(db));
    expect(asked()).toBe(1);
    expect(page.length).toBeGreaterThan(100);
    expect(page).not.toContain(CANARY);
  }
});
