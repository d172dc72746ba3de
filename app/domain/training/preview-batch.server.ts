import { byName } from '#app/domain/accounts/name-order.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { wholeWithin, within } from '#app/domain/agencies/within.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { planAnew, type Reader, sql } from '#app/platform/sql.server.ts';
import {
  type Audience,
  activeStaff,
  CHOSEN_LIMIT,
  inUnit,
  type UnitNames,
  unitNames,
  unitOf,
} from './audience.server.ts';
import { counters } from './counters.server.ts';
import { measureReach, unitsBelow, worksIn } from './reach.server.ts';

export type PreviewCounts = {
  /** The people looked at. */
  total: number;
  /** Who have this course assigned already: kept, not doubled. */
  held: number;
  /** Who completed it already without an assignment: assigned and met at once. */
  completed: number;
};

type PreviewRow = PreviewCounts &
  UnitNames & {
    code: string;
    /** The people of the unit itself, outside its sub-units. */
    isOwn: boolean;
  };

export type PreviewPerson = UnitNames & {
  id: string;
  fullName: string;
  state: 'adds' | 'held' | 'completed';
};

/** Of the unit that people are chosen in, and of what an assignment would do there. */
export type BatchPreview = PreviewCounts &
  UnitNames & {
    /** Who will have an assignment that they do not have now: `total` − `held`. */
    adds: number;
    courseId: string;
    courseCode: string;
    titleVi: string;
    titleEn: string;
    minutesVi: number;
    minutesEn: number;
    agencyId: string;
    agencyCode: string;
    /** By name: of many units those that get the most. */
    rows: PreviewRow[];
    /** The other units and what they come to; null where all are in `rows`. */
    others: (PreviewCounts & { units: number }) | null;
    firstPeople: PreviewPerson[];
    /** Of chosen people: those who are active staff of the unit, all that will be assigned. */
    personIds: string[];
  };

const FIRST = 20;
const ROWS = 50;

type Head = Pick<
  BatchPreview,
  | 'courseId'
  | 'courseCode'
  | 'titleVi'
  | 'titleEn'
  | 'minutesVi'
  | 'minutesEn'
  | 'agencyId'
  | 'agencyCode'
  | 'unitVi'
  | 'unitEn'
  | 'aboveVi'
  | 'aboveEn'
>;

/**
 * What an assignment would do, before anybody decides it. For a whole unit from roll-ups, so that it costs the same for
 * twelve people and for two million; for chosen people by counting them.
 * @throws not-found when the course has no edition, or the unit is outside the scope
 */
export async function previewBatch(
  db: Reader,
  { scope, courseCode, audience }: { scope: Scope; courseCode: string; audience: Audience },
): Promise<BatchPreview> {
  // A whole unit is counted with all below it; of chosen people each is asked.
  const isReached = audience.kind === 'unit' && audience.includeSubunits ? wholeWithin : within;
  const head = await db.maybeOne<Head>`
    ${planAnew} SELECT c.id AS "courseId", c.code AS "courseCode", d."titleVi", d."titleEn", d."minutesVi", d."minutesEn",
           a.id AS "agencyId", a.code AS "agencyCode", ${unitNames}
      FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId"
      JOIN "Agency" g ON g.code = ${audience.agencyCode} AND ${isReached(sql`g.id`, scope)} ${unitOf(sql`g.id`, scope)}
     WHERE c.code = ${courseCode}`;
  if (!head)
    throw new DomainError('not-found', { course: courseCode.slice(0, 40), agency: audience.agencyCode.slice(0, 80) });
  const found =
    audience.kind === 'unit'
      ? await ofUnit(db, scope, head, audience.includeSubunits)
      : await ofPeople(db, scope, head, audience.personIds);
  return { ...head, ...found, adds: found.total - found.held };
}

type Found = PreviewCounts & Pick<BatchPreview, 'rows' | 'others' | 'firstPeople' | 'personIds'>;

/** How a person stands to the course. */
const stateOf = (courseId: string) => sql`
  CASE WHEN EXISTS (SELECT 1 FROM "Assignment" s WHERE s."personId" = p.id AND s."courseId" = ${courseId}::uuid
                       AND s.status <> 'NO_LONGER_REQUIRED') THEN 'held'
       WHEN EXISTS (SELECT 1 FROM "ValidCompletion" v WHERE v."personId" = p.id AND v."courseId" = ${courseId}::uuid) THEN 'completed'
       ELSE 'adds' END`;

const NOBODY: PreviewCounts = { total: 0, held: 0, completed: 0 };

const less = (whole: PreviewCounts, part: PreviewCounts): PreviewCounts => ({
  total: whole.total - part.total,
  held: whole.held - part.held,
  completed: whole.completed - part.completed,
});

const sumOf = (all: readonly PreviewCounts[]): PreviewCounts =>
  all.reduce(
    (sum, one) => ({
      total: sum.total + one.total,
      held: sum.held + one.held,
      completed: sum.completed + one.completed,
    }),
    NOBODY,
  );

async function ofUnit(db: Reader, scope: Scope, head: Head, includeSubunits: boolean): Promise<Found> {
  const { agencyId } = head;
  const units = includeSubunits ? unitsBelow(agencyId) : sql`SELECT ${agencyId}::uuid AS id`;
  const reach = await measureReach(db, units);
  const answer = await db.one<{
    subtree: PreviewCounts | null;
    below: (PreviewCounts & { units: number }) | null;
    rows: PreviewRow[] | null;
    people: PreviewPerson[] | null;
  }>`
    ${planAnew} WITH units AS (SELECT t."agencyId" AS id, t.depth FROM "AgencyAncestor" t
                    WHERE t."ancestorId" = ${agencyId}::uuid AND t.depth <= 1),
         counted AS MATERIALIZED (${counters(sql`${head.courseId}::uuid`)}),
         below AS MATERIALIZED (
           SELECT a.code, a.id, a."nameVi", a."nameEn", k.registered AS total, k.assigned AS held, k."completedUnassigned" AS completed,
                  row_number() OVER (ORDER BY k.registered - k.assigned DESC, a."nameVi" COLLATE "vi-x-icu", a.id) AS place
             FROM units u JOIN counted k ON k."agencyId" = u.id JOIN "Agency" a ON a.id = u.id
            WHERE u.depth = 1 AND k.registered > 0),
         first AS MATERIALIZED (
           SELECT p.id FROM "Person" p WHERE p."deactivatedAt" IS NULL AND ${worksIn(reach)}
            ORDER BY ${byName(sql`p."sortName"`)}, p.id LIMIT ${FIRST}),
         people AS (
           SELECT p.id, p."fullName", p."sortName", ${unitNames}, ${stateOf(head.courseId)} AS state
             FROM first JOIN (${activeStaff}) ON p.id = first.id ${unitOf(sql`ap."agencyId"`, scope)})
    SELECT (SELECT json_build_object('total', k.registered, 'held', k.assigned, 'completed', k."completedUnassigned")
              FROM counted k WHERE k."agencyId" = ${agencyId}::uuid) AS subtree,
           (SELECT json_build_object('units', count(*), 'total', coalesce(sum(total), 0), 'held', coalesce(sum(held), 0),
                     'completed', coalesce(sum(completed), 0)) FROM below) AS below,
           (SELECT json_agg(json_build_object('code', b.code, 'unitVi', b."nameVi", 'unitEn', b."nameEn", 'aboveVi', NULL, 'aboveEn', NULL,
                     'isOwn', false, 'total', b.total, 'held', b.held, 'completed', b.completed) ORDER BY b."nameVi" COLLATE "vi-x-icu", b.id)
              FROM below b WHERE b.place <= ${ROWS}) AS rows,
           (SELECT json_agg(json_build_object('id', p.id, 'fullName', p."fullName", 'unitVi', p."unitVi", 'unitEn', p."unitEn",
                     'aboveVi', p."aboveVi", 'aboveEn', p."aboveEn", 'state', p.state) ORDER BY ${byName(sql`p."sortName"`)}, p.id)
              FROM people p) AS people`;
  const subtree = answer.subtree ?? NOBODY;
  const below = answer.below ?? { ...NOBODY, units: 0 };
  const rows = includeSubunits ? (answer.rows ?? []) : [];
  const own = less(subtree, below);
  const { unitVi, unitEn, agencyCode: code } = head;
  return {
    ...(includeSubunits ? subtree : own),
    rows: [
      ...(own.total > 0 ? [{ code, unitVi, unitEn, aboveVi: null, aboveEn: null, isOwn: true, ...own }] : []),
      ...rows,
    ],
    others:
      includeSubunits && below.units > rows.length
        ? { ...less(below, sumOf(rows)), units: below.units - rows.length }
        : null,
    firstPeople: answer.people ?? [],
    personIds: [],
  };
}

async function ofPeople(db: Reader, scope: Scope, head: Head, chosen: readonly string[]): Promise<Found> {
  const people = await db.rows<PreviewPerson & { code: string }>`
    ${planAnew} SELECT p.id, p."fullName", a.code, ${unitNames}, ${stateOf(head.courseId)} AS state
      FROM ${activeStaff} ${unitOf(sql`ap."agencyId"`, scope)}
     WHERE p.id = ANY(${chosen.slice(0, CHOSEN_LIMIT)}::uuid[]) AND ${inUnit(sql`ap."agencyId"`, head.agencyId, true)}
       AND ${within(sql`ap."agencyId"`, scope)}
     ORDER BY ${byName(sql`p."sortName"`)}, p.id`;
  const count = (of: readonly PreviewPerson[]): PreviewCounts => ({
    total: of.length,
    held: of.filter((person) => person.state === 'held').length,
    completed: of.filter((person) => person.state === 'completed').length,
  });
  const byUnit = new Map<string, typeof people>();
  for (const person of people) byUnit.set(person.code, [...(byUnit.get(person.code) ?? []), person]);
  return {
    ...count(people),
    rows: [...byUnit.values()].flatMap((staff) => {
      const [one] = staff;
      if (!one) return [];
      const { code, unitVi, unitEn, aboveVi, aboveEn } = one;
      return [{ code, unitVi, unitEn, aboveVi, aboveEn, isOwn: false, ...count(staff) }];
    }),
    others: null,
    firstPeople: people.slice(0, FIRST).map(({ code: _, ...person }) => person),
    personIds: people.map((person) => person.id),
  };
}
