import type { CompletionReport, Figures } from '#app/domain/reporting/completion-report.server.ts';
import { tellsRate } from '#app/domain/reporting/rate.ts';
import type { Locale } from '#app/words/locale.ts';

export type ReportRow = {
  /** Null: those who work in the agency itself and in none of its units. */
  code: string | null;
  name: string;
  registered: number;
  total: Figures;
  /** In the order of the courses. */
  cells: Figures[];
};

const ZERO: Figures = {
  assigned: 0,
  started: 0,
  completed: 0,
  overdue: 0,
  completedUnassigned: 0,
  withdrawnOverdue: 0,
};
const KINDS = Object.keys(ZERO) as (keyof Figures)[];

const combine = (a: Figures, b: Figures, sign: 1 | -1): Figures =>
  Object.fromEntries(KINDS.map((kind) => [kind, a[kind] + sign * b[kind]])) as Figures;
const sumOf = (all: readonly Figures[]): Figures => all.reduce((sum, one) => combine(sum, one, 1), ZERO);

/** Under this many the share is not printed, so it does not order the list either. */
const shareOf = ({ completed, assigned }: Figures): number => (tellsRate(assigned) ? completed / assigned : -1);

/**
 * What the page of an agency shows of its report, in one language: all courses or one, its units from the highest
 * rate down, and last those who work in the agency itself, so that the rows add up to the total.
 */
export function viewReport(report: CompletionReport, { locale, course: wanted }: { locale: Locale; course: string }) {
  const nameOf = (named: { nameVi: string; nameEn: string }) => (locale === 'vi' ? named.nameVi : named.nameEn);
  const all = report.courses.map(({ id, code, titleVi, titleEn, figures }) => ({
    id,
    code,
    title: locale === 'vi' ? titleVi : titleEn,
    figures,
  }));
  const chosen = all.find((course) => course.code === wanted) ?? null;
  const shown = chosen ? [chosen] : all;
  const rowOf = (code: string | null, name: string, registered: number, cells: Figures[]): ReportRow => ({
    code,
    name,
    registered,
    cells,
    total: sumOf(cells),
  });
  const units = report.units
    .map((unit) =>
      rowOf(
        unit.code,
        nameOf(unit),
        unit.registered,
        shown.map(({ id }) => unit.figures[id] ?? ZERO),
      ),
    )
    .sort((a, b) => shareOf(b.total) - shareOf(a.total));
  const own = rowOf(
    null,
    '',
    report.registered - report.units.reduce((sum, unit) => sum + unit.registered, 0),
    shown.map((course, at) => combine(course.figures, sumOf(units.map((unit) => unit.cells[at] ?? ZERO)), -1)),
  );
  const hasOwn = own.registered !== 0 || KINDS.some((kind) => own.total[kind] !== 0);
  const monthly = (month: CompletionReport['months'][number]) =>
    chosen ? (month.byCourse[chosen.id] ?? { enrolled: 0, completed: 0 }) : month;
  return {
    agency: { code: report.agency.code, name: nameOf(report.agency) },
    path: report.path.map((step) => ({ code: step.code, name: nameOf(step) })),
    registered: report.registered,
    total: sumOf(shown.map((course) => course.figures)),
    chosen: chosen && { code: chosen.code, title: chosen.title },
    options: all.map(({ code, title }) => ({ code, title })),
    courses: shown.map(({ code, title, figures }) => ({ code, title, figures })),
    units,
    own: units.length > 0 && hasOwn ? own : null,
    /** The units where most is still open, at most three. */
    most: units
      .filter((unit) => unit.total.assigned > unit.total.completed)
      .sort((a, b) => openOf(b.total) - openOf(a.total))
      .slice(0, 3)
      .map(({ code, name, total }) => ({ code: code ?? '', name, open: openOf(total) })),
    months: report.months.map((month) => {
      const { enrolled, completed } = monthly(month);
      return { month: month.month, enrolled, completed };
    }),
    oldestDeltaSeconds: report.oldestDeltaSeconds,
    lastRecount: report.lastRecount,
  };
}

export const openOf = ({ assigned, completed }: Figures): number => assigned - completed;

export type ReportView = ReturnType<typeof viewReport>;

/** What each part of the page is given. */
export type ReportPart = { view: ReportView; locale: Locale };

/** The page of an agency, with the same course as here. */
export const reportPath = (course: string | null) => (code: string) =>
  `/manage/reports/${code}${course ? `?${new URLSearchParams({ course })}` : ''}`;
