import { hashPassword } from '#app/domain/accounts/hash-password.server.ts';
import type { PublicQuestion } from '#app/domain/assessment/question.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { publishCourses, sampleCourse } from '#tests/support/content.ts';
import { createActor } from '#tests/support/factories.ts';
import { paperOf } from '#tests/support/learner.ts';
import { openWitness, type Witness } from './witness.ts';

export const PASSWORD = 'tre-xanh-muon-doi';
export const QUIZ = 'walked-quiz';
export const READING = 'walked-lessons';
const LESSONS = 2;
// Few questions a paper, so that devices and tabs meet at the same one; all types over the walks.

/** A learner of the walks: a quiz begun, and a lesson of another course whose floor has passed. */
export type Learner = {
  /** Stands in every text that this person types. */
  mark: string;
  personId: string;
  email: string;
  attemptId: string;
  questions: readonly PublicQuestion[];
  lessonPath: string;
};

export type WalkGround = { db: Db; url: string; witness: Witness; passwordHash: string };

/** Publishes the walks' courses into a database that has an agency, and watches what is stored there. */
export async function openWalkGround(site: { db: Db; databaseUrl: string; url: string }): Promise<WalkGround> {
  await publishCourses(site.db, {
    [QUIZ]: sampleCourse({ slug: QUIZ, code: 'T8', lessons: LESSONS, questions: 4 }),
    [READING]: sampleCourse({ slug: READING, code: 'T9', lessons: LESSONS }),
  });
  return {
    db: site.db,
    url: site.url,
    witness: await openWitness(site.databaseUrl),
    passwordHash: await hashPassword(PASSWORD),
  };
}

/** A person of her own for each walk, with the quiz open. Everything by the domain. */
export async function makeLearner({ db, passwordHash }: WalkGround, mark: string): Promise<Learner> {
  const person = await createActor(db, { agencyCode: 'VN' });
  await db.person.update({ where: { id: person.id }, data: { passwordHash } });
  const now = new Date();
  const before = new Date(now.getTime() - 300_000);
  const begin = async (slug: string) => {
    const enrolled = await enrol({ db, random: systemRandom, now: () => before }, { personId: person.id, slug });
    if (enrolled.outcome === 'no-such-course') throw new Error(`no course ${slug}`);
    const { editionId } = await db.enrolment.findUniqueOrThrow({ where: { id: enrolled.enrolmentId } });
    const lessons = await db.lesson.findMany({ where: { editionId }, orderBy: { position: 'asc' } });
    for (const { code } of lessons)
      await openLesson(db, { enrolmentId: enrolled.enrolmentId, lessonCode: code, now: before });
    return lessons;
  };
  for (const { slug: lessonSlug } of await begin(QUIZ))
    await markLessonRead(db, { personId: person.id, slug: QUIZ, lessonSlug, locale: 'vi', measured: false, now });
  const [lesson] = await begin(READING);
  const started = await startAttempt({ db, random: systemRandom, now: () => now }, { personId: person.id, slug: QUIZ });
  if (started.outcome !== 'started') throw new Error(`not started: ${started.outcome}`);
  const { paper } = await paperOf(db, started.attemptId);
  return {
    mark,
    personId: person.id,
    email: person.email,
    attemptId: started.attemptId,
    questions: paper.slots.map((each) => each.question),
    lessonPath: `/courses/${READING}/lessons/${lesson?.slug}`,
  };
}
