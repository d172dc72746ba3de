import { holdScope, readScope } from '#app/domain/accounts/hold-scope.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import type { Tx } from '#app/platform/database.server.ts';
import { sql } from '#app/platform/sql.server.ts';
import type { OrderingAgency } from './lock-assignment.server.ts';

export type LockedBatch = {
  state: 'PENDING' | 'DONE' | 'CANCELLED';
  agencyId: string;
  dueAt: Date;
  processedPeople: number;
  assignedPeople: number;
  haltedAt: Date | null;
  orderedBy: OrderingAgency;
  /** Whether the actor may change what this agency ordered. */
  isOrderedWithin: boolean;
};

/**
 * A batch whose unit is in what the actor may assign once it is locked against the worker and every other act.
 * @throws not-found outside the scope
 */
export async function lockBatch(tx: Tx, actor: Actor, batchId: string, now: () => Date): Promise<LockedBatch> {
  const asked = { personId: actor.personId, deed: 'assign-courses' } as const;
  const believed = await readScope(tx, { ...asked, at: now() });
  await tx.run`
    SELECT 1 FROM "AssignmentBatch" b WHERE b.id = ${batchId}::uuid AND ${within(sql`b."agencyId"`, believed)} FOR UPDATE OF b`;
  const scope = await holdScope(tx, { ...asked, now });
  const batch = await tx.maybeOne<LockedBatch>`
    SELECT b.state, b."agencyId", b."dueAt", b."processedPeople", b."assignedPeople", b."haltedAt",
           json_build_object('code', o.code, 'nameVi', o."nameVi", 'nameEn', o."nameEn") AS "orderedBy",
           ${within(sql`o.id`, scope)} AS "isOrderedWithin"
      FROM "AssignmentBatch" b JOIN "Agency" o ON o.id = b."orderedByAgencyId"
     WHERE b.id = ${batchId}::uuid AND ${within(sql`b."agencyId"`, scope)} FOR UPDATE OF b`;
  if (!batch) throw new DomainError('not-found', { batchId });
  return batch;
}
