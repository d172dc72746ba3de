import { byName, nameKey, nameOfCursor } from '#app/domain/accounts/name-order.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { highestWithin, wholeWithin, within } from '#app/domain/agencies/within.server.ts';
import { dueDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { activeStaff, type PersonAndCourse, unitNames, unitOf } from '#app/domain/training/audience.server.ts';
import { type Counters, counters } from '#app/domain/training/counters.server.ts';
import { NAME, pageOf, readCursor, UUID } from '#app/domain/training/cursor.ts';
import { amongThem, FEW_ROWS, findReach, type Reach, worksIn } from '#app/domain/training/reach.server.ts';
import { planAnew, type Reader, type Sql, sql } from '#app/platform/sql.server.ts';

export const ASSIGNEE_STATES = ['not-started', 'in-progress', 'overdue', 'completed'] as const;
export type AssigneeState = (typeof ASSIGNEE_STATES)[number];

export type Assignee = PersonAndCourse & {
  assignmentId: string;
  state: AssigneeState | 'waived';
  due: string;
  /** It was overdue at some time, though it may have been given another day since: who withdraws it says why. */
  wasOverdue: boolean;
  completedAt: Date | null;
  lessonsRead: number;
  lessons: number;
  lastActivityAt: Date | null;
  orderedByNameVi: string;
  orderedByNameEn: string;
  /** Whether whoever looks may change it: the agency that ordered it lies in her scope. */
  isOrderedWithin: boolean;
};

export type AssigneeFilter = {
  scope: Scope;
  courseCode?: string | null;
  agencyCode?: string | null;
  state?: AssigneeState | null;
  search?: string;
};

type Row = Omit<Assignee, 'due'> & { sortName: string; dueAt: Date };

const stateIs: Record<AssigneeState, Sql> = {
  'not-started': sql`s.status = 'NOT_STARTED' AND s."overdueAt" IS NULL`,
  'in-progress': sql`s.status = 'IN_PROGRESS' AND s."overdueAt" IS NULL`,
  overdue: sql`s."overdueAt" IS NOT NULL`,
  completed: sql`s.status = 'COMPLETED'`,
};

const columns = (scope: Scope): Sql => sql`
  s.id AS "assignmentId", s."personId", s."fullName", s."sortName", s."personnelNumber", ${unitNames},
  c.code AS "courseCode", d."titleVi", d."titleEn", s."dueAt", s."completedAt",
  CASE WHEN s."overdueAt" IS NOT NULL THEN 'overdue' WHEN s.status = 'COMPLETED' THEN 'completed' WHEN s.status = 'IN_PROGRESS' THEN 'in-progress'
       WHEN s.status = 'WAIVED' THEN 'waived' ELSE 'not-started' END AS state,
  s."firstOverdueAt" IS NOT NULL AS "wasOverdue", d."lessonCount" AS lessons, g.read AS "lessonsRead", greatest(e."enrolledAt", g.at, w.at) AS "lastActivityAt",
  o."nameVi" AS "orderedByNameVi", o."nameEn" AS "orderedByNameEn", ${within(sql`o.id`, scope)} AS "isOrderedWithin"`;

/** What a row of the list shows beside the assignment `s`; the lessons are those of the edition she is enrolled in. */
const beside = (scope: Scope): Sql => sql`
  ${unitOf(sql`s."homeId"`, scope)} JOIN "Agency" o ON o.id = s."orderedByAgencyId"
  JOIN "Course" c ON c.id = s."courseId"
  LEFT JOIN LATERAL (SELECT en.id, edition_followed(en."editionId") AS "editionId", en."enrolledAt" FROM "Enrolment" en
     WHERE en."personId" = s."personId" AND en."courseId" = s."courseId" ORDER BY en.cycle DESC LIMIT 1) e ON true
  JOIN "CourseEdition" d ON d.id = coalesce(e."editionId", c."currentEditionId")
  CROSS JOIN LATERAL (SELECT count(lp."readAt")::int AS read, max(greatest(lp."openedAt", lp."readAt")) AS at
     FROM "LessonProgress" lp WHERE lp."enrolmentId" = e.id) g
  CROSS JOIN LATERAL (SELECT max(greatest(t."startedAt", t."finishedAt")) AS at FROM "Attempt" t WHERE t."enrolmentId" = e.id) w`;

/** The assignments of `page`, each with whose it is and where she works. */
const listed = sql`
  SELECT page.*, p."fullName", p."sortName", p."personnelNumber", ap."agencyId" AS "homeId"
    FROM page JOIN (${activeStaff}) ON p.id = page."personId"`;

const shown = ({ sortName: _, dueAt, ...row }: Row): Assignee => ({ ...row, due: dueDay(dueAt) });

const EVERYBODY = sql`true`;

/** Those whom the figures count as overdue in these units: far fewer than there are names. */
const overdueIn = ({ size, units }: Reach, courseCode: string | null | undefined): Sql => sql`
  SELECT o."personId" FROM "Standing" o WHERE o.overdue
   ${size === 'many-units' ? sql.empty : sql`AND o."agencyId" IN (${units})`}
   ${courseCode ? sql`AND o."courseId" = (SELECT id FROM "Course" WHERE code = ${courseCode})` : sql.empty}`;

/** Whether `p` is one of them; null where there are none. One statement. */
async function amongOverdue(db: Reader, reach: Reach, courseCode: string | null | undefined): Promise<Sql | null> {
  const people = overdueIn(reach, courseCode);
  const found = await db.one<{ count: number }>`
    ${planAnew} SELECT count(*)::int AS count FROM (${people} LIMIT ${FEW_ROWS + 1}) n`;
  const count = found.count;
  return count === 0 ? null : amongThem(count <= FEW_ROWS, people);
}

/** The assignments in force of the people in scope, by name in Vietnamese order, 25 a page. At most four statements. */
export async function listAssignees(
  db: Reader,
  {
    scope,
    courseCode,
    agencyCode,
    state,
    search = '',
    cursor: text = null,
    take = 25,
  }: AssigneeFilter & { cursor?: string | null; take?: number },
): Promise<{ assignees: Assignee[]; previousCursor: string | null; nextCursor: string | null }> {
  const reach = await findReach(db, { scope, agencyCode: agencyCode ?? null });
  const those = reach && (state === 'overdue' ? await amongOverdue(db, reach, courseCode) : EVERYBODY);
  if (!reach || !those) return { assignees: [], previousCursor: null, nextCursor: null };
  const cursor = readCursor(text, [NAME, UUID, UUID]);
  const [name, personId, assignmentId] = cursor?.values ?? [];
  const way = cursor?.isBack ? 'DESC' : 'ASC';
  const past = sql.raw(cursor?.isBack ? '<' : '>');
  const conditions = [
    sql`p."deactivatedAt" IS NULL`,
    worksIn(reach),
    sql`s.status <> 'NO_LONGER_REQUIRED'`,
    ...(courseCode ? [sql`s."courseId" = (SELECT id FROM "Course" WHERE code = ${courseCode})`] : []),
    ...(state ? [stateIs[state]] : []),
    those,
    ...searchPatterns(search).map((pattern) => sql`p."searchText" LIKE ${pattern}`),
    ...(cursor
      ? [
          sql`(${nameKey(sql`p."sortName"`)}, p.id, s.id) ${past} (${nameOfCursor(name)}, ${personId}::uuid, ${assignmentId}::uuid)`,
          // Says again what the index on names can use.
          sql`(${nameKey(sql`p."sortName"`)}, p.id) ${past}= (${nameOfCursor(name)}, ${personId}::uuid)`,
        ]
      : []),
  ];
  const fetched = await db.rows<Row>`
    ${planAnew} WITH page AS MATERIALIZED (
      SELECT s.* FROM "Person" p JOIN "Assignment" s ON s."personId" = p.id
       WHERE ${sql.join(conditions, ' AND ')}
       ORDER BY ${byName(sql`p."sortName"`, way)}, p.id ${sql.raw(way)}, s.id ${sql.raw(way)} LIMIT ${take + 1})
    SELECT ${columns(scope)} FROM (${listed}) s ${beside(scope)} ORDER BY ${byName(sql`s."sortName"`, way)}, s."personId" ${sql.raw(way)}, s.id ${sql.raw(way)}`;
  const { rows, ...neighbours } = pageOf(fetched, {
    take,
    cursor,
    key: (row) => [row.sortName, row.personId, row.assignmentId],
  });
  return { assignees: rows.map(shown), ...neighbours };
}

/**
 * One of them, for the page that asks before it changes something.
 * @throws not-found outside the scope
 */
export async function getAssignee(
  db: Reader,
  { scope, assignmentId }: { scope: Scope; assignmentId: string },
): Promise<Assignee> {
  const row = await db.maybeOne<Row>`
    WITH page AS (SELECT * FROM "Assignment" WHERE id = ${assignmentId}::uuid AND status <> 'NO_LONGER_REQUIRED')
    SELECT ${columns(scope)} FROM (${listed}) s ${beside(scope)} WHERE ${within(sql`s."homeId"`, scope)}`;
  if (!row) throw new DomainError('not-found', { assignmentId });
  return shown(row);
}

type AssigneeTotals = Pick<Counters, 'assigned' | 'completed' | 'overdue'>;

export type AssigneeHead = {
  totals: AssigneeTotals;
  unit: { code: string; nameVi: string; nameEn: string } | null;
  course: { code: string; titleVi: string; titleEn: string } | null;
  courses: { code: string; titleVi: string; titleEn: string }[];
};

/**
 * What stands over the list: unit and course of the filter, and how many assignments in force they hold, from roll-ups.
 * Without a unit these are the agencies granted with all below them together. One statement.
 * @throws not-found when the unit is outside the scope or the course is unknown
 */
export async function readAssigneeHead(
  db: Reader,
  { scope, courseCode, agencyCode }: Pick<AssigneeFilter, 'scope' | 'courseCode' | 'agencyCode'>,
): Promise<AssigneeHead> {
  type Answer = { totals: AssigneeTotals; unit: AssigneeHead['unit']; courses: AssigneeHead['courses'] | null };
  const roots = agencyCode
    ? sql`SELECT a.id FROM "Agency" a WHERE a.code = ${agencyCode} AND ${wholeWithin(sql`a.id`, scope)}`
    : highestWithin(scope);
  const answer = await db.one<Answer>`
    WITH units AS (${roots}),
         counted AS (${counters(courseCode ? sql`(SELECT id FROM "Course" WHERE code = ${courseCode})` : null)})
    SELECT (SELECT json_build_object('assigned', coalesce(sum(assigned), 0), 'completed', coalesce(sum(completed), 0),
                                     'overdue', coalesce(sum(overdue), 0)) FROM counted) AS totals,
           (SELECT json_build_object('code', a.code, 'nameVi', a."nameVi", 'nameEn', a."nameEn")
              FROM units u JOIN "Agency" a ON a.id = u.id WHERE ${agencyCode ?? null}::text IS NOT NULL) AS unit,
           (SELECT json_agg(json_build_object('code', c.code, 'titleVi', d."titleVi", 'titleEn', d."titleEn") ORDER BY c.code)
              FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId") AS courses`;
  const courses = answer.courses ?? [];
  const course = courseCode ? (courses.find((each) => each.code === courseCode) ?? null) : null;
  if ((agencyCode && !answer.unit) || (courseCode && !course)) {
    throw new DomainError('not-found', { agency: agencyCode ?? '', course: courseCode ?? '' });
  }
  return { totals: answer.totals, unit: answer.unit, course, courses };
}
