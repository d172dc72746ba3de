import { holdScope, readScope } from '#app/domain/accounts/hold-scope.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import type { Tx } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import { firstOverdueBy } from './was-overdue.server.ts';

/** The agency that gave an order: whom to ask about it. */
export type OrderingAgency = { code: string; nameVi: string; nameEn: string };

export type LockedAssignment = {
  personId: string;
  courseId: string;
  agencyId: string;
  status: string;
  dueAt: Date;
  isOpen: boolean;
  isOverdue: boolean;
  /** It is, or was before it was given another day. */
  wasOverdue: boolean;
  /** The agency that ordered it, or the highest of several, and whether it lies in the scope: nobody below it changes anything. */
  orderedBy: OrderingAgency;
  isOrderedWithin: boolean;
  /** The worker has not finished with the batch it came from. */
  batchIsBusy: boolean;
};

/**
 * One assignment of a person whose current unit is in what the actor may assign once the locks are held that its changes
 * need: its batch first, then the people, as the worker takes them.
 * @throws not-found outside the scope
 */
export async function lockAssignment(
  tx: Tx,
  actor: Actor,
  { assignmentId, at, now }: { assignmentId: string; at: Date; now: () => Date },
): Promise<LockedAssignment> {
  const asked = { personId: actor.personId, deed: 'assign-courses' } as const;
  const worksWithin = (
    scope: Scope,
  ) => sql`EXISTS (SELECT 1 FROM "Appointment" ap WHERE ap."personId" = s."personId" AND ap.state = 'CURRENT'
    AND ap."isPrimary" AND ${within(sql`ap."agencyId"`, scope)})`;
  const seen = await tx.maybeOne<{ personId: string }>`
    SELECT s."personId" FROM "Assignment" s JOIN "AssignmentBatch" b ON b.id = s."batchId"
     WHERE s.id = ${assignmentId}::uuid AND ${worksWithin(await readScope(tx, { ...asked, at: now() }))} FOR SHARE OF b`;
  if (!seen) throw new DomainError('not-found', { assignmentId });
  const scope = await holdScope(tx, { ...asked, now, also: [seen.personId] });
  const locked = await tx.maybeOne<LockedAssignment>`
    SELECT s."personId", s."courseId", s.status, s."dueAt", s.status IN ('NOT_STARTED', 'IN_PROGRESS') AS "isOpen",
           s.status IN ('NOT_STARTED', 'IN_PROGRESS') AND (s."overdueAt" IS NOT NULL OR s."dueAt" <= ${at}) AS "isOverdue",
           ${firstOverdueBy(at)} IS NOT NULL AS "wasOverdue",
           json_build_object('code', o.code, 'nameVi', o."nameVi", 'nameEn', o."nameEn") AS "orderedBy",
           ${within(sql`o.id`, scope)} AS "isOrderedWithin", b.state <> 'DONE' AND b."finishedAt" IS NULL AS "batchIsBusy",
           (SELECT ap."agencyId" FROM "Appointment" ap WHERE ap."personId" = s."personId" AND ap.state = 'CURRENT' AND ap."isPrimary") AS "agencyId"
      FROM "Assignment" s JOIN "AssignmentBatch" b ON b.id = s."batchId" JOIN "Agency" o ON o.id = s."orderedByAgencyId"
     WHERE s.id = ${assignmentId}::uuid AND ${worksWithin(scope)}`;
  if (!locked) throw new DomainError('not-found', { assignmentId });
  return locked;
}
