import { foldForSearch } from '#app/domain/fold-for-search.ts';
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

/** How many units a page of the report shows. */
export const UNITS_A_PAGE = 50;

/** Which units are shown: those with these words in a name or code, and which page of them, from 1. */
export type UnitsAsked = { search: string; page: number };

/** Units as the address asks for them; a page that is no number is the first. */
export function readUnitsAsked(params: URLSearchParams): UnitsAsked {
  const page = params.get('page') ?? '';
  return {
    search: (params.get('unit') ?? '').trim().slice(0, 100),
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
  };
}

/** Whether a unit has every word that was typed in its names or its code, without case and diacritics. */
function matcherOf(search: string): (unit: { code: string; nameVi: string; nameEn: string }) => boolean {
  const words = foldForSearch(search).split(' ');
  return ({ code, nameVi, nameEn }) => {
    const text = foldForSearch(`${nameVi} ${nameEn} ${code}`);
    return words.every((word) => text.includes(word));
  };
}

/** The page asked for of the units that match, or the last one there is, and the sum of all that it does not show. */
function pageOfUnits(rows: readonly ReportRow[], isFound: (row: ReportRow) => boolean, { search, page }: UnitsAsked) {
  const found = rows.filter(isFound);
  const pages = Math.max(1, Math.ceil(found.length / UNITS_A_PAGE));
  const at = Math.min(page, pages);
  const shown = found.slice((at - 1) * UNITS_A_PAGE, at * UNITS_A_PAGE);
  const others = rows.filter((row) => !shown.includes(row));
  return {
    search,
    page: at,
    pages,
    count: rows.length,
    found: found.length,
    first: shown.length > 0 ? (at - 1) * UNITS_A_PAGE + 1 : 0,
    last: (at - 1) * UNITS_A_PAGE + shown.length,
    shown,
    others,
  };
}

/**
 * What the page of an agency shows of its report, in one language: all courses or one, a page of its units from the
 * highest rate down, then the other units as one row, and last those who work in the agency itself, so that the rows
 * of every page add up to the total.
 */
export function viewReport(
  report: CompletionReport,
  { locale, course: wanted, asked = { search: '', page: 1 } }: { locale: Locale; course: string; asked?: UnitsAsked },
) {
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
  const matches = matcherOf(asked.search);
  const found = new Set(report.units.filter(matches).map((unit) => unit.code));
  const {
    shown: page,
    others,
    ...paging
  } = pageOfUnits(units, (row) => row.code !== null && found.has(row.code), asked);
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
    units: page,
    /** Where in the list of units this page is. */
    paging,
    /** The units that this page does not show, as one row. */
    others:
      others.length > 0
        ? {
            ...rowOf(
              null,
              '',
              others.reduce((sum, row) => sum + row.registered, 0),
              shown.map((_, at) => sumOf(others.map((row) => row.cells[at] ?? ZERO))),
            ),
            units: others.length,
          }
        : null,
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
