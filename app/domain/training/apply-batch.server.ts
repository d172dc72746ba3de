import { holdScope, readScope } from '#app/domain/accounts/hold-scope.server.ts';
import { isAgencyWithin } from '#app/domain/agencies/get-agency.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import type { Db, Tx } from '#app/platform/database.server.ts';
import { giveWay } from '#app/platform/give-way.server.ts';
import { planAnew, type Sql, sql } from '#app/platform/sql.server.ts';
import { activeStaff, homeOf, inUnit } from './audience.server.ts';
import { firstOverdueBy } from './was-overdue.server.ts';

/** As a cursor: everybody was looked at. No person has this id. */
export const PAST_EVERYBODY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const BEFORE_EVERYBODY = '00000000-0000-0000-0000-000000000000';

const CHUNK = 500;
/** While pages are asked for: whoever wants a lock on somebody of the chunk, or a core, waits a fifth as long. */
const CROWDED_CHUNK = 100;

type Batch = {
  id: string;
  courseId: string;
  agencyId: string;
  orderedByAgencyId: string;
  includeSubunits: boolean;
  chosenPeople: boolean;
  personIds: string[];
  dueAt: Date;
  createdById: string;
  actedById: string | null;
  state: 'PENDING' | 'DONE' | 'CANCELLED';
  cursorPersonId: string | null;
  actCursorId: string | null;
  cancelReason: string;
  finishedAt: Date | null;
};

/** One chunk: of which batch, when, and over which agencies whoever decided it may act at this moment. */
type Work = { batch: Batch; at: Date; chunk: number; scope: Scope; now: () => Date };
type Step = 'more' | 'finished';

/**
 * Works a batch off, chunk by chunk, each in a transaction of its own. What is to be done stands in the row alone:
 *
 *   PENDING, cursor before the end   assign the people after the cursor
 *   PENDING, cursor at the end       give the day of the batch to its open assignments that have another
 *   CANCELLED, not finished          un-assign what it assigned
 *
 * and `finishedAt` says that there is nothing left. The lock on the row lets two workers take turns, so that it may
 * run twice, at once, late, or again after a crash at any line. Each chunk asks anew what whoever decided it may do: a
 * batch whose right has ended stands still until somebody who has it goes on, and people who have left are left alone.
 * While pages are asked for, chunks are smaller and half of the time is theirs.
 */
export async function applyBatch(
  { db, now }: { db: Db; now: () => Date },
  batchId: string,
  { chunk: most = CHUNK }: { chunk?: number } = {},
): Promise<void> {
  let step: Step = 'more';
  let chunk = Math.min(most, CROWDED_CHUNK);
  while (step === 'more') {
    const from = performance.now();
    step = await db.transaction(async (tx) => {
      const batch = await tx.maybeOne<Batch>`
        SELECT id, "courseId", "agencyId", "orderedByAgencyId", "includeSubunits", "chosenPeople", "personIds", "dueAt", "createdById",
               "actedById", state, "cursorPersonId", "actCursorId", "cancelReason", "finishedAt"
          FROM "AssignmentBatch" WHERE id = ${batchId}::uuid FOR UPDATE`;
      if (!batch || batch.state === 'DONE' || batch.finishedAt) return 'finished';
      const at = now();
      const scope = await readScope(tx, { ...decidedBy(batch), at });
      if (!(await isAgencyWithin(tx, batch.orderedByAgencyId, scope))) return halt(tx, batch, at);
      const work = { batch, at, chunk, scope, now };
      if (batch.state === 'CANCELLED') return unassignChunk(tx, work);
      return batch.cursorPersonId === PAST_EVERYBODY ? moveDueChunk(tx, work) : assignChunk(tx, work);
    });
    if (step === 'finished') break;
    const isCrowded = await giveWay(db, performance.now() - from);
    chunk = Math.min(most, isCrowded ? CROWDED_CHUNK : CHUNK);
  }
}

const decidedBy = (batch: Batch) =>
  ({ personId: batch.actedById ?? batch.createdById, deed: 'assign-courses' }) as const;

/** Locks the people of a chunk and whoever decided it. Whether she may still do what she might when it began: if not, the batch is looked at anew. */
async function holdPeople(tx: Tx, { batch, scope, now }: Work, personIds: readonly string[]): Promise<boolean> {
  const held = await holdScope(tx, { ...decidedBy(batch), now, also: personIds });
  return held.isSameAs(scope);
}

async function halt(tx: Tx, batch: Batch, at: Date): Promise<'finished'> {
  await tx.assignmentBatch.update({ where: { id: batch.id }, data: { haltedAt: at, finishedAt: at } });
  await recordAudit(tx, {
    at,
    actorId: null,
    action: 'batch.halted',
    subjectType: 'assignment-batch',
    subjectId: batch.id,
    agencyId: batch.agencyId,
    after: { decidedById: batch.actedById ?? batch.createdById },
  });
  return 'finished';
}

async function assignChunk(tx: Tx, work: Work): Promise<Step> {
  const { batch, at, chunk, scope } = work;
  const audience = sql`
    ${inUnit(sql`ap."agencyId"`, batch.agencyId, batch.includeSubunits)} AND ${within(sql`ap."agencyId"`, scope)}
    AND ${batch.chosenPeople ? sql`p.id = ANY(${batch.personIds}::uuid[])` : sql`true`}`;
  const people = await tx.rows<{ id: string }>`
    ${planAnew} SELECT p.id FROM ${activeStaff}
     WHERE ${audience} AND p.id > ${batch.cursorPersonId ?? BEFORE_EVERYBODY}::uuid
     ORDER BY p.id LIMIT ${chunk}`;
  const ids = people.map((person) => person.id);
  let assigned = 0;
  if (ids.length > 0) {
    if (!(await holdPeople(tx, work, ids))) return 'more';
    // Whoever has it already keeps it; ordered from higher up as well, nobody below that agency takes it back any more.
    const put = await tx.one<{ fresh: number }>`
      ${planAnew} WITH put AS (
      INSERT INTO "Assignment" AS held
             ("batchId", "personId", "courseId", "agencyId", "orderedByAgencyId", status, "assignedAt", "dueAt", "completedAt", "seenAt")
      SELECT ${batch.id}::uuid, p.id, ${batch.courseId}::uuid, ap."agencyId", ${batch.orderedByAgencyId}::uuid,
             (CASE WHEN done.at IS NOT NULL THEN 'COMPLETED' WHEN begun.yes THEN 'IN_PROGRESS' ELSE 'NOT_STARTED' END)::"AssignmentStatus",
             ${at}::timestamptz, ${batch.dueAt}::timestamptz, done.at, CASE WHEN done.at IS NOT NULL THEN ${at}::timestamptz END
        FROM ${activeStaff}
        CROSS JOIN LATERAL (SELECT max(c."completedAt") AS at FROM "ValidCompletion" c
                             WHERE c."personId" = p.id AND c."courseId" = ${batch.courseId}::uuid) done
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM "Enrolment" e
                             WHERE e."personId" = p.id AND e."courseId" = ${batch.courseId}::uuid) AS yes) begun
       WHERE p.id = ANY(${ids}::uuid[]) AND ${audience}
      ON CONFLICT ("personId", "courseId") WHERE status <> 'NO_LONGER_REQUIRED'
      DO UPDATE SET "orderedByAgencyId" = excluded."orderedByAgencyId"
       WHERE EXISTS (SELECT 1 FROM "AgencyAncestor" up WHERE up."agencyId" = held."orderedByAgencyId"
                        AND up."ancestorId" = excluded."orderedByAgencyId" AND up.depth > 0)
      RETURNING xmax = 0 AS is_fresh)
      SELECT count(*) FILTER (WHERE is_fresh)::int AS fresh FROM put`;
    assigned = put.fresh;
    await settleStandings(tx, ids, batch.courseId, at);
  }
  const isLast = ids.length < chunk;
  const cursor = isLast ? PAST_EVERYBODY : ids.at(-1);
  await tx.run`
    UPDATE "AssignmentBatch" SET "cursorPersonId" = ${cursor}::uuid, "processedPeople" = "processedPeople" + ${ids.length},
           "assignedPeople" = "assignedPeople" + ${assigned} WHERE id = ${batch.id}::uuid`;
  return isLast ? moveDueChunk(tx, work) : 'more';
}

/** The people of a chunk are locked first, and only then is it asked who of them can still be reached; null when the right has changed. */
async function reach(tx: Tx, work: Work, wanted: Sql) {
  const { batch, chunk, scope } = work;
  const looked = await tx.rows<{ id: string; personId: string }>`
    ${planAnew} SELECT s.id, s."personId" FROM "Assignment" s
     WHERE s."batchId" = ${batch.id}::uuid AND s.id > ${batch.actCursorId ?? BEFORE_EVERYBODY}::uuid AND ${wanted}
     ORDER BY s.id LIMIT ${chunk}`;
  const personIds = looked.map((row) => row.personId);
  if (!(await holdPeople(tx, work, personIds))) return null;
  const open = await tx.rows<{ id: string; isReached: boolean }>`
    ${planAnew} SELECT s.id, ${within(homeOf(sql`s."personId"`), scope)} AND ${within(sql`s."orderedByAgencyId"`, scope)} AS "isReached"
      FROM "Assignment" s WHERE s.id = ANY(${looked.map((row) => row.id)}::uuid[]) AND ${wanted}`;
  const reached = open.filter((row) => row.isReached).map((row) => row.id);
  const isLast = looked.length < chunk;
  await tx.run`
    UPDATE "AssignmentBatch" SET "actCursorId" = coalesce(${looked.at(-1)?.id ?? null}::uuid, "actCursorId"),
           "outsidePeople" = "outsidePeople" + ${open.length - reached.length}
     WHERE id = ${batch.id}::uuid`;
  return { reached, personIds, isLast };
}

async function moveDueChunk(tx: Tx, work: Work): Promise<Step> {
  const { batch, at } = work;
  const wanted = sql`s."dueAt" <> ${batch.dueAt} AND s.status IN ('NOT_STARTED', 'IN_PROGRESS')`;
  const found = await reach(tx, work, wanted);
  if (!found) return 'more';
  const { reached, personIds, isLast } = found;
  if (reached.length > 0) {
    await tx.run`
      UPDATE "Assignment" s SET "dueAt" = ${batch.dueAt}, "firstOverdueAt" = ${firstOverdueBy(at)},
             "overdueAt" = CASE WHEN ${batch.dueAt}::timestamptz > ${at} THEN NULL ELSE "overdueAt" END
       WHERE id = ANY(${reached}::uuid[])`;
    await settleStandings(tx, personIds, batch.courseId, at);
  }
  if (!isLast) return 'more';
  await tx.run`UPDATE "AssignmentBatch" SET state = 'DONE', "finishedAt" = ${at} WHERE id = ${batch.id}::uuid`;
  return 'finished';
}

async function unassignChunk(tx: Tx, work: Work): Promise<Step> {
  const { batch, at } = work;
  const found = await reach(tx, work, sql`s.status <> 'NO_LONGER_REQUIRED'`);
  if (!found) return 'more';
  const { reached, personIds, isLast } = found;
  if (reached.length > 0) {
    await tx.run`
      UPDATE "Assignment" s SET status = 'NO_LONGER_REQUIRED', "endedAt" = ${at}, "completedAt" = NULL, "overdueAt" = NULL,
             "firstOverdueAt" = ${firstOverdueBy(at)},
             "withdrawnOverdue" = status IN ('NOT_STARTED', 'IN_PROGRESS') AND ${firstOverdueBy(at)} IS NOT NULL,
             "withdrawnReason" = ${batch.cancelReason}, "withdrawnById" = ${batch.actedById ?? batch.createdById}::uuid
       WHERE id = ANY(${reached}::uuid[])`;
    await settleStandings(tx, personIds, batch.courseId, at);
  }
  await tx.run`
    UPDATE "AssignmentBatch" SET "processedPeople" = "processedPeople" + ${reached.length},
           "finishedAt" = ${isLast ? at : null}::timestamptz WHERE id = ${batch.id}::uuid`;
  return isLast ? 'finished' : 'more';
}
