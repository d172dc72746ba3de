import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { countAudit, recordCounted } from '#app/domain/accounts/count-audit.server.ts';
import { readSession } from '#app/domain/accounts/sessions.server.ts';
import { NO_ACCOUNT } from '#app/domain/ledger/audit-subjects.ts';
import { loader as audit } from '#app/routes/admin/audit.tsx';
import { loader as overview } from '#app/routes/admin/overview.tsx';
import { loader as people } from '#app/routes/admin/people.tsx';
import { action as act, loader as person } from '#app/routes/admin/person.tsx';
import { action as report } from '#app/routes/public/report-a-problem.tsx';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, signInAs } from '#tests/support/factories.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';
import { call } from './call.ts';
import { createCertificate } from './certificate-fixtures.ts';

const database = useDatabase();
let world: TestWorld;
let agencies: Record<string, string>;
beforeEach(async () => {
  world = createWorld(database.db, { now: new Date() });
  agencies = await createAgencies(database.db);
});
const administrator = (over: string) =>
  createActor(database.db, { agencyCode: over === 'VN' ? 'VN.BNV' : 'VN.P01.SNV', role: 'ADMINISTRATOR', over });

describe('administration', () => {
  it('is closed to everybody who administers nothing, and visitors are sent to the door', async () => {
    const manager = await createActor(database.db, {
      agencyCode: 'VN.P01.SNV',
      role: 'TRAINING_MANAGER',
      over: 'VN.P01',
    });
    const params = { personId: manager.id };
    for (const [loader, path] of [
      [overview, '/admin'],
      [people, '/admin/people'],
      [person, `/admin/people/${manager.id}`],
      [audit, '/admin/audit'],
    ] as const) {
      expect((await call(loader, world, path, { token: manager.token, params })).status).toBe(403);
      expect((await call(loader, world, path, { params })).location).toMatch(/^\/sign-in\?to=/);
    }
    const form = { intent: 'grant', role: 'ADMINISTRATOR', agencyId: agencies.VN ?? '' };
    expect((await call(act, world, `/admin/people/${manager.id}`, { token: manager.token, params, form })).status).toBe(
      403,
    );
    expect(await database.db.grant.count({ where: { role: 'ADMINISTRATOR' } })).toBe(0);
  });

  it('reaches only people within what was granted', async () => {
    const here = await administrator('VN.P01');
    const inside = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    const outside = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    const session = await signInAs(database.db, outside.id, world.now);
    const see = (id: string) =>
      call(person, world, `/admin/people/${id}`, { token: here.token, params: { personId: id } });
    expect((await see(inside.id)).status).toBe(200);
    expect((await see(outside.id)).status).toBe(404);
    expect((await see('not-an-id')).status).toBe(404);
    for (const intent of ['link', 'sign-out'])
      expect(
        (
          await call(act, world, `/admin/people/${outside.id}`, {
            token: here.token,
            params: { personId: outside.id },
            form: { intent },
          })
        ).status,
      ).toBe(404);
    expect(await readSession(world, session.token)).not.toBeNull();
    expect(JSON.stringify((await call(people, world, '/admin/people', { token: here.token })).data)).not.toContain(
      outside.id,
    );
  });

  it('gives a grant, ends it, shows a one-time link once, signs out, and all of it is in the trail', async () => {
    const admin = await administrator('VN');
    const lan = await createActor(database.db, { agencyCode: 'VN.X00376.DPV' });
    const params = { personId: lan.id };
    const path = `/admin/people/${lan.id}`;
    const post = (form: Record<string, string>) => call(act, world, path, { token: admin.token, params, form });
    expect(await post({ intent: 'grant' })).toMatchObject({
      status: 422,
      data: { errors: { role: true, unit: true } },
    });
    const given = await post({ intent: 'grant', role: 'REPORT_VIEWER', agencyId: agencies['VN.P01'] ?? '' });
    expect(given.location).toBe(`${path}?done=granted`);
    const grant = await database.db.grant.findFirstOrThrow({ where: { personId: lan.id } });
    expect((await post({ intent: 'end-grant', grantId: grant.id })).location).toBe(`${path}?done=ended`);
    const made = await post({ intent: 'link' });
    expect(made).toMatchObject({ status: 200, location: null });
    expect((made.data as { link: string }).link).toMatch(/^http:\/\/localhost:3000\/sign-in\/link\/[\w-]{43}$/);
    expect(JSON.stringify((await call(person, world, path, { token: admin.token, params })).data)).not.toContain(
      'sign-in/link',
    );
    expect((await post({ intent: 'sign-out' })).location).toBe(`${path}?done=signed-out`);
    expect(await readSession(world, lan.token)).toBeNull();
    const { events } = (await call(audit, world, '/admin/audit', { token: admin.token })).data as {
      events: { action: string }[];
    };
    expect(events.map((event) => event.action)).toEqual([
      'person.signed-out',
      'sign-in-link.created',
      'grant.ended',
      'grant.added',
    ]);
  });

  it('lists the guesses at an account that there is not, in words of the page', async () => {
    const at = new Date('2026-11-30T08:00:00Z');
    for (const personId of [null, null])
      await countAudit(database.db, { action: 'sign-in.failed', personId, address: '10.0.0.1', at });
    await recordCounted({ db: database.db, now: () => new Date('2026-11-30T09:00:00Z') });
    const { token } = await administrator('VN');
    expect(await call(audit, world, '/admin/audit', { token })).toMatchObject({
      status: 200,
      data: {
        events: [
          { action: 'sign-in.failed', subjectType: 'person', subjectId: NO_ACCOUNT, subject: { personId: null } },
        ],
      },
    });
  });

  it('finds the unit of a new grant among however many, page by page', async () => {
    const { db } = database;
    const made = await db.agency.createManyAndReturn({
      data: Array.from({ length: 30 }, (_, at) => ({
        code: `VN.P01.T${at}`,
        type: 'provincial_department',
        nameVi: `Trạm ${at}`,
        nameEn: `Post ${at}`,
      })),
      select: { id: true },
    });
    await db.agencyPlacement.createMany({
      data: made.map(({ id }) => ({
        agencyId: id,
        parentId: agencies['VN.P01'] ?? '',
        validFrom: new Date('2020-01-01'),
      })),
    });
    await db.run`SELECT rebuild_agency_ancestors(current_date)`;
    const here = await administrator('VN.P01');
    const { id } = await createPerson(db, { agencyCode: 'VN.X00376.DPV' });
    const seen: string[] = [];
    let from: string | null = null;
    do {
      const query = new URLSearchParams({ unit: 'tram', ...(from ? { from } : {}) });
      const { data } = await call(person, world, `/admin/people/${id}?${query}`, {
        token: here.token,
        params: { personId: id },
      });
      const { units: page } = data as { units: { units: { id: string }[]; count: number; nextCursor: string | null } };
      expect(page.count).toBe(30);
      seen.push(...page.units.map((unit) => unit.id));
      from = page.nextCursor;
    } while (from);
    expect(new Set(seen)).toEqual(new Set(made.map((unit) => unit.id)));
    expect(seen).toHaveLength(30);
  });

  it('does not let an administrator lock the door behind herself', async () => {
    const admin = await administrator('VN');
    const grant = await database.db.grant.findFirstOrThrow({ where: { personId: admin.id } });
    const answer = await call(act, world, `/admin/people/${admin.id}`, {
      token: admin.token,
      params: { personId: admin.id },
      form: { intent: 'end-grant', grantId: grant.id },
    });
    expect(answer).toMatchObject({ status: 409, data: { errors: { ownGrant: true } } });
  });

  it('shows what is held up, also when the queue does not answer', async () => {
    const admin = await administrator('VN');
    const at = new Date('2026-11-18T13:25:09Z');
    await createCertificate(database.db, admin, 'reserved', { at });
    const see = async () => (await call(overview, world, '/admin', { token: admin.token })).data;
    expect(await see()).toMatchObject({
      overview: { unissued: { count: 1, oldestAt: at }, deltas: { count: 1 }, lastRecount: null },
      queue: { waiting: 0, failed: 0 },
    });
    world.queueDepth = () => Promise.reject(new Error('connect ECONNREFUSED'));
    expect(await see()).toMatchObject({ queue: null });
  });

  it('says whether web and worker could change the audit trail', async () => {
    const admin = await administrator('VN');
    const seeBy = async (db: typeof world.db) =>
      (await call(overview, { ...world, db }, '/admin', { token: admin.token })).data;
    expect(await seeBy(database.db)).toMatchObject({ chain: { exposed: false } });
    expect(await seeBy(database.owner)).toMatchObject({ chain: { exposed: true } });
  });

  it('tells those who administer the whole country what fails on the machines, since when, and what is over', async () => {
    const see = async (over: string) =>
      (await call(overview, world, '/admin', { token: (await administrator(over)).token })).data;
    const { troubles } = world;
    await troubles.report({ kind: 'process', subject: 'worker', detail: { how: 'exit code 1', ended: 6 } });
    await troubles.report({ kind: 'storage', subject: 'web@here', detail: { state: 'absent' } });
    await troubles.end('storage', 'web@here');
    await database.db.run`
      INSERT INTO "Heartbeat" (id, process, host, pid, "seenAt")
      VALUES (${randomUUID()}::uuid, 'worker', 'here', 7, now() - interval '5 minutes')`;
    expect(await see('VN')).toMatchObject({
      overview: { workers: { running: 0, seenAt: expect.any(Date) } },
      troubles: {
        more: 0,
        list: [
          { kind: 'process', subject: 'worker', detail: { how: 'exit code 1', ended: 6 }, times: 1, endedAt: null },
          { kind: 'storage', subject: 'web@here', endedAt: expect.any(Date) },
        ],
      },
    });
    expect(await see('VN.P01')).toMatchObject({ troubles: null });
  });
});

describe('a problem that somebody reports', () => {
  const send = (form: Record<string, string>, token?: string) =>
    call(report, world, '/report-a-problem', { form, ...(token ? { token } : {}) });

  it('is kept with its page, and read by those who administer the whole country alone', async () => {
    const answer = await send({
      page: '/courses/k1',
      message: 'Nút\u0000 nộp bài\u202e không bấm được',
      contact: '\u200b',
    });
    expect(answer).toMatchObject({ status: 303, location: '/report-a-problem?sent=1&page=%2Fcourses%2Fk1' });
    const read = async (over: string) =>
      (await call(overview, world, '/admin', { token: (await administrator(over)).token })).data;
    expect(await read('VN')).toMatchObject({
      problems: [{ pageUrl: '/courses/k1', message: 'Nút nộp bài không bấm được', contact: null }],
    });
    expect(await read('VN.P01')).toMatchObject({ problems: null });
  });

  it('comes back with its faults and all that was typed', async () => {
    const typed = { page: '/courses', message: ' ', contact: 'x'.repeat(201) };
    const answer = await send(typed);
    expect(answer).toMatchObject({
      status: 422,
      data: { typed, errors: { message: 'empty', contact: 'contact-too-long' } },
    });
    expect(await send({ page: ' ', message: 'dài'.repeat(2000), contact: ' ' })).toMatchObject({
      status: 422,
      data: { errors: { message: 'message-too-long' } },
    });
    expect(await database.db.problemReport.count()).toBe(0);
  });

  it('is taken ten times an hour from one person', async () => {
    const { token } = await createActor(database.db, { agencyCode: 'VN.P01.SNV' });
    const form = { page: '', message: 'Không mở được bài', contact: '' };
    for (let sent = 0; sent < 10; sent++) expect((await send(form, token)).status).toBe(303);
    const answer = await send(form, token);
    expect(answer).toMatchObject({ status: 429, data: { typed: { message: 'Không mở được bài' } } });
    expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
  });
});
