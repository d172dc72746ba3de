import type { Actor } from '#app/domain/accounts/policy.ts';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { vietnamDay } from '#app/domain/calendar.ts';
import { createBatch } from '#app/domain/training/create-batch.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { createActor } from '#tests/support/factories.ts';
import { rightSaves } from '#tests/support/learner.ts';

/** The web's part of the product, without HTTP: the domain over a database, a clock and a queue. */
export type Desk = { db: Db; now: () => Date; random: typeof systemRandom; enqueue: Enqueue; appUrl: string };

export type Learner = { personId: string; slug: string };
export type OpenAttempt = Learner & { attemptId: string };

/** A training manager over the whole country. */
export async function makeManager(db: Db): Promise<Actor> {
  const { actor } = await createActor(db, {
    agencyCode: 'VN.BNV',
    personnelNumber: '6000000001',
    email: 'manager@truc.example',
    fullName: 'Trần Văn Minh',
    role: 'TRAINING_MANAGER',
    over: 'VN',
  });
  return actor;
}

/** Assigns a course to all active staff of a unit and its sub-units; the batch, for the worker to work off. */
export async function assignUnit(desk: Desk, actor: Actor, input: { courseCode: string; agencyCode: string }) {
  const { courseCode, agencyCode } = input;
  const audience = { kind: 'unit' as const, agencyCode, includeSubunits: true };
  const preview = await previewBatch(desk.db, { scope: scopeOf(actor, 'assign-courses'), courseCode, audience });
  const day = vietnamDay(new Date(desk.now().getTime() + 30 * 86_400_000));
  const batchId = systemRandom.uuid(desk.now());
  const made = await createBatch(desk, actor, { batchId, courseCode, audience, day, note: '', expected: preview.adds });
  if (made.outcome !== 'created') throw new Error(`not assigned: ${made.outcome}`);
  return batchId;
}

export async function beginQuiz(desk: Desk, learner: Learner): Promise<OpenAttempt> {
  const started = await startAttempt(desk, learner);
  if (started.outcome !== 'started') throw new Error(`not started: ${started.outcome}`);
  return { ...learner, attemptId: started.attemptId };
}

/** Hands in all right answers: the last step of a course. */
export async function passQuiz(desk: Desk, { attemptId, personId }: OpenAttempt): Promise<void> {
  const saves = await rightSaves(desk, attemptId);
  const result = await submitAttempt(desk, { attemptId, personId, saves });
  if (result.outcome !== 'graded' || !result.certificateId) throw new Error(`not passed: ${JSON.stringify(result)}`);
}

/** Does something with each of many, so many at a time. */
export async function eachOf<T>(items: readonly T[], atOnce: number, act: (item: T, index: number) => Promise<void>) {
  let next = 0;
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) await act(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
