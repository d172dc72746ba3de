import { beforeEach, expect, it } from 'vitest';
import { recordCounted, WINDOW_MS } from '#app/domain/accounts/count-audit.server.ts';
import { asDate } from '#app/domain/calendar.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { loader as people } from '#app/routes/admin/people.tsx';
import { action as onAccount } from '#app/routes/learn/account.tsx';
import { loader as assignees, action as onAssignee } from '#app/routes/manage/assignees.tsx';
import { action as onAssignment } from '#app/routes/manage/assignment.tsx';
import { action as assign } from '#app/routes/manage/new-assignment.tsx';
import { action as signIn } from '#app/routes/public/sign-in.tsx';
import { action as signOut } from '#app/routes/resources/sign-out.ts';
import { loader as units } from '#app/routes/resources/units-csv.ts';
import { auditWords } from '#app/words/audit.ts';
import { call, tokenIn } from '#tests/integration/pages/call.ts';
import { createBareCourse } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, signInAs, type TestPerson } from '#tests/support/factories.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';

const PASSWORD = 'bốn từ không liên quan';
const ADDRESS = '203.0.113.7';
const database = useDatabase();
let world: TestWorld;
let lan: TestPerson;

beforeEach(async () => {
  world = createWorld(database.db, { databaseUrl: database.url });
  await createAgencies(database.db);
  lan = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', email: 'lan@truc.example', password: PASSWORD });
});

const trail = async () => {
  world.clock.advance(2 * WINDOW_MS);
  await recordCounted(world);
  return database.db.auditEvent.findMany({ orderBy: { id: 'asc' } });
};

const enter = (identifier: string, password: string) =>
  call(signIn, world, '/sign-in', { form: { identifier, password }, address: ADDRESS });

it('what happens at the door and at the fence is in the trail, with account and address', async () => {
  await enter(lan.email, 'sai');
  await enter(lan.email, 'sai');
  await enter('nobody@truc.example', 'sai');
  await enter('nobody2@truc.example', 'sai');
  const token = tokenIn(await enter(lan.email, PASSWORD)) ?? '';
  for (const [loader, path] of [
    [people, '/admin/people'],
    [assignees, '/manage/assignees'],
  ] as const) {
    expect((await call(loader, world, path, { token, address: ADDRESS })).status).toBe(403);
  }
  await call(signOut, world, '/sign-out', { token, form: { everywhere: '1' }, address: ADDRESS });
  expect(
    (await trail()).map(({ action, subjectId, address, after }) => [
      action,
      subjectId,
      address,
      (after as { times?: number } | null)?.times,
    ]),
  ).toEqual([
    ['sign-in.done', lan.id, ADDRESS, undefined],
    ['person.signed-out', lan.id, ADDRESS, undefined],
    ...[
      ['sign-in.failed', lan.id, ADDRESS, 2],
      ['sign-in.failed', 'unknown', ADDRESS, 2],
      ['access.refused', lan.id, ADDRESS, 2],
    ],
  ]);
});

it('wrong present passwords at changing one’s own are in the trail, looked at or told to wait', async () => {
  const { token } = await signInAs(database.db, lan.id, world.now);
  const guess = () => ({ first: '', 'current-password': 'sai', 'new-password': 'sáu từ khác nhau và dài' });
  const statuses: number[] = [];
  for (let time = 0; time < 12; time++)
    statuses.push((await call(onAccount, world, '/account', { token, form: guess(), address: ADDRESS })).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
  expect(await trail()).toMatchObject([
    { action: 'password.failed', subjectId: lan.id, agencyId: lan.agencyId, address: ADDRESS, after: { times: 12 } },
  ]);
  for (const locale of ['vi', 'en'] as const) expect(auditWords(locale).actions['password.failed']).toBeTruthy();
});

it('a sign-in is on record with the unit of that moment, and not with a former one', async () => {
  await database.db.appointment.updateMany({
    where: { personId: lan.id },
    data: { state: 'ENDED', validTo: asDate('2026-01-01') },
  });
  const { id: agencyId } = await database.db.agency.findUniqueOrThrow({ where: { code: 'VN.P79.SNV' } });
  await database.db.appointment.create({
    data: {
      ...{ personId: lan.id, agencyId, position: 'Chuyên viên' },
      ...{ validFrom: asDate('2026-01-01'), state: 'CURRENT' },
    },
  });
  await enter(lan.email, PASSWORD);
  expect((await trail()).map((event) => [event.action, event.agencyId])).toEqual([['sign-in.done', agencyId]]);
});

it('a file of units is on record before its first line', async () => {
  const viewer = await createActor(database.db, { agencyCode: 'VN.P01', role: 'REPORT_VIEWER' });
  const { token } = await signInAs(database.db, viewer.id, world.now);
  const answer = await call(units, world, '/manage/reports/VN.P01/units.csv', {
    token,
    params: { agencyCode: 'VN.P01' },
    address: ADDRESS,
  });
  expect(answer.status).toBe(200);
  expect(await database.db.auditEvent.findMany()).toMatchObject([
    { action: 'units.exported', actorId: viewer.id, agencyId: viewer.agencyId, address: ADDRESS },
  ]);
});

it('what a manager decides about assignments is in the trail with the address it came from', async () => {
  await createBareCourse(database.db, 'K1');
  const manager = await createActor(database.db, { agencyCode: 'VN.X00376', role: 'TRAINING_MANAGER' });
  const { token } = await signInAs(database.db, manager.id, world.now);
  const batchId = world.random.uuid(world.now());
  const act = async (handler: Parameters<typeof call>[0], path: string, form: Record<string, string>) => {
    const answer = await call(handler, world, path, { token, params: { batchId }, form, address: ADDRESS });
    expect([path, answer.status]).toEqual([path, 303]);
    await applyBatch(world, batchId);
  };
  const due = (month: string) => ({ do: 'due', 'due-day': '1', 'due-month': month, 'due-year': '2027' });
  await act(assign, '/manage/assignments/new?course=K1&unit=VN.X00376.DPV&due-day=1&due-month=2&due-year=2027', {
    batchId,
    expected: '1',
    note: '',
  });
  const { id } = await database.db.assignment.findFirstOrThrow();
  await act(onAssignee, `/manage/assignees?assignment=${id}`, due('3'));
  await act(onAssignee, `/manage/assignees?assignment=${id}`, { do: 'undo', reason: 'Nhầm người' });
  await act(onAssignment, `/manage/assignments/${batchId}`, due('4'));
  await act(onAssignment, `/manage/assignments/${batchId}`, { do: 'undo', reason: 'Nhầm khóa' });
  await database.db.assignmentBatch.update({ where: { id: batchId }, data: { haltedAt: world.now() } });
  await act(onAssignment, `/manage/assignments/${batchId}`, { do: 'continue' });
  expect((await trail()).map(({ action, actorId, address }) => [action, actorId, address])).toEqual(
    [
      'batch.created',
      'assignment.due-changed',
      'assignment.cancelled',
      'batch.due-changed',
      'batch.cancelled',
      'batch.continued',
    ].map((action) => [action, manager.id, ADDRESS]),
  );
});
