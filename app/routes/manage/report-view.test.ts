import { expect, it } from 'vitest';
import type { CompletionReport } from '#app/domain/reporting/completion-report.server.ts';
import { readUnitsAsked, unitsPath, viewReport } from './report-view.ts';

const asked = (query: string) => readUnitsAsked(new URLSearchParams(query));

it('a page that is no number is the first', () => {
  expect(asked('page=7').page).toBe(7);
  for (const page of ['0', '-1', 'x', '1e3', '9999999']) expect(asked(`page=${page}`).page).toBe(1);
});

it('the ways to other pages keep course and search', () => {
  const report: CompletionReport = {
    agency: { id: 'p', code: 'VN.P01', nameVi: 'Tỉnh', nameEn: 'Province' },
    path: [],
    registered: 0,
    courses: [
      {
        id: 'k1',
        code: 'K1',
        slug: 'k1',
        titleVi: 'Khóa',
        titleEn: 'Course',
        programmeCode: 'K',
        figures: { assigned: 0, started: 0, completed: 0, overdue: 0, completedUnassigned: 0, withdrawnOverdue: 0 },
      },
    ],
    courseId: 'k1',
    units: { rows: [], count: 90, found: 70, page: 2, registered: 0, figures: {}, most: [] },
    months: [],
    completedEver: {},
    oldestDeltaSeconds: null,
    lastRecount: null,
  };
  const searched = viewReport(report, { locale: 'vi', search: 'xa so' });
  expect(unitsPath(searched, 2)).toBe('/manage/reports/VN.P01?course=K1&unit=xa+so&page=2#units');
  const all = viewReport({ ...report, courseId: null }, { locale: 'vi', search: '' });
  expect(unitsPath(all, 1)).toBe('/manage/reports/VN.P01#units');
});
