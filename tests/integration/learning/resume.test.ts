import { expect, test } from 'vitest';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { listCourses } from '#app/domain/learning/list-courses.server.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { nextStepOf } from '#app/routes/learn/next-step.ts';
import { publishSample } from '#tests/support/content.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';

const database = useDatabase();
const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 3, minute));

/** A learner in a course of four lessons. */
async function createReader() {
  const sample = await publishSample(database.db, { lessons: 4 });
  await createAgencies(database.db);
  const person = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const { id: enrolmentId } = await database.db.enrolment.create({
    data: {
      ...{ personId: person.id, courseId: sample.courseId, editionId: sample.editionId, source: 'SELF' as const },
      enrolledAt: at(0),
    },
  });
  const open = (lesson: number, minute: number) =>
    openLesson(database.db, { enrolmentId, lessonCode: `T1.${lesson}`, now: at(minute) });
  const read = (lesson: number, minute: number) =>
    markLessonRead(database.db, {
      ...{ personId: person.id, slug: 'sample', lessonSlug: `lesson-${lesson}`, locale: 'vi', measured: true },
      now: at(minute),
    });
  /** Where the list of courses and the page of the course send her: always to the same lesson. */
  const goesOnWith = async () => {
    const [listed] = await listCourses(database.db, { personId: person.id });
    const page = await getCourse(database.db, { slug: 'sample', personId: person.id });
    const step = page ? nextStepOf(page) : null;
    const code = listed?.mine?.nextLesson?.code ?? null;
    expect(step?.kind === 'lesson' ? step.lesson.code : null).toBe(code);
    return code;
  };
  return { open, read, goesOnWith };
}

test('learning goes on with the lesson that was opened last, not with the one opened first', async () => {
  const { open, goesOnWith } = await createReader();
  expect(await goesOnWith()).toBe('T1.1');
  await open(1, 1);
  await open(3, 2);
  expect(await goesOnWith()).toBe('T1.3');
  await open(1, 3);
  expect(await goesOnWith()).toBe('T1.1');
  // A page that was asked for before, and comes late, is not the last one.
  await open(3, 2);
  expect(await goesOnWith()).toBe('T1.1');
});

test('after a lesson that was read it goes on with the next unread one, and at the end with the first', async () => {
  const { open, read, goesOnWith } = await createReader();
  await open(1, 1);
  await open(2, 2);
  await read(2, 10);
  expect(await goesOnWith()).toBe('T1.3');
  await open(4, 11);
  await read(4, 20);
  expect(await goesOnWith()).toBe('T1.1');
});

test('the first opening starts the clock of a lesson, whenever it is opened again', async () => {
  const { open } = await createReader();
  expect(await open(1, 1)).toEqual({ openedAt: at(1), readAt: null });
  expect(await open(1, 9)).toEqual({ openedAt: at(1), readAt: null });
});

test('what was opened before the last opening was recorded counts by its first one', async () => {
  const { open, goesOnWith } = await createReader();
  await open(1, 1);
  await open(2, 2);
  await database.db.lessonProgress.updateMany({ data: { lastOpenedAt: null } });
  expect(await goesOnWith()).toBe('T1.2');
  await open(1, 3);
  expect(await goesOnWith()).toBe('T1.1');
});
