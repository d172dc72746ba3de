import { vietnamMonth } from '#app/domain/calendar.ts';
import { NO_COURSE } from '#app/domain/ledger/settle-standings.server.ts';
import { Prisma, type Reader } from '#app/platform/database.server.ts';
import { figureColumns, withinScope } from './figures.server.ts';

/**
 * People of an agency and everything below it, as of now. `started`, `completed` and `overdue` are of the assigned; the
 * last two are outside of them.
 */
export type Figures = {
  assigned: number;
  started: number;
  completed: number;
  overdue: number;
  completedUnassigned: number;
  withdrawnOverdue: number;
};

export type ReportCourse = {
  id: string;
  code: string;
  slug: string;
  titleVi: string;
  titleEn: string;
  programmeCode: string;
  figures: Figures;
};

export type ReportUnit = {
  id: string;
  code: string;
  nameVi: string;
  nameEn: string;
  type: string;
  /** How many units stand directly below it. */
  units: number;
  registered: number;
  /** By course id; a course without an entry counts nobody. */
  figures: Record<string, Figures>;
};

export type ReportMonth = {
  /** YYYY-MM-01, a month in Viet Nam. */
  month: string;
  enrolled: number;
  completed: number;
  byCourse: Record<string, { enrolled: number; completed: number }>;
};

export type CompletionReport = {
  agency: { id: string; code: string; nameVi: string; nameEn: string; type: string };
  /** From the highest agency that may be seen down to the one above this one. */
  path: { id: string; code: string; nameVi: string; nameEn: string }[];
  registered: number;
  courses: ReportCourse[];
  units: ReportUnit[];
  /** The last twelve months, the present one last; at the agency of the moment, so that no past month changes. */
  months: ReportMonth[];
  /** Completions since the beginning, by course id, at the agency of the moment: not of who works here today. */
  completedEver: Record<string, number>;
  /** How old the oldest change is that these figures do not know yet, in seconds; null when they know all. */
  oldestDeltaSeconds: number | null;
  /** When all was last counted again from the facts, and what that found. */
  lastRecount: { finishedAt: string; compared: number; differences: number } | null;
};

export const NOBODY: Figures = {
  assigned: 0,
  started: 0,
  completed: 0,
  overdue: 0,
  completedUnassigned: 0,
  withdrawnOverdue: 0,
};

type Row = Omit<CompletionReport, 'months' | 'courses'> & {
  courses: Omit<ReportCourse, 'figures'>[];
  figures: Record<string, Figures> | null;
  monthly: { month: string; courseId: string; kind: string; people: number }[];
};

/**
 * What an agency's report shows, from the roll-ups alone and in one statement, whatever the size of the agency.
 * Null when the agency is not there or outside the scope.
 */
export async function completionReport(
  db: Reader,
  { scope, agencyId, now }: { scope: readonly string[]; agencyId: string; now: Date },
): Promise<CompletionReport | null> {
  const months = lastMonths(now);
  const [row] = await db.$queryRaw<Row[]>`
    WITH unit AS MATERIALIZED (
           SELECT a.id, a.code, a."nameVi", a."nameEn", a.type FROM "Agency" a
            WHERE a.id = ${agencyId}::uuid AND ${withinScope(Prisma.sql`a.id`, scope)}),
         children AS MATERIALIZED (
           SELECT a.id, a.code, a."nameVi", a."nameEn", a.type,
                  (SELECT count(*)::int FROM "AgencyAncestor" b WHERE b."ancestorId" = a.id AND b.depth = 1) AS units
             FROM "AgencyAncestor" x JOIN unit u ON x."ancestorId" = u.id AND x.depth = 1
             JOIN "Agency" a ON a.id = x."agencyId"),
         counted AS MATERIALIZED (
           SELECT r."agencyId", r."courseId", ${figureColumns}
             FROM "RollupNow" r WHERE r."agencyId" IN (SELECT id FROM unit UNION ALL SELECT id FROM children)
            GROUP BY 1, 2),
         figures AS MATERIALIZED (
           SELECT "agencyId", max(registered) FILTER (WHERE "courseId" = ${NO_COURSE}::uuid) AS registered,
                  json_object_agg("courseId", json_build_object('assigned', assigned, 'started', started, 'completed', completed,
                    'overdue', overdue, 'completedUnassigned', "completedUnassigned",
                    'withdrawnOverdue', "withdrawnOverdue")) FILTER (WHERE "courseId" <> ${NO_COURSE}::uuid) AS courses
             FROM counted GROUP BY 1)
    SELECT json_build_object('id', u.id, 'code', u.code, 'nameVi', u."nameVi", 'nameEn', u."nameEn", 'type', u.type) AS agency,
           (SELECT coalesce(json_agg(json_build_object('id', up.id, 'code', up.code, 'nameVi', up."nameVi", 'nameEn', up."nameEn")
                                     ORDER BY x.depth DESC), '[]'::json)
              FROM "AgencyAncestor" x JOIN "Agency" up ON up.id = x."ancestorId"
             WHERE x."agencyId" = u.id AND x.depth > 0 AND ${withinScope(Prisma.sql`up.id`, scope)}) AS path,
           coalesce(f.registered, 0)::int AS registered,
           f.courses AS figures,
           (SELECT coalesce(json_agg(json_build_object('id', c.id, 'code', c.code, 'slug', c.slug, 'titleVi', e."titleVi",
                      'titleEn', e."titleEn", 'programmeCode', c."programmeCode") ORDER BY p.position, c.code), '[]'::json)
              FROM "Course" c JOIN "CourseEdition" e ON e.id = c."currentEditionId"
              JOIN "Programme" p ON p.code = c."programmeCode") AS courses,
           (SELECT coalesce(json_agg(json_build_object('id', a.id, 'code', a.code, 'nameVi', a."nameVi", 'nameEn', a."nameEn",
                      'type', a.type, 'units', a.units, 'registered', coalesce(cf.registered, 0),
                      'figures', coalesce(cf.courses, '{}'::json)) ORDER BY a."nameVi" COLLATE "vi-x-icu", a.code), '[]'::json)
              FROM children a LEFT JOIN figures cf ON cf."agencyId" = a.id) AS units,
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
      FROM unit u LEFT JOIN figures f ON f."agencyId" = u.id`;
  if (!row) return null;
  const { courses, figures, monthly, ...rest } = row;
  return {
    ...rest,
    courses: courses.map((course) => ({ ...course, figures: figures?.[course.id] ?? NOBODY })),
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
