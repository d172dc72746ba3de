import { lockPeople, settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { type Db, Prisma, type Tx } from '#app/platform/database.server.ts';
import { activeStaff, inUnit } from './audience.server.ts';

/** As a cursor: everybody was looked at. No person has this id. */
export const PAST_EVERYBODY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const CHUNK = 500;

type Batch = {
  id: string;
  courseId: string;
  agencyId: string;
  includeSubunits: boolean;
  chosenPeople: boolean;
  personIds: string[];
  dueAt: Date;
  state: 'PENDING' | 'DONE' | 'CANCELLED';
  cursorPersonId: string | null;
  finishedAt: Date | null;
};

/**
 * Works a batch off, chunk by chunk, each in a transaction of its own. What is to be done stands in the row alone:
 *
 *   PENDING, cursor before the end   assign the people after the cursor
 *   PENDING, cursor at the end       give the day of the batch to its open assignments that have another
 *   CANCELLED, not finished          un-assign what it assigned
 *
 * and `finishedAt` says that there is nothing left. The lock on the row lets two workers take turns, so that it may
 * run twice, at once, late, or again after a crash at any line.
 */
export async function applyBatch(
  { db, now }: { db: Db; now: () => Date },
  batchId: string,
  { chunk = CHUNK }: { chunk?: number } = {},
): Promise<void> {
  let step: 'more' | 'finished' = 'more';
  while (step === 'more') {
    step = await db.$transaction(async (tx) => {
      const [batch] = await tx.$queryRaw<
        Batch[]
      >`SELECT * FROM "AssignmentBatch" WHERE id = ${batchId}::uuid FOR UPDATE`;
      if (!batch || batch.state === 'DONE' || batch.finishedAt) return 'finished';
      const at = now();
      if (batch.state === 'CANCELLED') return unassignChunk(tx, batch, at, chunk);
      if (batch.cursorPersonId === PAST_EVERYBODY) return moveDueChunk(tx, batch, at, chunk);
      return assignChunk(tx, batch, at, chunk);
    });
  }
}

async function assignChunk(tx: Tx, batch: Batch, at: Date, chunk: number): Promise<'more' | 'finished'> {
  const audience = Prisma.sql`
    ${inUnit(Prisma.sql`ap."agencyId"`, batch.agencyId, batch.includeSubunits)}
    AND ${batch.chosenPeople ? Prisma.sql`p.id = ANY(${batch.personIds}::uuid[])` : Prisma.sql`true`}`;
  const people = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM ${activeStaff}
     WHERE ${audience} AND p.id > ${batch.cursorPersonId ?? '00000000-0000-0000-0000-000000000000'}::uuid
     ORDER BY p.id LIMIT ${chunk}`;
  const ids = people.map((person) => person.id);
  let assigned = 0;
  if (ids.length > 0) {
    await lockPeople(tx, ids);
    assigned = await tx.$executeRaw`
      INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", status, "assignedAt", "dueAt", "completedAt", "seenAt")
      SELECT ${batch.id}::uuid, p.id, ${batch.courseId}::uuid, ap."agencyId",
             (CASE WHEN done.at IS NOT NULL THEN 'COMPLETED' WHEN begun.yes THEN 'IN_PROGRESS' ELSE 'NOT_STARTED' END)::"AssignmentStatus",
             ${at}::timestamptz, ${batch.dueAt}::timestamptz, done.at, CASE WHEN done.at IS NOT NULL THEN ${at}::timestamptz END
        FROM ${activeStaff}
        CROSS JOIN LATERAL (SELECT max(c."completedAt") AS at FROM "ValidCompletion" c
                             WHERE c."personId" = p.id AND c."courseId" = ${batch.courseId}::uuid) done
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM "Enrolment" e
                             WHERE e."personId" = p.id AND e."courseId" = ${batch.courseId}::uuid) AS yes) begun
       WHERE p.id = ANY(${ids}::uuid[]) AND ${audience}
      ON CONFLICT ("personId", "courseId") WHERE status <> 'NO_LONGER_REQUIRED' DO NOTHING`;
    await settleStandings(tx, ids, batch.courseId, at);
  }
  const isLast = ids.length < chunk;
  const cursor = isLast ? PAST_EVERYBODY : ids.at(-1);
  await tx.$executeRaw`
    UPDATE "AssignmentBatch" SET "cursorPersonId" = ${cursor}::uuid, "processedPeople" = "processedPeople" + ${ids.length},
           "assignedPeople" = "assignedPeople" + ${assigned} WHERE id = ${batch.id}::uuid`;
  return isLast ? moveDueChunk(tx, batch, at, chunk) : 'more';
}

async function moveDueChunk(tx: Tx, batch: Batch, at: Date, chunk: number): Promise<'more' | 'finished'> {
  const open = await tx.$queryRaw<{ id: string; personId: string }[]>`
    SELECT id, "personId" FROM "Assignment"
     WHERE "batchId" = ${batch.id}::uuid AND "dueAt" <> ${batch.dueAt} AND status IN ('NOT_STARTED', 'IN_PROGRESS')
     ORDER BY id LIMIT ${chunk}`;
  if (open.length === 0) {
    await tx.$executeRaw`UPDATE "AssignmentBatch" SET state = 'DONE', "finishedAt" = ${at} WHERE id = ${batch.id}::uuid`;
    return 'finished';
  }
  const people = open.map((row) => row.personId);
  await lockPeople(tx, people);
  await tx.$executeRaw`
    UPDATE "Assignment" SET "dueAt" = ${batch.dueAt}, "overdueAt" = CASE WHEN ${batch.dueAt}::timestamptz > ${at} THEN NULL ELSE "overdueAt" END
     WHERE id = ANY(${open.map((row) => row.id)}::uuid[]) AND status IN ('NOT_STARTED', 'IN_PROGRESS')`;
  await settleStandings(tx, people, batch.courseId, at);
  return 'more';
}

async function unassignChunk(tx: Tx, batch: Batch, at: Date, chunk: number): Promise<'more' | 'finished'> {
  const held = await tx.$queryRaw<{ id: string; personId: string }[]>`
    SELECT id, "personId" FROM "Assignment" WHERE "batchId" = ${batch.id}::uuid AND status <> 'NO_LONGER_REQUIRED'
     ORDER BY id LIMIT ${chunk}`;
  const people = held.map((row) => row.personId);
  let ended = 0;
  if (held.length > 0) {
    await lockPeople(tx, people);
    ended = await tx.$executeRaw`
      UPDATE "Assignment" SET status = 'NO_LONGER_REQUIRED', "endedAt" = ${at}, "completedAt" = NULL, "overdueAt" = NULL
       WHERE id = ANY(${held.map((row) => row.id)}::uuid[]) AND status <> 'NO_LONGER_REQUIRED'`;
    await settleStandings(tx, people, batch.courseId, at);
  }
  await tx.$executeRaw`
    UPDATE "AssignmentBatch" SET "processedPeople" = "processedPeople" + ${ended},
           "finishedAt" = ${held.length === 0 ? at : null}::timestamptz WHERE id = ${batch.id}::uuid`;
  return held.length === 0 ? 'finished' : 'more';
}
