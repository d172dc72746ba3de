import { beforeAll, expect, it } from 'vitest';
import { TooBusy } from '#app/platform/at-most.ts';
import type { Reader } from '#app/platform/sql.server.ts';
import { loader as audit } from '#app/routes/admin/audit.tsx';
import { loader as overview } from '#app/routes/admin/overview.tsx';
import { loader as people } from '#app/routes/admin/people.tsx';
import { loader as person } from '#app/routes/admin/person.tsx';
import { loader as learning } from '#app/routes/learn/learning.tsx';
import { loader as assignees } from '#app/routes/manage/assignees.tsx';
import { loader as assignments } from '#app/routes/manage/assignments.tsx';
import { loader as newAssignment } from '#app/routes/manage/new-assignment.tsx';
import { loader as report } from '#app/routes/manage/report.tsx';
import { loader as reports } from '#app/routes/manage/reports.tsx';
import { loader as requests } from '#app/routes/manage/requests.tsx';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies } from '#tests/support/factories.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';
import { createBareCourse } from '../reporting/walk.ts';
import { call } from './call.ts';

const database = useDatabase({ empty: false });
const NOW = new Date('2026-11-22T02:00:00Z');
let world: TestWorld;
let manager: { id: string; token: string };
let administrator: { id: string; token: string };

beforeAll(async () => {
  await createAgencies(database.db);
  await createBareCourse(database.db, 'K1');
  const everybody = (role: 'TRAINING_MANAGER' | 'ADMINISTRATOR') =>
    createActor(database.db, { agencyCode: 'VN.BNV', role, over: 'VN' });
  [manager, administrator] = [await everybody('TRAINING_MANAGER'), await everybody('ADMINISTRATOR')];
  const refuse = () => Promise.reject(new TooBusy('120 are waiting'));
  const full: Reader = { rows: refuse, one: refuse, maybeOne: refuse };
  world = { ...createWorld(database.db, { now: NOW }), heavy: { page: full, file: full } };
});

const NEW = '/manage/assignments/new?course=K1';

it.each([
  ['assignees', assignees, '/manage/assignees'],
  ['the unit of a filter', assignees, '/manage/assignees?do=unit'],
  ['assignments', assignments, '/manage/assignments'],
  ['requests', requests, '/manage/requests'],
  ['the unit finder', newAssignment, NEW],
  ['the person finder', newAssignment, `${NEW}&by=people`],
  ['a preview', newAssignment, `${NEW}&unit=VN&due-day=1&due-month=12&due-year=2027&go=preview`],
  ['a report', report, '/manage/reports/VN', { agencyCode: 'VN' }],
  ['the units of the reports', reports, '/manage/reports?q=so'],
] as const)(
  'of %s says that many ask at once, when its read has no turn',
  async (_, loader, path, params: Record<string, string> = {}) => {
    expect(await call(loader, world, path, { token: manager.token, params })).toMatchObject({
      status: 503,
      data: { code: 'busy' },
    });
  },
);

it.each([
  ['people', people, '/admin/people?q=lan'],
  ['the units of a grant', person, '/admin/people/x?unit=so'],
  ['the audit trail', audit, '/admin/audit'],
  ['the overview', overview, '/admin'],
] as const)('of the administrator: %s', async (_, loader, path) => {
  const { id: personId, token } = administrator;
  expect(await call(loader, world, path, { token, params: { personId } })).toMatchObject({
    status: 503,
    data: { code: 'busy' },
  });
});

it('leaves every other page as it is', async () => {
  expect(await call(learning, world, '/learning', { token: manager.token })).toMatchObject({ status: 200 });
});
