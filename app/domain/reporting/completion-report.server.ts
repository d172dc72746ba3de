import { agencyMatches } from '#app/domain/agencies/agency-matches.server.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { wholeWithin, within } from '#app/domain/agencies/within.server.ts';
import { vietnamMonth } from '#app/domain/calendar.ts';
import { searchPatterns } from '#app/domain/fold-for-search.ts';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { type Reader, type Sql, sql } from '#app/platform/sql.server.ts';
import { figureColumns } from './figures.server.ts';
import { type Figures, type FiguresByCourse, NOBODY } from './figures.ts';
import { SMALLEST_BASE } from './rate.ts';

type ReportCourse = {
  id: string;
  code: string;
  slug: string;
  titleVi: string;
  titleEn: string;
  programmeCode: string;
  figures: Figures;
};

type ReportUnit = {
  code: string;
  nameVi: string;
  nameEn: string;
  registered: number;
  figures: FiguresByCourse;
};

/** A page of the units directly below, from the highest rate down, and what all of them add up to. */
type ReportUnits = {
  rows: ReportUnit[];
  /** How many units there are, and how many of them match the search. */
  count: number;
  found: number;
  /** From 1: the page asked for, or the last one there is. */
  page: number;
  /** Of all units, on whatever page. */
  registered: number;
  figures: FiguresByCourse;
  /** The units where most is still open, at most three. */
  most: { code: string; nameVi: string; nameEn: string; open: number }[];
};

/** What is asked of the units: of one course, or of all where no course has this code; by words; which page. */
export type UnitsAsked = { courseCode: string; search: string; page: number; take: number };

type ReportMonth = {
  /** YYYY-MM-01, a month in Viet Nam. */
  month: string;
  enrolled: number;
  completed: number;
  byCourse: Record<string, { enrolled: number; completed: number }>;
};

export type CompletionReport = {
  agency: { id: string; code: string; nameVi: string; nameEn: string };
  /** From the highest agency that may be seen down to the one above this one. */
  path: { id: string; code: string; nameVi: string; nameEn: string }[];
  registered: number;
  courses: ReportCourse[];
  /** The course that the units are counted for; null: all courses. */
  courseId: string | null;
  units: ReportUnits;
  /** The last twelve months, the present one last; at the agency of the moment, so that no past month changes. */
  months: ReportMonth[];
  /** Completions since the beginning, by course id, at the agency of the moment: not of who works here today. */
  completedEver: Record<string, number>;
  /** How old the oldest change is that these figures do not know yet, in seconds; null when they know all. */
  oldestDeltaSeconds: number | null;
  /** When all was last counted again from the facts, and what that found. */
  lastRecount: { finishedAt: string; compared: number; differences: number } | null;
};

type Row = Omit<CompletionReport, 'months' | 'courses'> & {
  courses: Omit<ReportCourse, 'figures'>[];
  figures: FiguresByCourse;
  monthly: { month: string; courseId: string; kind: string; people: number }[];
};

/** Roll-up figures side by side, as the value of one course. */
const figuresOf = (alias: string): Sql => {
  const f = sql.raw(alias);
  return sql`json_build_object('assigned', ${f}.assigned, 'started', ${f}.started, 'completed', ${f}.completed,
    'overdue', ${f}.overdue, 'completedUnassigned', ${f}."completedUnassigned", 'withdrawnOverdue', ${f}."withdrawnOverdue")`;
};

/** The figures of an agency by course, from `counted`. */
const byCourse = (agencyId: Sql): Sql => sql`
  (SELECT coalesce(json_object_agg(n."courseId", ${figuresOf('n')}), '{}'::json) FROM counted n
    WHERE n."agencyId" = ${agencyId} AND n."courseId" <> ${NO_COURSE}::uuid)`;

const registeredOf = (agencyId: Sql): Sql => sql`
  coalesce((SELECT n.registered FROM counted n WHERE n."agencyId" = ${agencyId} AND n."courseId" = ${NO_COURSE}::uuid), 0)`;

const ALL_UNITS: UnitsAsked = { courseCode: '', search: '', page: 1, take: 50 };

/**
 * What an agency's report shows, from the roll-ups alone and in one statement. However many units stand below it, one
 * page of them is read, and what all of them add up to. Null when the agency is not there or outside the scope.
 */
export async function completionReport(
  db: Reader,
  { scope, agencyId, now, asked = ALL_UNITS }: { scope: Scope; agencyId: string; now: Date; asked?: UnitsAsked },
): Promise<CompletionReport | null> {
  const months = lastMonths(now);
  const { courseCode, search, page, take } = asked;
  const row = await db.maybeOne<Row>`
    WITH unit AS MATERIALIZED (
           SELECT a.id, a.code, a."nameVi", a."nameEn" FROM "Agency" a
            WHERE a.id = ${agencyId}::uuid AND ${wholeWithin(sql`a.id`, scope)}),
         chosen AS MATERIALIZED (
           SELECT c.id FROM "Course" c WHERE c.code = ${courseCode} AND c."currentEditionId" IS NOT NULL),
         shown AS MATERIALIZED (
           SELECT id FROM chosen UNION ALL
           SELECT c.id FROM "Course" c WHERE c."currentEditionId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM chosen)),
         children AS MATERIALIZED (
           SELECT a.id, a.code, a."nameVi", a."nameEn", ${agencyMatches('a', searchPatterns(search))} AS matches
             FROM "AgencyAncestor" x JOIN unit u ON x."ancestorId" = u.id AND x.depth = 1
             JOIN "Agency" a ON a.id = x."agencyId"),
         counted AS MATERIALIZED (
           SELECT r."agencyId", r."courseId", ${figureColumns}
             FROM "RollupNow" r WHERE r."agencyId" IN (SELECT id FROM unit) GROUP BY 1, 2
            UNION ALL
           SELECT r."agencyId", r."courseId", ${figureColumns}
             FROM "RollupNow" r WHERE r."agencyId" IN (SELECT id FROM children)
              AND r."courseId" IN (SELECT id FROM shown UNION ALL SELECT ${NO_COURSE}::uuid) GROUP BY 1, 2),
         below AS MATERIALIZED (
           SELECT "courseId", sum(registered)::int AS registered, sum(assigned)::int AS assigned, sum(started)::int AS started,
                  sum(completed)::int AS completed, sum(overdue)::int AS overdue,
                  sum("completedUnassigned")::int AS "completedUnassigned", sum("withdrawnOverdue")::int AS "withdrawnOverdue"
             FROM counted WHERE "agencyId" IN (SELECT id FROM children) GROUP BY 1),
         rated AS MATERIALIZED (
           SELECT a.*, coalesce(n.assigned - n.completed, 0)::int AS open,
                  CASE WHEN n.assigned >= ${SMALLEST_BASE} THEN n.completed::float8 / n.assigned ELSE -1 END AS rate
             FROM children a LEFT JOIN (
               SELECT "agencyId", sum(assigned) AS assigned, sum(completed) AS completed FROM counted GROUP BY 1) n ON n."agencyId" = a.id),
         found AS MATERIALIZED (
           SELECT *, row_number() OVER (ORDER BY rate DESC, "nameVi" COLLATE "vi-x-icu", code)::int AS place
             FROM rated WHERE matches),
         paging AS MATERIALIZED (
           SELECT count(*)::int AS found, least(${page}::int, greatest(1, ceil(count(*) / ${take}::numeric)::int)) AS page FROM found)
    SELECT json_build_object('id', u.id, 'code', u.code, 'nameVi', u."nameVi", 'nameEn', u."nameEn") AS agency,
           (SELECT coalesce(json_agg(json_build_object('id', up.id, 'code', up.code, 'nameVi', up."nameVi", 'nameEn', up."nameEn")
                                     ORDER BY x.depth DESC), '[]'::json)
              FROM "AgencyAncestor" x JOIN "Agency" up ON up.id = x."ancestorId"
             WHERE x."agencyId" = u.id AND x.depth > 0 AND ${within(sql`up.id`, scope)}) AS path,
           ${registeredOf(sql`u.id`)} AS registered,
           ${byCourse(sql`u.id`)} AS figures,
           (SELECT id FROM chosen) AS "courseId",
           (SELECT coalesce(json_agg(json_build_object('id', c.id, 'code', c.code, 'slug', c.slug, 'titleVi', e."titleVi",
                      'titleEn', e."titleEn", 'programmeCode', c."programmeCode") ORDER BY p.position, c.code), '[]'::json)
              FROM "Course" c JOIN "CourseEdition" e ON e.id = c."currentEditionId"
              JOIN "Programme" p ON p.code = c."programmeCode") AS courses,
           (SELECT json_build_object('count', (SELECT count(*) FROM children), 'found', p.found, 'page', p.page,
                     'registered', coalesce((SELECT registered FROM below WHERE "courseId" = ${NO_COURSE}::uuid), 0),
                     'figures', (SELECT coalesce(json_object_agg(b."courseId", ${figuresOf('b')}), '{}'::json)
                                   FROM below b WHERE b."courseId" <> ${NO_COURSE}::uuid),
                     'rows', (SELECT coalesce(json_agg(json_build_object('code', a.code, 'nameVi', a."nameVi", 'nameEn', a."nameEn",
                                'registered', ${registeredOf(sql`a.id`)}, 'figures', ${byCourse(sql`a.id`)}) ORDER BY a.place), '[]'::json)
                                FROM found a WHERE a.place > (p.page - 1) * ${take}::int AND a.place <= p.page * ${take}::int),
                     'most', (SELECT coalesce(json_agg(json_build_object('code', m.code, 'nameVi', m."nameVi", 'nameEn', m."nameEn", 'open', m.open)
                                ORDER BY m.open DESC, m.rate DESC, m."nameVi" COLLATE "vi-x-icu", m.code), '[]'::json)
                                FROM (SELECT * FROM rated WHERE open > 0
                                       ORDER BY open DESC, rate DESC, "nameVi" COLLATE "vi-x-icu", code LIMIT 3) m))
              FROM paging p) AS units,
           (SELECT coalesce(json_agg(json_build_object('month', to_char(m.month, 'YYYY-MM-DD'), 'courseId', m."courseId",
                      'kind', m.kind, 'people', m.people)), '[]'::json)
              FROM "RollupMonth" m WHERE m."agencyId" = u.id AND m.month >= ${months[0]}::date
               AND m.month <= ${months[11]}::date) AS monthly,
           (SELECT coalesce(json_object_agg(s."courseId", s.people), '{}'::json)
              FROM (SELECT m."courseId", sum(m.people)::int AS people FROM "RollupMonth" m
                     WHERE m."agencyId" = u.id AND m.kind = 'completed' GROUP BY 1) s) AS "completedEver",
           (SELECT greatest(0, round(extract(epoch FROM ${now}::timestamptz - d.at)))::int
              FROM "RollupDelta" d ORDER BY d.id LIMIT 1) AS "oldestDeltaSeconds",
           (SELECT json_build_object('finishedAt', k."finishedAt", 'compared', k.compared, 'differences', k.differences)
              FROM "RollupRecount" k ORDER BY k.id DESC LIMIT 1) AS "lastRecount"
      FROM unit u`;
  if (!row) return null;
  const { courses, figures, monthly, ...rest } = row;
  return {
    ...rest,
    courses: courses.map((course) => ({ ...course, figures: figures[course.id] ?? NOBODY })),
    months: months.map((month) => sumMonth(month, monthly)),
  };
}

function lastMonths(now: Date): string[] {
  const [year = 0, month = 1] = vietnamMonth(now).split('-').map(Number);
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(year, month - 12 + index, 1)).toISOString().slice(0, 10),
  );
}

function sumMonth(month: string, monthly: Row['monthly']): ReportMonth {
  const sum: ReportMonth = { month, enrolled: 0, completed: 0, byCourse: {} };
  for (const { courseId, kind, people } of monthly.filter((one) => one.month === month)) {
    if (kind !== 'enrolled' && kind !== 'completed') continue;
    sum[kind] += people;
    const course = sum.byCourse[courseId] ?? { enrolled: 0, completed: 0 };
    course[kind] += people;
    sum.byCourse[courseId] = course;
  }
  return sum;
}
