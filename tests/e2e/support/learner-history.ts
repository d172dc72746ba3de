import { askAttempt } from '#app/domain/assessment/ask-attempt.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { issueCertificate } from '#app/domain/certificates/issue-certificate.server.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { rightSaves } from '#tests/support/learner.ts';
import { demo } from './demo.ts';
import type { Site } from './site.ts';

/** Of this course she has failed every attempt and asks for one more. */
export const ASKED = 'ethics-and-conflict-of-interest';

/** What a person does, by the domain, on a clock of its own. */
function actAs(site: Site, personId: string) {
  let at = site.now();
  const world = {
    db: site.db,
    random: systemRandom,
    now: () => at,
    enqueue: async () => 'queued' as const,
    appUrl: site.url,
  };
  const read = async (slug: string) => {
    const enrolled = await enrol(world, { personId, slug });
    if (enrolled.outcome === 'no-such-course') throw new Error(`no course ${slug}`);
    const { editionId } = await site.db.enrolment.findUniqueOrThrow({ where: { id: enrolled.enrolmentId } });
    const lessons = await site.db.lesson.findMany({ where: { editionId } });
    for (const lesson of lessons)
      await openLesson(site.db, { enrolmentId: enrolled.enrolmentId, lessonCode: lesson.code, now: at });
    at = new Date(at.getTime() + 130_000);
    for (const lesson of lessons)
      await markLessonRead(site.db, {
        personId,
        slug,
        lessonSlug: lesson.slug,
        locale: 'vi',
        measured: false,
        now: at,
      });
  };
  const attempt = async (slug: string, right: number) => {
    const started = await startAttempt(world, { personId, slug });
    if (started.outcome !== 'started') throw new Error(started.outcome);
    const saves = await rightSaves(site, started.attemptId, { right });
    return submitAttempt(world, { attemptId: started.attemptId, personId, saves });
  };
  return {
    world,
    read,
    attempt,
    /** Reads everything, and fails every attempt. */
    async failAll(slug: string) {
      await read(slug);
      for (let round = 0; round < 3; round++) await attempt(slug, round + 1);
    },
  };
}

/** Reads a course and fails every attempt at its quiz. */
export const failEveryAttempt = (site: Site, personId: string, slug: string): Promise<void> =>
  actAs(site, personId).failAll(slug);

const withHistory = new WeakSet<Site>();

/**
 * Gives the demo's learner one of everything a page can show: K1 passed with its certificate after a failed attempt,
 * a request for one more attempt, and an attempt in progress of a course of her own. Where she has it already nothing
 * happens.
 */
export async function giveLearnerHistory(site: Site): Promise<void> {
  if (withHistory.has(site)) return;
  withHistory.add(site);
  const { id: personId } = await site.db.person.findUniqueOrThrow({ where: { email: 'lan@demo.truc.example' } });
  const { world, read, attempt, failAll } = actAs(site, personId);
  await read('citizen-centred-service');
  await attempt('citizen-centred-service', 3);
  const passed = await attempt('citizen-centred-service', 10);
  if (passed.outcome === 'graded' && passed.certificateId) {
    await issueCertificate(
      { db: site.db, storage: openStorage(demo().documentsUrl), now: world.now },
      passed.certificateId,
    );
  }
  await failAll(ASKED);
  await askAttempt(world, { personId, slug: ASKED, reason: 'Tôi đã đọc lại bài 2 và bài 3, xin làm lại.' });
  await read('asean-essentials');
  await startAttempt(world, { personId, slug: 'asean-essentials' });
}

/** Reads everything of both courses, and passes one of them. */
export async function beginAndComplete(
  site: Site,
  personId: string,
  { begun, completed }: { begun: string; completed: string },
): Promise<void> {
  const she = actAs(site, personId);
  await she.read(begun);
  await she.read(completed);
  await she.attempt(completed, Number.POSITIVE_INFINITY);
}
