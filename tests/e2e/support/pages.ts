import type { RouteConfigEntry } from '@remix-run/route-config';
import routes from '../../../app/routes.ts';
import { ASKED } from './learner-history.ts';
import type { Site } from './site.ts';

export type Who = 'visitor' | 'learner' | 'manager' | 'viewer' | 'administrator';
export type PageState = { name: string; who: Who; path: (site: Site) => Promise<string> | string };

const first = async <T>(found: Promise<T | null>): Promise<T> => {
  const row = await found;
  if (!row) throw new Error('the demo holds no such row');
  return row;
};

const LEARNER = { person: { email: 'lan@demo.truc.example' } };
const K1 = '/courses/citizen-centred-service';

/** An attempt of the learner in A1, in progress or finished; made when the demo holds none. */
const attemptOf = async (site: Site, state: 'IN_PROGRESS' | 'FINISHED') =>
  (await first(site.db.attempt.findFirst({ where: { ...LEARNER, state }, select: { id: true } }))).id;

/**
 * Every page by its pattern in app/routes.ts: who looks and where it stands. A route without a row fails the tests;
 * routes that answer no page say so.
 */
export const PAGES: Record<string, PageState[] | 'no page'> = {
  '/': 'no page',
  '/sign-in': [{ name: 'the door', who: 'visitor', path: () => '/sign-in' }],
  '/sign-in/link/:token': [
    { name: 'a link that is over', who: 'visitor', path: () => '/sign-in/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  ],
  '/verify': [
    { name: 'the form', who: 'visitor', path: () => '/verify' },
    { name: 'a mistyped serial', who: 'visitor', path: () => '/verify?serial=abc' },
  ],
  '/verify/:serial': [
    {
      name: 'valid',
      who: 'visitor',
      path: async ({ db }) =>
        `/verify/${(await first(db.certificate.findFirst({ where: { status: 'ISSUED', revokedAt: null } }))).serial}`,
    },
    { name: 'unknown', who: 'visitor', path: () => '/verify/7K2M-QX4D-9TVA-3HNC' },
  ],
  '/accessibility': [{ name: 'the statement', who: 'visitor', path: () => '/accessibility' }],
  '/report-a-problem': [{ name: 'the form', who: 'visitor', path: () => '/report-a-problem?page=/courses' }],
  '/courses': [
    { name: 'for a visitor', who: 'visitor', path: () => '/courses' },
    { name: 'nothing found', who: 'learner', path: () => '/courses?q=xyz' },
  ],
  '/courses/:slug': [
    { name: 'for a visitor', who: 'visitor', path: () => K1 },
    { name: 'in progress', who: 'learner', path: () => '/courses/asean-essentials' },
  ],
  '/learning': [{ name: 'of a learner', who: 'learner', path: () => '/learning' }],
  '/search': [
    { name: 'before asking', who: 'learner', path: () => '/search' },
    { name: 'lessons and terms', who: 'learner', path: () => '/search?q=dong+thuan' },
    { name: 'similar words', who: 'learner', path: () => '/search?q=thichh+unngg' },
    { name: 'nothing', who: 'learner', path: () => '/search?q=zzzzqqqq' },
  ],
  '/courses/:slug/lessons/:lesson': [
    {
      name: 'one language',
      who: 'learner',
      path: () => '/courses/asean-essentials/lessons/from-bangkok-to-eleven-members',
    },
    { name: 'side by side', who: 'learner', path: () => '/courses/asean-essentials/lessons/asean-charter?in=both' },
  ],
  '/courses/:slug/aids/:lesson?': [
    { name: 'all of a course', who: 'learner', path: () => '/courses/asean-essentials/aids' },
    { name: 'one', who: 'learner', path: () => '/courses/asean-essentials/aids/who-does-what' },
  ],
  '/courses/:slug/quiz': [
    { name: 'not open yet', who: 'learner', path: () => '/courses/asean-essentials/quiz' },
    { name: 'one more attempt is asked for', who: 'learner', path: () => `/courses/${ASKED}/quiz` },
  ],
  '/attempts/:attemptId/:view?': [
    { name: 'a question', who: 'learner', path: async (site) => `/attempts/${await attemptOf(site, 'IN_PROGRESS')}` },
    {
      name: 'before handing in',
      who: 'learner',
      path: async (site) => `/attempts/${await attemptOf(site, 'IN_PROGRESS')}/check`,
    },
  ],
  '/attempts/:attemptId/result': [
    {
      name: 'not passed',
      who: 'learner',
      path: async (site) => `/attempts/${await attemptOf(site, 'FINISHED')}/result`,
    },
  ],
  '/certificates': [{ name: 'a list', who: 'learner', path: () => '/certificates' }],
  '/certificates/:certificateId': [
    {
      name: 'one',
      who: 'learner',
      path: async ({ db }) => `/certificates/${(await first(db.certificate.findFirst({ where: LEARNER }))).id}`,
    },
  ],
  '/account': [{ name: 'of a learner', who: 'learner', path: () => '/account' }],
  '/manage': 'no page',
  '/manage/assignments': [{ name: 'a list', who: 'manager', path: () => '/manage/assignments' }],
  '/manage/assignments/new': [
    { name: 'which course', who: 'manager', path: () => '/manage/assignments/new' },
    { name: 'which unit', who: 'manager', path: () => '/manage/assignments/new?course=K1' },
    { name: 'which people', who: 'manager', path: () => '/manage/assignments/new?course=K1&by=people' },
    { name: 'with faults', who: 'manager', path: () => '/manage/assignments/new?course=K1&go=preview' },
    {
      name: 'the preview',
      who: 'manager',
      path: () => '/manage/assignments/new?course=K1&unit=VN.P01&due-day=31&due-month=12&due-year=2027&go=preview',
    },
  ],
  '/manage/assignments/:batchId': [
    {
      name: 'one',
      who: 'manager',
      path: async ({ db }) =>
        `/manage/assignments/${(await first(db.assignmentBatch.findFirst({ where: { agency: { ancestors: { some: { ancestor: { code: 'VN.P01' } } } } }, orderBy: { createdAt: 'desc' } }))).id}`,
    },
  ],
  '/manage/assignees': [
    { name: 'all', who: 'manager', path: () => '/manage/assignees' },
    { name: 'nobody found', who: 'manager', path: () => '/manage/assignees?q=xyzxyz' },
  ],
  '/manage/requests': [
    { name: 'one waits', who: 'manager', path: () => '/manage/requests' },
    { name: 'none declined', who: 'manager', path: () => '/manage/requests?view=declined' },
  ],
  '/manage/requests/:requestId': [
    {
      name: 'one',
      who: 'manager',
      path: async ({ db }) =>
        `/manage/requests/${(await first(db.attemptRequest.findFirst({ where: { ...LEARNER, state: 'OPEN' } }))).id}`,
    },
  ],
  '/manage/reports': [{ name: 'a choice', who: 'viewer', path: () => '/manage/reports?q=ha' }],
  '/manage/reports/:agencyCode': [
    { name: 'the nation', who: 'viewer', path: () => '/manage/reports/VN' },
    { name: 'a province', who: 'manager', path: () => '/manage/reports/VN.P01' },
  ],
  '/admin': [{ name: 'overview', who: 'administrator', path: () => '/admin' }],
  '/admin/people': [{ name: 'a list', who: 'administrator', path: () => '/admin/people' }],
  '/admin/people/:personId': [
    {
      name: 'one',
      who: 'administrator',
      path: async ({ db }) =>
        `/admin/people/${(await first(db.person.findFirst({ where: { email: 'minh@demo.truc.example' } }))).id}`,
    },
  ],
  '/admin/audit': [{ name: 'a list', who: 'administrator', path: () => '/admin/audit' }],
  '/line': 'no page',
  '/preferences': 'no page',
  '/courses/:slug/lessons/:lesson/read': 'no page',
  '/sign-out': 'no page',
  '/sign-out/finish': 'no page',
  '/attempts/:attemptId/answers': 'no page',
  '/attempts/:attemptId/hand-in': 'no page',
  '/certificates/:certificateId/document.pdf': 'no page',
  '/manage/reports/:agencyCode/units.csv': 'no page',
  '/manage/reports/:agencyCode/people.csv': 'no page',
  '/ui': 'no page',
  '/*': [{ name: 'no such page', who: 'visitor', path: () => '/nothing-here' }],
};

/** The patterns of app/routes.ts. */
export function patterns(entries: readonly RouteConfigEntry[] = routes as RouteConfigEntry[]): string[] {
  return entries.flatMap((entry) => [entry.index ? '/' : `/${entry.path ?? ''}`, ...patterns(entry.children ?? [])]);
}
