import type { CompletionReport, UnitsAsked } from '#app/domain/reporting/completion-report.server.ts';
import { type Figures, type FiguresByCourse, NOBODY } from '#app/domain/reporting/figures.ts';
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

const KINDS = Object.keys(NOBODY) as (keyof Figures)[];

const combine = (a: Figures, b: Figures, sign: 1 | -1): Figures =>
  Object.fromEntries(KINDS.map((kind) => [kind, a[kind] + sign * b[kind]])) as Figures;
const sumOf = (all: readonly Figures[]): Figures => all.reduce((sum, one) => combine(sum, one, 1), NOBODY);

/** How many units a page of the report shows. */
export const UNITS_A_PAGE = 50;

/** What the address asks of the units: the course, the words, and the page; one that is no number is the first. */
export function readUnitsAsked(params: URLSearchParams): UnitsAsked {
  const page = params.get('page') ?? '';
  return {
    courseCode: (params.get('course') ?? '').slice(0, 40).replaceAll('\u0000', ''),
    search: (params.get('unit') ?? '').trim().slice(0, 100),
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
    take: UNITS_A_PAGE,
  };
}

type Named = { nameVi: string; nameEn: string };

/**
 * What the page of an agency shows of its report, in one language: all courses or one, a page of its units, then the
 * other units as one row, and last those who work in the agency itself, so that the rows of every page add up to the
 * total.
 */
export function viewReport(report: CompletionReport, { locale, search }: { locale: Locale; search: string }) {
  const nameOf = (named: Named) => (locale === 'vi' ? named.nameVi : named.nameEn);
  const all = report.courses.map(({ id, code, titleVi, titleEn, figures }) => ({
    id,
    code,
    title: locale === 'vi' ? titleVi : titleEn,
    figures,
  }));
  const chosen = all.find((course) => course.id === report.courseId) ?? null;
  const shown = chosen ? [chosen] : all;
  const rowOf = (code: string | null, name: string, registered: number, cells: Figures[]): ReportRow => ({
    code,
    name,
    registered,
    cells,
    total: sumOf(cells),
  });
  const cellsOf = (figures: FiguresByCourse) => shown.map(({ id }) => figures[id] ?? NOBODY);
  const rest = (whole: ReportRow, parts: readonly ReportRow[]) =>
    rowOf(
      null,
      '',
      parts.reduce((left, part) => left - part.registered, whole.registered),
      whole.cells.map((cell, at) => combine(cell, sumOf(parts.map((part) => part.cells[at] ?? NOBODY)), -1)),
    );
  const { count, found, page } = report.units;
  const units = report.units.rows.map((unit) => rowOf(unit.code, nameOf(unit), unit.registered, cellsOf(unit.figures)));
  const below = rowOf(null, '', report.units.registered, cellsOf(report.units.figures));
  const whole = rowOf(
    null,
    '',
    report.registered,
    shown.map((course) => course.figures),
  );
  const own = rest(whole, [below]);
  const hasOwn = own.registered !== 0 || KINDS.some((kind) => own.total[kind] !== 0);
  const first = (page - 1) * UNITS_A_PAGE;
  const monthly = (month: CompletionReport['months'][number]) =>
    chosen ? (month.byCourse[chosen.id] ?? { enrolled: 0, completed: 0 }) : month;
  return {
    agency: { code: report.agency.code, name: nameOf(report.agency) },
    path: report.path.map((step) => ({ code: step.code, name: nameOf(step) })),
    registered: report.registered,
    total: whole.total,
    chosen: chosen && { code: chosen.code, title: chosen.title },
    options: all.map(({ code, title }) => ({ code, title })),
    courses: shown.map(({ code, title, figures }) => ({ code, title, figures })),
    units,
    /** Where in the list of units this page is. */
    paging: {
      search,
      page,
      pages: Math.max(1, Math.ceil(found / UNITS_A_PAGE)),
      count,
      found,
      first: units.length > 0 ? first + 1 : 0,
      last: first + units.length,
    },
    /** The units that this page does not show, as one row. */
    others: count > units.length ? { ...rest(below, units), units: count - units.length } : null,
    own: count > 0 && hasOwn ? own : null,
    most: report.units.most.map((unit) => ({ code: unit.code, name: nameOf(unit), open: unit.open })),
    months: report.months.map((month) => {
      const { enrolled, completed } = monthly(month);
      return { month: month.month, enrolled, completed };
    }),
    /** Completions since the beginning: what the months of all years add up to. */
    completedEver: shown.reduce((sum, { id }) => sum + (report.completedEver[id] ?? 0), 0),
    oldestDeltaSeconds: report.oldestDeltaSeconds,
    lastRecount: report.lastRecount,
  };
}

export const openOf = ({ assigned, completed }: Figures): number => assigned - completed;

export type ReportView = ReturnType<typeof viewReport>;

/** What each part of the page is given. */
export type ReportPart = { view: ReportView; locale: Locale };

/** Another page of the units of this report, at the table itself. */
export function unitsPath({ agency, chosen, paging }: ReportView, page: number): string {
  const params = new URLSearchParams();
  if (chosen) params.set('course', chosen.code);
  if (paging.search) params.set('unit', paging.search);
  if (page > 1) params.set('page', String(page));
  return `/manage/reports/${agency.code}${params.size > 0 ? `?${params}` : ''}#units`;
}

/** The page of an agency, with the same course as here. */
export const reportPath = (course: string | null) => (code: string) =>
  `/manage/reports/${code}${course ? `?${new URLSearchParams({ course })}` : ''}`;
