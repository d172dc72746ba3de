import { expect, it } from 'vitest';
import { type CompletionReport, type Figures, NOBODY } from '#app/domain/reporting/completion-report.server.ts';
import { readUnitsAsked, unitsPath, viewReport } from './report-view.ts';

const figures = (assigned: number, completed: number): Figures => ({
  ...NOBODY,
  assigned,
  started: completed,
  completed,
});

/** 1,200 communes of 20 people each, every one of another rate or the next one's, and 7 who work in the agency itself. */
const REPORT: CompletionReport = {
  agency: { id: 'p', code: 'VN.P01', nameVi: 'Tỉnh', nameEn: 'Province', type: 'province' },
  path: [],
  registered: 1200 * 20 + 7,
  courses: [
    {
      id: 'k1',
      code: 'K1',
      slug: 'k1',
      titleVi: 'Khóa',
      titleEn: 'Course',
      programmeCode: 'K',
      figures: figures(
        1200 * 20 + 7,
        Array.from({ length: 1200 }, (_, at) => at % 21).reduce((sum, completed) => sum + completed, 5),
      ),
    },
  ],
  units: Array.from({ length: 1200 }, (_, at) => ({
    id: `u${at}`,
    code: `VN.X${String(at).padStart(5, '0')}`,
    nameVi: at === 777 ? 'Xã Đắk Ơ' : `Xã số ${at}`,
    nameEn: at === 777 ? 'Dak O Commune' : `Commune no. ${at}`,
    type: 'commune',
    units: 0,
    registered: 20,
    figures: { k1: figures(20, at % 21) },
  })),
  months: [],
  completedEver: {},
  oldestDeltaSeconds: null,
  lastRecount: null,
};

const viewOf = (query: string) => {
  const params = new URLSearchParams(query);
  return viewReport(REPORT, { locale: 'vi', course: params.get('course') ?? '', asked: readUnitsAsked(params) });
};

it('shows 1,200 units 50 at a time from the highest rate down, and the rows of every page add up to the total', () => {
  const seen: string[] = [];
  const rates: number[] = [];
  for (let page = 1; page <= 24; page++) {
    const view = viewOf(`page=${page}`);
    expect(view.units).toHaveLength(50);
    expect(view.paging).toMatchObject({ page, pages: 24, first: page * 50 - 49, last: page * 50, found: 1200 });
    expect(view.others?.units).toBe(1150);
    const rows = [...view.units, view.others, view.own];
    for (const kind of ['assigned', 'started', 'completed'] as const)
      expect(rows.reduce((sum, row) => sum + (row?.total[kind] ?? 0), 0)).toBe(view.total[kind]);
    expect(rows.reduce((sum, row) => sum + (row?.registered ?? 0), 0)).toBe(view.registered);
    expect(view.own).toMatchObject({ registered: 7, total: { assigned: 7, completed: 5 } });
    seen.push(...view.units.map((unit) => unit.code ?? ''));
    rates.push(...view.units.map((unit) => unit.total.completed));
  }
  expect(new Set(seen).size).toBe(1200);
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
});

it('finds a unit among 1,200 by words of its name or code, without diacritics, and still adds up', () => {
  for (const query of ['unit=dak+o', 'unit=ĐẮK+ơ', 'unit=x00777', 'unit=commune+dak']) {
    const view = viewOf(query);
    expect(
      view.units.map((unit) => unit.code),
      query,
    ).toEqual(['VN.X00777']);
    expect(view.paging).toMatchObject({ found: 1, count: 1200, first: 1, last: 1, pages: 1 });
    expect(view.others).toMatchObject({ units: 1199, registered: 1199 * 20 });
  }
  const none = viewOf('unit=zzz');
  expect(none.units).toEqual([]);
  expect(none.paging).toMatchObject({ found: 0, first: 0, last: 0 });
  expect(none.others?.units).toBe(1200);
});

it('a page that is not there is the last or the first one, and the ways to others keep course and search', () => {
  expect(viewOf('page=99').paging.page).toBe(24);
  for (const page of ['0', '-1', 'x', '1e3', '9999999']) expect(viewOf(`page=${page}`).paging.page).toBe(1);
  expect(unitsPath(viewOf('course=K1&unit=xa+so'), 2)).toBe('/manage/reports/VN.P01?course=K1&unit=xa+so&page=2#units');
  expect(unitsPath(viewOf('page=2'), 1)).toBe('/manage/reports/VN.P01#units');
});
