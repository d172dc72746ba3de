import { holdScope, readScope } from '#app/domain/accounts/hold-scope.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { moveDueDay } from '#app/domain/training/change-due-day.server.ts';
import { checkDueDay, type DueDayFault } from '#app/domain/training/due-day.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import { type Sql, sql } from '#app/platform/sql.server.ts';
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

/** The request of a person who works in the scope; the actor's own is nobody's to decide but another's. */
const isDecidable = (actor: Actor, scope: Scope): Sql => sql`
  r."personId" <> ${actor.personId}::uuid AND EXISTS (
    SELECT 1 FROM "Person" p JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary"
     WHERE p.id = r."personId" AND p."deactivatedAt" IS NULL AND ${within(sql`ap."agencyId"`, scope)})`;

type Held = { personId: string; courseId: string };

/**
 * The first lock of a decision; those of an assignment and of people come after it.
 * @throws not-found outside the scope
 */
async function lockRequest(tx: Tx, actor: Actor, requestId: string, now: () => Date): Promise<Held> {
  const believed = await readScope(tx, { personId: actor.personId, deed: 'assign-courses', at: now() });
  const held = await tx.maybeOne<Held>`
    SELECT r."personId", r."courseId" FROM "AttemptRequest" r
     WHERE r.id = ${requestId}::uuid AND ${isDecidable(actor, believed)} FOR UPDATE OF r`;
  if (!held) throw new DomainError('not-found', { requestId });
  return held;
}

/**
 * What is decided on, as it is once all locks are held, by whoever still may.
 * @throws not-found outside the scope
 */
async function holdRequest(
  tx: Tx,
  actor: Actor,
  requestId: string,
  { personId }: Held,
  now: () => Date,
): Promise<Locked> {
  const scope = await holdScope(tx, { personId: actor.personId, deed: 'assign-courses', now, also: [personId] });
  const locked = await tx.maybeOne<Locked>`
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
     WHERE r.id = ${requestId}::uuid AND ${isDecidable(actor, scope)}`;
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
    return await db.transaction(async (tx): Promise<DecideOutcome> => {
      const held = await lockRequest(tx, actor, requestId, now);
      if (day !== null) await moveDueDayOf(tx, actor, { held, day, at, now, auditId, address });
      const request = await holdRequest(tx, actor, requestId, held, now);
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

async function moveDueDayOf(
  tx: Tx,
  actor: Actor,
  {
    held,
    day,
    at,
    now,
    auditId,
    address,
  }: { held: Held; day: string; at: Date; now: () => Date; auditId: string | null; address: string | null },
) {
  const assignment = await tx.assignment.findFirst({
    where: { ...held, status: { not: 'NO_LONGER_REQUIRED' } },
    select: { id: true },
  });
  if (!assignment) throw new DueRefused('due-not-open');
  const { outcome } = await moveDueDay(tx, actor, {
    assignmentId: assignment.id,
    day,
    at,
    now,
    requestId: auditId,
    address,
  });
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
  return db.transaction(async (tx): Promise<DecideOutcome> => {
    const held = await lockRequest(tx, actor, requestId, now);
    const request = await holdRequest(tx, actor, requestId, held, now);
    if (request.state !== 'OPEN' || request.hasAttemptLeft) return { outcome: 'not-open' };
    await end(tx, actor, request, { state: 'DECLINED', answer: parsed.sentence, at, auditId, address, due: null });
    return { outcome: 'declined' };
  });
}
