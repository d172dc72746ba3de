import { randomUUID } from 'node:crypto';
import { type DrawnPaper, type Paper, type PaperKey, paperKeyOf, showPaper } from '#app/domain/assessment/paper.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import { readBank, readKeys } from '#app/domain/assessment/read-bank.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { openPaper, type StoredPaper } from '#app/domain/assessment/store-paper.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import type { Save } from '#app/domain/assessment/weigh-saves.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { rightAnswer } from '#prisma/seed/answer-paper.ts';
import type { TestWorld } from './world.ts';

/** Opens every lesson and reads it when its floor has passed: the clock is moved, the floor is not. */
export async function readAllLessons(
  world: TestWorld,
  { personId, slug }: { personId: string; slug: string },
): Promise<string> {
  const enrolled = await enrol(world, { personId, slug });
  if (enrolled.outcome === 'no-such-course') throw new Error(`no course ${slug}`);
  const { editionId } = await world.db.enrolment.findUniqueOrThrow({ where: { id: enrolled.enrolmentId } });
  const lessons = await world.db.lesson.findMany({ where: { editionId }, orderBy: { position: 'asc' } });
  for (const lesson of lessons)
    await openLesson(world.db, { enrolmentId: enrolled.enrolmentId, lessonCode: lesson.code, now: world.now() });
  world.clock.advance(121_000);
  for (const lesson of lessons) {
    const read = await markLessonRead(world.db, {
      personId,
      slug,
      lessonSlug: lesson.slug,
      locale: 'vi',
      measured: false,
      now: world.now(),
    });
    if (read.outcome !== 'read' && read.outcome !== 'already-read') throw new Error(`not read: ${read.outcome}`);
  }
  return enrolled.enrolmentId;
}

/** What was drawn for an attempt. */
export const drawnOf = async (db: Db, { paper, quizId }: { paper: unknown; quizId: string }): Promise<DrawnPaper> =>
  openPaper(paper as StoredPaper, await readBank(db, quizId));

/** A paper with its key, which a browser cannot have. */
export async function paperOf(db: Db, attemptId: string): Promise<{ paper: Paper; paperKey: PaperKey }> {
  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  const drawn = await drawnOf(db, attempt);
  return {
    paper: showPaper(drawn, await readBank(db, attempt.quizId)),
    paperKey: paperKeyOf(drawn, await readKeys(db, attempt.quizId)),
  };
}

/** An answer as a page sends it, made from revision `basedOn` of its slot. */
export const saveOf = (
  slot: number,
  answer: Answer | null | undefined,
  more: Partial<Omit<Save, 'slot' | 'answer'>> = {},
): Save => ({ saveId: randomUUID(), slot, basedOn: 0, after: [], settles: [], answer, agoMs: 0, ...more });

/** Right answers for the first `right` slots of an attempt, made from revision `basedOn`. */
export async function rightSaves(
  world: Pick<TestWorld, 'db'>,
  attemptId: string,
  { right = Number.POSITIVE_INFINITY, basedOn = 0 } = {},
): Promise<(Save & { answer: Answer })[]> {
  const { paperKey } = await paperOf(world.db, attemptId);
  return paperKey.slots.slice(0, right).map(({ slot, key }) => {
    const answer = rightAnswer(key);
    return { ...saveOf(slot, answer, { basedOn, flagged: false }), answer };
  });
}

/** Reads everything and passes the quiz at the first attempt. */
export async function completeCourse(world: TestWorld, person: { personId: string; slug: string }) {
  await readAllLessons(world, person);
  const started = await startAttempt(world, person);
  if (started.outcome !== 'started') throw new Error(`not started: ${started.outcome}`);
  const saves = await rightSaves(world, started.attemptId);
  return {
    attemptId: started.attemptId,
    result: await submitAttempt(world, { ...started, personId: person.personId, saves }),
  };
}
