import type { Scope } from '#app/domain/agencies/scope.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { dueDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { planAnew, type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { PAST_EVERYBODY } from './apply-batch.server.ts';
import { INSTANT, pageOf, readCursor, UUID } from './cursor.ts';

/** What the worker is doing with a batch, or did. */
type BatchPhase = 'assigning' | 'moving-due' | 'assigned' | 'cancelling' | 'cancelled' | 'halted';

export type ListedBatch = {
  id: string;
  courseCode: string;
  titleVi: string;
  titleEn: string;
  agencyCode: string;
  agencyNameVi: string;
  agencyNameEn: string;
  includeSubunits: boolean;
  chosenPeople: boolean;
  phase: BatchPhase;
  due: string;
  note: string;
  plannedPeople: number;
  processedPeople: number;
  assignedPeople: number;
  createdAt: Date;
  finishedAt: Date | null;
  createdBy: string;
  /** The agency that ordered it. */
  orderedByCode: string;
  orderedByNameVi: string;
  orderedByNameEn: string;
  /** Whether whoever looks may change or withdraw it: that agency lies in her scope. */
  isOrderedWithin: boolean;
  /** Whom the last act did not reach, since they work elsewhere now or an agency above ordered it of them too. */
  outsidePeople: number;
};

type Row = Omit<ListedBatch, 'phase' | 'due'> & {
  state: 'PENDING' | 'DONE' | 'CANCELLED';
  cursorPersonId: string | null;
  dueAt: Date;
  haltedAt: Date | null;
};

const columns = (scope: Scope): Sql => sql`
  b.id, c.code AS "courseCode", coalesce(d."titleVi", c.code) AS "titleVi", coalesce(d."titleEn", c.code) AS "titleEn",
  a.code AS "agencyCode", a."nameVi" AS "agencyNameVi", a."nameEn" AS "agencyNameEn", b."includeSubunits", b."chosenPeople",
  b.state, b."cursorPersonId", b."dueAt", b.note, b."plannedPeople", b."processedPeople", b."assignedPeople", b."createdAt",
  b."finishedAt", coalesce(by."fullName", '') AS "createdBy", b."haltedAt", b."outsidePeople", o.code AS "orderedByCode",
  o."nameVi" AS "orderedByNameVi", o."nameEn" AS "orderedByNameEn", ${within(sql`o.id`, scope)} AS "isOrderedWithin"
  FROM "AssignmentBatch" b JOIN "Course" c ON c.id = b."courseId" LEFT JOIN "CourseEdition" d ON d.id = c."currentEditionId"
  JOIN "Agency" a ON a.id = b."agencyId" JOIN "Agency" o ON o.id = b."orderedByAgencyId" LEFT JOIN "Person" by ON by.id = b."createdById"`;

function shown({ state, cursorPersonId, dueAt, haltedAt, ...row }: Row): ListedBatch {
  const phase = haltedAt
    ? 'halted'
    : state === 'DONE'
      ? 'assigned'
      : state === 'PENDING'
        ? cursorPersonId === PAST_EVERYBODY
          ? 'moving-due'
          : 'assigning'
        : row.finishedAt
          ? 'cancelled'
          : 'cancelling';
  return { ...row, phase, due: dueDay(dueAt) };
}

export const isBusy = ({ phase }: Pick<ListedBatch, 'phase'>): boolean =>
  phase === 'assigning' || phase === 'moving-due' || phase === 'cancelling';

/** The batches of the units in scope, the newest first, 25 a page. */
export async function listBatches(
  db: Reader,
  { scope, cursor: text = null, take = 25 }: { scope: Scope; cursor?: string | null; take?: number },
): Promise<{ batches: ListedBatch[]; previousCursor: string | null; nextCursor: string | null }> {
  const cursor = readCursor(text, [INSTANT, UUID]);
  const [at, id] = cursor?.values ?? [];
  const way = sql.raw(cursor?.isBack ? 'ASC' : 'DESC');
  const past = sql.raw(cursor?.isBack ? '>' : '<');
  const fetched = await db.rows<Row>`${planAnew}
    SELECT ${columns(scope)} WHERE ${within(sql`b."agencyId"`, scope)}
       ${cursor ? sql`AND (b."createdAt", b.id) ${past} (${at}::timestamptz, ${id}::uuid)` : sql.empty}
     ORDER BY b."createdAt" ${way}, b.id ${way} LIMIT ${take + 1}`;
  const { rows, ...neighbours } = pageOf(fetched, {
    take,
    cursor,
    key: (row) => [row.createdAt.toISOString(), row.id],
  });
  return { batches: rows.map(shown), ...neighbours };
}

/** @throws not-found outside the scope */
export async function getBatch(
  db: Reader,
  { scope, batchId }: { scope: Scope; batchId: string },
): Promise<ListedBatch> {
  const row = await db.maybeOne<Row>`
    SELECT ${columns(scope)} WHERE b.id = ${batchId}::uuid AND ${within(sql`b."agencyId"`, scope)}`;
  if (!row) throw new DomainError('not-found', { batchId });
  return shown(row);
}

/** How many assignments of a batch are in force, and of them still open: what undoing it or moving its day touches. */
export async function countBatch(
  db: Reader,
  batchId: string,
): Promise<{ inForce: number; open: number; completed: number }> {
  const row = await db.one<{ inForce: number; open: number; completed: number }>`
    SELECT count(*) FILTER (WHERE status <> 'NO_LONGER_REQUIRED')::int AS "inForce",
           count(*) FILTER (WHERE status IN ('NOT_STARTED', 'IN_PROGRESS'))::int AS open,
           count(*) FILTER (WHERE status = 'COMPLETED')::int AS completed
      FROM "Assignment" WHERE "batchId" = ${batchId}::uuid`;
  return row;
}
