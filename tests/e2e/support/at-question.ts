import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import { fieldName } from '#app/domain/assessment/question.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { DEMO_PASSWORD } from '#prisma/seed/demo-accounts.ts';
import { createPerson } from '#tests/support/factories.ts';
import { paperOf } from '#tests/support/learner.ts';
import type { Site } from './site.ts';

const SLUG = 'citizen-centred-service';
let people = 0;

export type Sitting = {
  personId: string;
  email: string;
  attemptId: string;
  at: string;
  questions: PublicQuestion[];
  /** A question of one choice, and the ids of its options. */
  slot: number;
  options: string[];
  /** A question that is typed. */
  typedSlot: number;
};

/** A new learner of the demo in the middle of a quiz, by the domain; her password is the demo's. */
export async function sitDown(site: Site): Promise<Sitting> {
  const number = String(7_100_000_000 + Math.floor(Math.random() * 800_000_000) + people++);
  const email = `duong.${number}@truc.example`;
  const { id: personId } = await createPerson(site.db, {
    fullName: 'Lò Thị Hạnh',
    personnelNumber: number,
    agencyCode: 'VN.X00376.DPV',
    email,
    password: DEMO_PASSWORD,
    locale: 'vi',
  });
  let at = new Date(site.now().getTime() - 3_600_000);
  const world = { db: site.db, random: systemRandom, now: () => at };
  const enrolled = await enrol(world, { personId, slug: SLUG });
  if (enrolled.outcome === 'no-such-course') throw new Error('no such course');
  const { editionId } = await site.db.enrolment.findUniqueOrThrow({ where: { id: enrolled.enrolmentId } });
  const lessons = await site.db.lesson.findMany({ where: { editionId } });
  for (const { code } of lessons)
    await openLesson(site.db, { enrolmentId: enrolled.enrolmentId, lessonCode: code, now: at });
  at = new Date(at.getTime() + 130_000);
  for (const { slug } of lessons)
    await markLessonRead(site.db, { personId, slug: SLUG, lessonSlug: slug, locale: 'vi', measured: false, now: at });
  const started = await startAttempt(world, { personId, slug: SLUG });
  if (started.outcome !== 'started') throw new Error(started.outcome);
  const { paper } = await paperOf(site.db, started.attemptId);
  const questions = paper.slots.map((each) => each.question);
  const choice = questions.find((each) => each.type === 'single_choice' || each.type === 'scenario');
  const typed = questions.find((each) => each.type === 'numeric' || each.type === 'short_text');
  if (!choice) throw new Error('the paper has no choice');
  return {
    personId,
    email,
    attemptId: started.attemptId,
    at: `/attempts/${started.attemptId}`,
    questions,
    slot: choice.slot,
    options: choice.options?.map((option) => option.id) ?? [],
    typedSlot: typed?.slot ?? 0,
  };
}

/** A browser of its own, a telephone's or a desk's. */
export const newBrowser = (
  browser: Browser,
  site: Site,
  width: 360 | 1280,
  more: { javaScriptEnabled?: boolean } = {},
): Promise<BrowserContext> =>
  browser.newContext({
    baseURL: site.url,
    viewport: { width, height: width === 360 ? 740 : 900 },
    ...(width === 360 && { isMobile: true, hasTouch: true, userAgent: 'Mozilla/5.0 (Linux; Android 13) Mobile' }),
    ...more,
  });

export const option = (page: Page, { slot }: Sitting, id: string | undefined) =>
  page.locator(`input[name="${fieldName(slot)}"][value="${id}"]`);

/** What stands at the server in a slot. */
export async function standing(site: Site, { attemptId }: Sitting, slot: number): Promise<Answer | null> {
  const row = await site.db.attemptAnswer.findUnique({ where: { attemptId_slot: { attemptId, slot } } });
  return (row?.answer ?? null) as Answer | null;
}

/** The paper is handed in as another device would, with what stands at the server. */
export async function handInElsewhere(site: Site, { attemptId, personId }: Sitting): Promise<void> {
  const enqueue = async () => 'queued' as const;
  const world = { db: site.db, random: systemRandom, now: site.now, enqueue, appUrl: site.url };
  await submitAttempt(world, { attemptId, personId, saves: [] });
}
