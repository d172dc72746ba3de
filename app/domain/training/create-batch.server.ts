import { holdScope } from '#app/domain/accounts/hold-scope.server.ts';
import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import { isAgencyWithin } from '#app/domain/agencies/get-agency.server.ts';
import { endOfDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { type AuditOrigin, recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Enqueue } from '#app/platform/job.ts';
import type { Audience } from './audience.server.ts';
import { checkDueDay, type DueDayFault } from './due-day.ts';
import { applyBatchJob } from './jobs.ts';
import { type BatchPreview, previewBatch } from './preview-batch.server.ts';

export const NOTE_LIMIT = 500;

export type CreateOutcome =
  | { outcome: 'created' | 'already-created'; batchId: string }
  /** The people changed since the preview that the manager saw: here is a new one. */
  | { outcome: 'changed'; preview: BatchPreview }
  | { outcome: 'nobody' }
  | { outcome: DueDayFault };

/**
 * A manager's decision: a course, to whom, by when. Only the work order is written here, in the time of one row; the
 * worker assigns. `batchId` comes with the form, so that a second press of the same button is answered, not repeated.
 */
export async function createBatch(
  { db, now, enqueue }: { db: Db; now: () => Date; enqueue: Enqueue },
  actor: Actor,
  input: AuditOrigin & {
    batchId: string;
    courseCode: string;
    audience: Audience;
    day: string;
    note: string;
    /** How many assignments the preview announced. */
    expected: number;
  },
): Promise<CreateOutcome> {
  const scope = scopeOf(actor, 'assign-courses');
  if (scope.isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  const at = now();
  const seen = await db.assignmentBatch.findUnique({ where: { id: input.batchId }, select: { createdById: true } });
  if (seen) return repeated(seen, actor, input.batchId);
  const fault = checkDueDay(input.day, at);
  if (fault) return { outcome: fault };
  const { audience } = input;
  const preview = await previewBatch(db, { scope, courseCode: input.courseCode, audience });
  if (preview.adds === 0) return { outcome: 'nobody' };
  if (preview.adds !== input.expected) return { outcome: 'changed', preview };

  const dueAt = endOfDay(input.day);
  const made = await db.transaction(async (tx) => {
    const held = await holdScope(tx, { personId: actor.personId, deed: 'assign-courses', now });
    if (!(await isAgencyWithin(tx, preview.agencyId, held))) {
      throw new DomainError('forbidden', { deed: 'assign-courses', agencyId: preview.agencyId });
    }
    const { count } = await tx.assignmentBatch.createMany({
      data: {
        id: input.batchId,
        courseId: preview.courseId,
        agencyId: preview.agencyId,
        includeSubunits: audience.kind === 'people' || audience.includeSubunits,
        chosenPeople: audience.kind === 'people',
        personIds: preview.personIds,
        dueAt,
        note: input.note,
        createdById: actor.personId,
        actedById: actor.personId,
        createdAt: at,
        plannedPeople: preview.total,
      },
      skipDuplicates: true,
    });
    if (count === 0) return false;
    await recordAudit(tx, {
      at,
      actorId: actor.personId,
      action: 'batch.created',
      subjectType: 'assignment-batch',
      subjectId: input.batchId,
      agencyId: preview.agencyId,
      after: {
        course: preview.courseCode,
        unit: preview.agencyCode,
        includeSubunits: audience.kind === 'people' || audience.includeSubunits,
        chosenPeople: audience.kind === 'people' ? preview.personIds.length : null,
        people: preview.total,
        assigns: preview.adds,
        due: input.day,
        note: input.note,
      },
      requestId: input.requestId ?? null,
      address: input.address ?? null,
    });
    return true;
  });
  if (!made) {
    const first = await db.assignmentBatch.findUniqueOrThrow({
      where: { id: input.batchId },
      select: { createdById: true },
    });
    return repeated(first, actor, input.batchId);
  }
  await enqueue(applyBatchJob, { batchId: input.batchId });
  return { outcome: 'created', batchId: input.batchId };
}

function repeated(seen: { createdById: string }, actor: Actor, batchId: string): CreateOutcome {
  if (seen.createdById !== actor.personId) throw new DomainError('conflict', { batchId });
  return { outcome: 'already-created', batchId };
}
