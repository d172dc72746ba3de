import type { Db, Tx } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import { lockEnrolment } from '../training/lock-enrolment.server.ts';
import { REQUESTS_AFTER_AN_ATTEMPT } from './asking.ts';
import { type ParsedSentence, parseSentence } from './parse-sentence.ts';

export type AskOutcome =
  | { outcome: 'asked' | 'already-asked' }
  /** An attempt is open to her, she has passed, or she works in no unit: there is nothing to ask for, or nobody to ask. */
  | { outcome: 'not-needed' | 'no-unit' | 'not-enrolled' }
  /** After this attempt she has asked as often as she may. */
  | { outcome: 'asked-enough' }
  | { outcome: Extract<ParsedSentence, { outcome: 'refused' }>['fault'] };

type Enrolled = { enrolmentId: string; courseId: string; quizId: string; attemptLimit: number };

/** Her latest enrolment in the course and the quiz that it follows, under the lock under which attempts are started. */
async function readLocked(tx: Tx, of: { personId: string; slug: string }): Promise<Enrolled | null> {
  const enrolmentId = await lockEnrolment(tx, of);
  if (!enrolmentId) return null;
  const enrolled = await tx.maybeOne<Enrolled>`
    SELECT e.id AS "enrolmentId", e."courseId", q.id AS "quizId", q."attemptLimit"
      FROM "Enrolment" e JOIN "Quiz" q ON q."editionId" = edition_followed(e."editionId") WHERE e.id = ${enrolmentId}::uuid`;
  return enrolled;
}

/**
 * Asks for one more attempt, with a reason; it goes to the training managers of the unit in which she works when they
 * look. Only without an attempt left, one open request at a time, and so often after an attempt as is allowed.
 */
export async function askAttempt(
  { db, random, now }: { db: Db; random: Random; now: () => Date },
  { personId, slug, reason }: { personId: string; slug: string; reason: string },
): Promise<AskOutcome> {
  const parsed = parseSentence(reason);
  if (parsed.outcome === 'refused') return { outcome: parsed.fault };
  const at = now();
  return db.transaction(async (tx): Promise<AskOutcome> => {
    const enrolled = await readLocked(tx, { personId, slug });
    if (!enrolled) return { outcome: 'not-enrolled' };
    const { enrolmentId, courseId } = enrolled;
    const state = await tx.one<{
      used: number;
      left: number;
      isOpen: boolean;
      isPassed: boolean;
      isWaiting: boolean;
      asked: number;
      works: boolean;
    }>`
      SELECT t.used, attempts_allowed(${enrolmentId}::uuid, ${enrolled.attemptLimit}::int) - t.used AS left, t."isOpen", t."isPassed",
             EXISTS (SELECT 1 FROM "AttemptRequest" r WHERE r."personId" = ${personId}::uuid AND r."courseId" = ${courseId}::uuid
                        AND r.state = 'OPEN') AS "isWaiting",
             (SELECT count(*)::int FROM "AttemptRequest" r WHERE r."enrolmentId" = ${enrolmentId}::uuid AND r."afterAttempt" = t.used) AS asked,
             EXISTS (SELECT 1 FROM "Appointment" ap WHERE ap."personId" = ${personId}::uuid AND ap.state = 'CURRENT' AND ap."isPrimary") AS works
        FROM (SELECT count(*)::int AS used, coalesce(bool_or(a.state = 'IN_PROGRESS'), false) AS "isOpen",
                     coalesce(bool_or(EXISTS (SELECT 1 FROM "Grading" g WHERE g."attemptId" = a.id AND g.passed)), false) AS "isPassed"
                FROM "Attempt" a WHERE a."enrolmentId" = ${enrolmentId}::uuid) t`;
    if (state.isWaiting) return { outcome: 'already-asked' };
    if (state.left > 0 || state.isOpen || state.isPassed) return { outcome: 'not-needed' };
    if (!state.works) return { outcome: 'no-unit' };
    if (state.asked >= REQUESTS_AFTER_AN_ATTEMPT) return { outcome: 'asked-enough' };
    await tx.attemptRequest.create({
      data: {
        id: random.uuid(at),
        enrolmentId,
        personId,
        courseId,
        afterAttempt: state.used,
        ordinal: state.asked + 1,
        reason: parsed.sentence,
        askedAt: at,
      },
    });
    return { outcome: 'asked' };
  });
}

/** Takes an open request back. */
export async function withdrawRequest(
  { db, now }: { db: Db; now: () => Date },
  { personId, slug }: { personId: string; slug: string },
): Promise<{ outcome: 'withdrawn' | 'nothing-open' }> {
  const { count } = await db.attemptRequest.updateMany({
    where: { personId, course: { slug }, state: 'OPEN' },
    data: { state: 'WITHDRAWN', endedAt: now() },
  });
  return { outcome: count > 0 ? 'withdrawn' : 'nothing-open' };
}
