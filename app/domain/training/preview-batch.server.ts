import { byName } from '#app/domain/accounts/name-order.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import { type Audience, activeStaff, CHOSEN_LIMIT, inScope, inUnit } from './audience.server.ts';
import { counters } from './counters.server.ts';

export type PreviewCounts = {
  /** The people looked at. */
  total: number;
  /** Who have this course assigned already: kept, not doubled. */
  held: number;
  /** Who completed it already without an assignment: assigned and met at once. */
  completed: number;
};

export type PreviewRow = PreviewCounts & {
  code: string;
  nameVi: string;
  nameEn: string;
  /** The people of the unit itself, outside its sub-units. */
  isOwn: boolean;
};

export type PreviewPerson = {
  id: string;
  fullName: string;
  unitVi: string;
  unitEn: string;
  state: 'adds' | 'held' | 'completed';
};

export type BatchPreview = PreviewCounts & {
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
  agencyNameVi: string;
  agencyNameEn: string;
  rows: PreviewRow[];
  firstPeople: PreviewPerson[];
  /** Of chosen people: those who are active staff of the unit, all that will be assigned. */
  personIds: string[];
};

const FIRST = 20;

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
  | 'agencyNameVi'
  | 'agencyNameEn'
>;

/**
 * What an assignment would do, before anybody decides it. For a whole unit from roll-ups, so that it costs the same for
 * twelve people and for two million; for chosen people by counting them.
 * @throws not-found when the course has no edition, or the unit is outside the scope
 */
export async function previewBatch(
  db: Reader,
  { scope, courseCode, audience }: { scope: readonly string[]; courseCode: string; audience: Audience },
): Promise<BatchPreview> {
  const [head] = await db.$queryRaw<Head[]>`
    SELECT c.id AS "courseId", c.code AS "courseCode", d."titleVi", d."titleEn", d."minutesVi", d."minutesEn",
           a.id AS "agencyId", a.code AS "agencyCode", a."nameVi" AS "agencyNameVi", a."nameEn" AS "agencyNameEn"
      FROM "Course" c JOIN "CourseEdition" d ON d.id = c."currentEditionId"
      JOIN "Agency" a ON a.code = ${audience.agencyCode} AND ${inScope(Prisma.sql`a.id`, scope)}
     WHERE c.code = ${courseCode}`;
  if (!head)
    throw new DomainError('not-found', { course: courseCode.slice(0, 40), agency: audience.agencyCode.slice(0, 80) });
  const found =
    audience.kind === 'unit'
      ? await ofUnit(db, head, audience.includeSubunits)
      : await ofPeople(db, head, audience.personIds);
  return { ...head, ...found, adds: found.total - found.held };
}

type Found = PreviewCounts & Pick<BatchPreview, 'rows' | 'firstPeople' | 'personIds'>;

/** How a person stands to the course. */
const stateOf = (courseId: string) => Prisma.sql`
  CASE WHEN EXISTS (SELECT 1 FROM "Assignment" s WHERE s."personId" = p.id AND s."courseId" = ${courseId}::uuid
                       AND s.status <> 'NO_LONGER_REQUIRED') THEN 'held'
       WHEN EXISTS (SELECT 1 FROM "ValidCompletion" v WHERE v."personId" = p.id AND v."courseId" = ${courseId}::uuid) THEN 'completed'
       ELSE 'adds' END`;

async function ofUnit(db: Reader, head: Head, includeSubunits: boolean): Promise<Found> {
  const [answer] = await db.$queryRaw<
    { rows: (PreviewRow & { depth: number })[] | null; people: PreviewPerson[] | null }[]
  >`
    WITH units AS (SELECT t."agencyId" AS id, t.depth FROM "AgencyAncestor" t
                    WHERE t."ancestorId" = ${head.agencyId}::uuid AND t.depth <= 1),
         counted AS (${counters(Prisma.sql`${head.courseId}::uuid`)}),
         first AS (
           SELECT p.id, p."fullName", p."sortName", ap."agencyId" FROM ${activeStaff}
            WHERE ${inUnit(Prisma.sql`ap."agencyId"`, head.agencyId, includeSubunits)}
            ORDER BY ${byName(Prisma.sql`p."sortName"`)}, p.id LIMIT ${FIRST})
    SELECT (SELECT json_agg(json_build_object('code', a.code, 'nameVi', a."nameVi", 'nameEn', a."nameEn", 'depth', u.depth, 'isOwn', false,
                     'total', k.registered, 'held', k.assigned, 'completed', k."completedUnassigned")
                     ORDER BY u.depth, a."nameVi" COLLATE "vi-x-icu", a.id)
              FROM units u JOIN counted k ON k."agencyId" = u.id JOIN "Agency" a ON a.id = u.id) AS rows,
           (SELECT json_agg(json_build_object('id', p.id, 'fullName', p."fullName", 'unitVi', a."nameVi", 'unitEn', a."nameEn",
                     'state', ${stateOf(head.courseId)}) ORDER BY ${byName(Prisma.sql`p."sortName"`)}, p.id)
              FROM first p JOIN "Agency" a ON a.id = p."agencyId") AS people`;
  const all = answer?.rows ?? [];
  const whole = all.find((row) => row.depth === 0);
  const below = all.filter((row) => row.depth === 1);
  const sum = (key: keyof PreviewCounts) => below.reduce((total, row) => total + row[key], 0);
  const subtree = { total: whole?.total ?? 0, held: whole?.held ?? 0, completed: whole?.completed ?? 0 };
  const own = {
    total: subtree.total - sum('total'),
    held: subtree.held - sum('held'),
    completed: subtree.completed - sum('completed'),
  };
  const ownRow = { code: head.agencyCode, nameVi: head.agencyNameVi, nameEn: head.agencyNameEn, isOwn: true, ...own };
  const counted = includeSubunits ? subtree : own;
  return {
    ...counted,
    rows: (includeSubunits ? [ownRow, ...below.map(({ depth: _, ...row }) => row)] : [ownRow]).filter(
      (row) => row.total > 0,
    ),
    firstPeople: answer?.people ?? [],
    personIds: [],
  };
}

async function ofPeople(db: Reader, head: Head, chosen: readonly string[]): Promise<Found> {
  const people = await db.$queryRaw<(PreviewPerson & { code: string })[]>`
    SELECT p.id, p."fullName", a.code, a."nameVi" AS "unitVi", a."nameEn" AS "unitEn", ${stateOf(head.courseId)} AS state
      FROM ${activeStaff} JOIN "Agency" a ON a.id = ap."agencyId"
     WHERE p.id = ANY(${chosen.slice(0, CHOSEN_LIMIT)}::uuid[]) AND ${inUnit(Prisma.sql`ap."agencyId"`, head.agencyId, true)}
     ORDER BY ${byName(Prisma.sql`p."sortName"`)}, p.id`;
  const count = (of: readonly PreviewPerson[]): PreviewCounts => ({
    total: of.length,
    held: of.filter((person) => person.state === 'held').length,
    completed: of.filter((person) => person.state === 'completed').length,
  });
  const byUnit = new Map<string, typeof people>();
  for (const person of people) byUnit.set(person.code, [...(byUnit.get(person.code) ?? []), person]);
  return {
    ...count(people),
    rows: [...byUnit].map(([code, staff]) => ({
      code,
      nameVi: staff[0]?.unitVi ?? '',
      nameEn: staff[0]?.unitEn ?? '',
      isOwn: false,
      ...count(staff),
    })),
    firstPeople: people.slice(0, FIRST).map(({ code: _, ...person }) => person),
    personIds: people.map((person) => person.id),
  };
}
