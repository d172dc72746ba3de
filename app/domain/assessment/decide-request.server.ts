import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { inScope } from '#app/domain/training/audience.server.ts';
import { moveDueDay } from '#app/domain/training/change-due-day.server.ts';
import { checkDueDay, type DueDayFault } from '#app/domain/training/due-day.ts';
import { type Db, Prisma, type Tx } from '#app/platform/database.server.ts';
import { type ParsedSentence, parseSentence } from './parse-sentence.ts';

type World = { db: Db; now: () => Date };
type Decision = { requestId: string; answer: string; auditId?: string | null; address?: string | null };
type SentenceFault = Extract<ParsedSentence, { outcome: 'refused' }>['fault'];

export type DecideOutcome =
  | { outcome: 'granted' | 'declined' }
  /** Somebody was quicker, she took it back, or an attempt is open to her: nothing is left to decide. */
  | { outcome: 'not-open' }
  | { outcome: SentenceFault }
  | { outcome: DueDayFault | 'due-not-open' | 'due-busy' | 'due-ordered-above' };

type Locked = {
  id: string;
  personId: string;
  courseId: string;
  enrolmentId: string;
  afterAttempt: number;
  state: 'OPEN' | 'DECLINED' | 'GRANTED' | 'WITHDRAWN' | 'CLOSED';
  agencyId: string;
  isNewest: boolean;
  hasAttemptLeft: boolean;
};

/** The request of a person who works in the scope at this moment; the actor's own is nobody's to decide but another's. */
const within = (actor: Actor): Prisma.Sql => Prisma.sql`
  r."personId" <> ${actor.personId}::uuid AND EXISTS (
    SELECT 1 FROM "Person" p JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary"
     WHERE p.id = r."personId" AND p."deactivatedAt" IS NULL AND ${inScope(Prisma.sql`ap."agencyId"`, scopeOf(actor, 'assign-courses'))})`;

/** @throws not-found outside the scope */
async function lockRequest(tx: Tx, actor: Actor, requestId: string): Promise<Locked> {
  const [held] = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM "AttemptRequest" r WHERE r.id = ${requestId}::uuid AND ${within(actor)} FOR UPDATE OF r`;
  if (!held) throw new DomainError('not-found', { requestId });
  // A statement of its own: it sees what the holder of the lock before us committed.
  const [locked] = await tx.$queryRaw<Locked[]>`
    SELECT r.id, r."personId", r."courseId", r."enrolmentId", r."afterAttempt", r.state,
           (SELECT ap."agencyId" FROM "Appointment" ap WHERE ap."personId" = r."personId" AND ap.state = 'CURRENT' AND ap."isPrimary") AS "agencyId",
           NOT EXISTS (SELECT 1 FROM "AttemptRequest" n WHERE n."enrolmentId" = r."enrolmentId"
                          AND (n."afterAttempt", n.ordinal) > (r."afterAttempt", r.ordinal)) AS "isNewest",
           t.used < attempts_allowed(e.id, q."attemptLimit") OR t."isOpen" OR t.used <> r."afterAttempt" OR t."isPassed" AS "hasAttemptLeft"
      FROM "AttemptRequest" r JOIN "Enrolment" e ON e.id = r."enrolmentId" JOIN "Quiz" q ON q."editionId" = edition_followed(e."editionId")
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS used, coalesce(bool_or(a.state = 'IN_PROGRESS'), false) AS "isOpen",
               coalesce(bool_or(EXISTS (SELECT 1 FROM "Grading" g WHERE g."attemptId" = a.id AND g.passed)), false) AS "isPassed"
          FROM "Attempt" a WHERE a."enrolmentId" = e.id) t
     WHERE r.id = ${requestId}::uuid AND ${within(actor)}`;
  if (!locked) throw new DomainError('not-found', { requestId });
  return locked;
}

async function end(
  tx: Tx,
  actor: Actor,
  request: Locked,
  decided: {
    state: 'GRANTED' | 'DECLINED';
    answer: string;
    at: Date;
    due: string | null;
    auditId: string | null;
    address: string | null;
  },
) {
  const { state, answer, at } = decided;
  await tx.attemptRequest.update({
    where: { id: request.id },
    data: { state, answer, endedAt: at, decidedById: actor.personId, agencyId: request.agencyId },
  });
  await recordAudit(tx, {
    at,
    actorId: actor.personId,
    action: state === 'GRANTED' ? 'attempt-request.granted' : 'attempt-request.declined',
    subjectType: 'attempt-request',
    subjectId: request.id,
    agencyId: request.agencyId,
    before: { state: request.state },
    after: {
      state,
      answer,
      personId: request.personId,
      courseId: request.courseId,
      afterAttempt: request.afterAttempt,
      ...(decided.due === null ? {} : { due: decided.due }),
    },
    requestId: decided.auditId,
    address: decided.address,
  });
}

/** Both are thrown inside the transaction, so that nothing of the decision stays: neither the grant nor a moved day. */
class NotOpen extends Error {}
class DueRefused extends Error {
  constructor(readonly outcome: Extract<DecideOutcome, { outcome: `due-${string}` }>['outcome']) {
    super(outcome);
  }
}

/**
 * Grants one more attempt of this quiz to this person, and moves her due day in the same act when `day` says so. What was
 * declined may still be granted while she has not asked again. Of any number of racing grants one adds an attempt.
 * @throws not-found when she works outside what the actor manages at this moment
 */
export async function grantAttempt(
  { db, now }: World,
  actor: Actor,
  { requestId, answer, day = null, auditId = null, address = null }: Decision & { day?: string | null },
): Promise<DecideOutcome> {
  const at = now();
  const parsed = parseSentence(answer);
  if (parsed.outcome === 'refused') return { outcome: parsed.fault };
  const fault = day === null ? null : checkDueDay(day, at);
  if (fault) return { outcome: fault };
  try {
    return await db.$transaction(async (tx): Promise<DecideOutcome> => {
      if (day !== null) await moveDueDayOf(tx, actor, { requestId, day, at, auditId, address });
      const request = await lockRequest(tx, actor, requestId);
      const isOpen = request.state === 'OPEN' || (request.state === 'DECLINED' && request.isNewest);
      if (!isOpen || request.hasAttemptLeft) throw new NotOpen();
      await end(tx, actor, request, { state: 'GRANTED', answer: parsed.sentence, at, auditId, address, due: day });
      return { outcome: 'granted' };
    });
  } catch (error) {
    if (error instanceof DueRefused) return { outcome: error.outcome };
    if (error instanceof NotOpen) return { outcome: 'not-open' };
    throw error;
  }
}

/** Under the locks of the assignment, which come before that of the request. */
async function moveDueDayOf(
  tx: Tx,
  actor: Actor,
  {
    requestId,
    day,
    at,
    auditId,
    address,
  }: { requestId: string; day: string; at: Date; auditId: string | null; address: string | null },
) {
  const [found] = await tx.$queryRaw<{ assignmentId: string | null }[]>`
    SELECT (SELECT s.id FROM "Assignment" s WHERE s."personId" = r."personId" AND s."courseId" = r."courseId"
               AND s.status <> 'NO_LONGER_REQUIRED') AS "assignmentId"
      FROM "AttemptRequest" r WHERE r.id = ${requestId}::uuid AND ${within(actor)}`;
  if (!found) throw new DomainError('not-found', { requestId });
  if (!found.assignmentId) throw new DueRefused('due-not-open');
  const { assignmentId } = found;
  const { outcome } = await moveDueDay(tx, actor, { assignmentId, day, at, requestId: auditId, address });
  if (outcome === 'not-open') throw new DueRefused('due-not-open');
  if (outcome === 'busy') throw new DueRefused('due-busy');
  if (outcome === 'ordered-above') throw new DueRefused('due-ordered-above');
}

/**
 * Declines a request, with a sentence that says why or what to do first.
 * @throws not-found when she works outside what the actor manages at this moment
 */
export async function declineRequest(
  { db, now }: World,
  actor: Actor,
  { requestId, answer, auditId = null, address = null }: Decision,
): Promise<DecideOutcome> {
  const at = now();
  const parsed = parseSentence(answer);
  if (parsed.outcome === 'refused') return { outcome: parsed.fault };
  return db.$transaction(async (tx): Promise<DecideOutcome> => {
    const request = await lockRequest(tx, actor, requestId);
    if (request.state !== 'OPEN' || request.hasAttemptLeft) return { outcome: 'not-open' };
    await end(tx, actor, request, { state: 'DECLINED', answer: parsed.sentence, at, auditId, address, due: null });
    return { outcome: 'declined' };
  });
}
