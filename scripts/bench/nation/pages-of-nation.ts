import type { HttpClient } from '#tests/support/http-client.ts';
import type { Cast } from './people-of-nation.ts';

export type Visit = { what: string; client: HttpClient; path: string; isPreview?: boolean };

/** Every page and finder, each of whoever it is for, over the nation, a province and a commune where that makes a difference. */
export function visitsOf(cast: Cast): Visit[] {
  const { learner, nation, province, commune, administrator, lesson } = cast;
  const course = `/courses/${lesson.slug}`;
  const assigning = '/manage/assignments/new?course=K5';
  const preview = (unit: string) =>
    `${assigning}&unit=${unit}&due-day=1&due-month=12&due-year=${new Date().getFullYear() + 1}&go=preview`;
  const over = (where: string, client: HttpClient, code: string): Visit[] => [
    { what: `assignees, ${where}`, client, path: '/manage/assignees' },
    { what: `assignees in progress, ${where}`, client, path: '/manage/assignees?state=in-progress' },
    { what: `assignees not started, ${where}`, client, path: '/manage/assignees?course=A1&state=not-started' },
    { what: `assignees overdue, ${where}`, client, path: '/manage/assignees?state=overdue' },
    {
      what: `assignees course + overdue, none there, ${where}`,
      client,
      path: '/manage/assignees?course=K1&state=overdue',
    },
    { what: `assignees by name, ${where}`, client, path: '/manage/assignees?q=nguyen+thi+lan' },
    { what: `assignments, ${where}`, client, path: '/manage/assignments' },
    { what: `person finder, ${where}`, client, path: `${assigning}&by=people&within=${code}` },
    { what: `person finder by name, ${where}`, client, path: `${assigning}&by=people&within=${code}&q=nguyen+lan` },
    { what: `unit finder, ${where}`, client, path: assigning },
    { what: `unit finder search, ${where}`, client, path: `${assigning}&q=phuc+vu` },
    { what: `preview, ${where}`, client, path: preview(code), isPreview: true },
    { what: `report, ${where}`, client, path: `/manage/reports/${code}` },
    { what: `requests, ${where}`, client, path: '/manage/requests' },
  ];
  return [
    { what: 'learning', client: learner.client, path: '/learning' },
    { what: 'courses', client: learner.client, path: '/courses' },
    { what: 'course', client: learner.client, path: course },
    { what: 'lesson', client: learner.client, path: `${course}/lessons/${lesson.lesson}` },
    { what: 'quiz', client: learner.client, path: `${course}/quiz` },
    { what: 'attempt', client: cast.openAttempt.client, path: `/attempts/${cast.openAttempt.id}` },
    { what: 'result', client: cast.result.client, path: `/attempts/${cast.result.id}/result` },
    { what: 'certificates', client: learner.client, path: '/certificates' },
    { what: 'verify', client: learner.client, path: `/verify/${cast.serial}` },
    { what: 'search', client: learner.client, path: '/search?q=khieu+nai' },
    ...over('nation', nation.client, 'VN'),
    ...over('province', province.client, province.code),
    ...over('commune', commune.client, commune.code),
    {
      what: 'assignees unit + course + name, nation',
      client: nation.client,
      path: `/manage/assignees?unit=${province.code}&course=A1&q=nguyen+lan`,
    },
    { what: 'units of the reports, search', client: nation.client, path: '/manage/reports?q=phuc+vu' },
    { what: 'people (administrator)', client: administrator.client, path: '/admin/people' },
    { what: 'people by name (administrator)', client: administrator.client, path: '/admin/people?q=nguyen+thi+lan' },
    {
      what: 'people by number (administrator)',
      client: administrator.client,
      path: `/admin/people?q=${cast.personnelNumber}`,
    },
    { what: 'audit', client: administrator.client, path: '/admin/audit' },
    { what: 'overview (administrator)', client: administrator.client, path: '/admin' },
  ];
}
