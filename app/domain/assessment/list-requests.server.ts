import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import { within } from '#app/domain/agencies/within.server.ts';
import { dueDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { activeStaff, type PersonAndCourse, unitNames, unitOf } from '#app/domain/training/audience.server.ts';
import { INSTANT, pageOf, readCursor, UUID } from '#app/domain/training/cursor.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';

/** Waiting for a decision, or declined and not asked again since. */
export const REQUEST_VIEWS = ['waiting', 'declined'] as const;
export type RequestView = (typeof REQUEST_VIEWS)[number];

export type ListedRequest = PersonAndCourse & {
  id: string;
  state: 'OPEN' | 'GRANTED' | 'DECLINED' | 'WITHDRAWN' | 'CLOSED';
  /** Which request it is after the last attempt. */
  ordinal: number;
  reason: string;
  askedAt: Date;
  endedAt: Date | null;
  answer: string | null;
  decidedBy: string | null;
  /** The due day of the assignment in force, when there is one. */
  due: string | null;
  isOverdue: boolean;
  /** The marks of her attempts in their order, never the answers. */
  attempts: { number: number; finishedAt: Date | null; earned: { n: number; d: number }; possible: number }[];
  passPercent: number;
};

type StoredAttempt = { number: number; finishedAt: string | null; n: number; d: number; possible: number };
type Row = Omit<ListedRequest, 'due' | 'attempts'> & { dueAt: Date | null; attempts: StoredAttempt[] };

/** Requests `r` of people `p` who work within the actor's scope at this moment; nobody sees her own. */
const ofActor = (actor: Actor): Sql => sql`
  ${activeStaff} JOIN "AttemptRequest" r ON r."personId" = p.id AND p.id <> ${actor.personId}::uuid
   AND ${within(sql`ap."agencyId"`, scopeOf(actor, 'assign-courses'))}`;

const notAskedSince = sql`
  NOT EXISTS (SELECT 1 FROM "AttemptRequest" n WHERE n."enrolmentId" = r."enrolmentId"
                 AND (n."afterAttempt", n.ordinal) > (r."afterAttempt", r.ordinal))
  AND NOT EXISTS (SELECT 1 FROM "Attempt" t WHERE t."enrolmentId" = r."enrolmentId" AND t.number > r."afterAttempt")`;

const viewIs: Record<RequestView, Sql> = {
  waiting: sql`r.state = 'OPEN'`,
  declined: sql`r.state = 'DECLINED' AND ${notAskedSince}`,
};

const hers = sql`r.*, p."fullName", p."personnelNumber", ap."agencyId" AS "homeId"`;

const columns = sql`
  r.id, r."personId", r."fullName", r."personnelNumber", ${unitNames}, c.code AS "courseCode", d."titleVi", d."titleEn", r.state, r.ordinal, r.reason, r."askedAt", r."endedAt",
  r.answer, by."fullName" AS "decidedBy", s."dueAt", s."overdueAt" IS NOT NULL AS "isOverdue", q."passPercent",
  (SELECT coalesce(json_agg(json_build_object('number', t.number, 'finishedAt', t."finishedAt", 'n', g."earnedNumerator",
            'd', g."earnedDenominator", 'possible', g.possible) ORDER BY t.number), '[]')
     FROM "Attempt" t JOIN LATERAL (SELECT * FROM "Grading" g WHERE g."attemptId" = t.id ORDER BY g.number DESC LIMIT 1) g ON true
    WHERE t."enrolmentId" = r."enrolmentId") AS attempts`;

const beside = (actor: Actor): Sql => sql`
  ${unitOf(sql`r."homeId"`, scopeOf(actor, 'assign-courses'))}
  JOIN "Course" c ON c.id = r."courseId" JOIN "Enrolment" e ON e.id = r."enrolmentId"
  JOIN "CourseEdition" d ON d.id = edition_followed(e."editionId") JOIN "Quiz" q ON q."editionId" = d.id
  LEFT JOIN "Person" by ON by.id = r."decidedById"
  LEFT JOIN "Assignment" s ON s."personId" = r."personId" AND s."courseId" = r."courseId" AND s.status IN ('NOT_STARTED', 'IN_PROGRESS')`;

const shown = ({ dueAt, attempts, ...row }: Row): ListedRequest => ({
  ...row,
  due: dueAt && dueDay(dueAt),
  attempts: attempts.map(({ n, d, finishedAt, ...attempt }) => ({
    ...attempt,
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
    earned: { n, d },
  })),
});

/** Those who wait, the longest wait first, or those declined, the newest first; 25 a page. One statement. */
export async function listRequests(
  db: Reader,
  actor: Actor,
  { view, cursor: text = null, take = 25 }: { view: RequestView; cursor?: string | null; take?: number },
): Promise<{ requests: ListedRequest[]; previousCursor: string | null; nextCursor: string | null }> {
  const cursor = readCursor(text, [INSTANT, UUID]);
  const [at, id] = cursor?.values ?? [];
  const column = sql.raw(view === 'waiting' ? '"askedAt"' : '"endedAt"');
  const isAscending = (view === 'waiting') !== (cursor?.isBack ?? false);
  const way = sql.raw(isAscending ? 'ASC' : 'DESC');
  const past = sql.raw(isAscending ? '>' : '<');
  const fetched = await db.rows<Row>`
    WITH page AS MATERIALIZED (
      SELECT ${hers} FROM ${ofActor(actor)}
       WHERE ${viewIs[view]} ${cursor ? sql`AND (r.${column}, r.id) ${past} (${at}::timestamptz, ${id}::uuid)` : sql.empty}
       ORDER BY r.${column} ${way}, r.id ${way} LIMIT ${take + 1})
    SELECT ${columns} FROM page r ${beside(actor)} ORDER BY r.${column} ${way}, r.id ${way}`;
  const { rows, ...neighbours } = pageOf(fetched, {
    take,
    cursor,
    key: (row) => [(view === 'waiting' ? row.askedAt : (row.endedAt ?? row.askedAt)).toISOString(), row.id],
  });
  return { requests: rows.map(shown), ...neighbours };
}

/** @throws not-found outside the scope */
export async function getRequest(db: Reader, actor: Actor, requestId: string): Promise<ListedRequest> {
  const row = await db.maybeOne<Row>`
    WITH page AS MATERIALIZED (SELECT ${hers} FROM ${ofActor(actor)} WHERE r.id = ${requestId}::uuid)
    SELECT ${columns} FROM page r ${beside(actor)}`;
  if (!row) throw new DomainError('not-found', { requestId });
  return shown(row);
}

/** A menu says no more than this. */
export const COUNTED_REQUESTS = 99;

/** How many wait for the actor, counted up to one more than a menu says. One statement. */
export async function countRequests(db: Reader, actor: Actor): Promise<number> {
  if (scopeOf(actor, 'assign-courses').isEmpty) return 0;
  const row = await db.one<{ waiting: number }>`
    SELECT count(*)::int AS waiting FROM (
      SELECT 1 FROM ${ofActor(actor)} WHERE r.state = 'OPEN' LIMIT ${COUNTED_REQUESTS + 1}) w`;
  return row.waiting;
}
