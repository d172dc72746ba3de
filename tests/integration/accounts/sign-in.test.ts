import { describe, expect, it } from 'vitest';
import { CHANGE_PACE, changePassword, setPassword } from '#app/domain/accounts/change-password.server.ts';
import { hashPassword, verifyPassword } from '#app/domain/accounts/hash-password.server.ts';
import { createSession, readSession } from '#app/domain/accounts/sessions.server.ts';
import { signIn } from '#app/domain/accounts/sign-in.server.ts';
import { consumeSignInLink, createSignInLink, readSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { updatePreferences } from '#app/domain/accounts/update-preferences.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '../../support/database.ts';
import { createActor, createAgencies, createPerson, grant, signInAs } from '../../support/factories.ts';

const START = new Date('2026-03-02T01:00:00Z');
const PASSWORD = 'cây tre trăm đốt';
const database = useDatabase();

async function setUp() {
  await createAgencies(database.db);
  const lan = await createPerson(database.db, {
    agencyCode: 'VN.X00376.DPV',
    fullName: 'Nguyễn Thị Lan',
    email: 'lan@truc.example',
    personnelNumber: '0123456789',
    password: PASSWORD,
  });
  const clock = { at: START };
  const world = { db: database.db, now: () => clock.at, random: systemRandom };
  const pass = (ms: number) => {
    clock.at = new Date(clock.at.getTime() + ms);
  };
  const attempt = (identifier: string, password: string, address = '10.0.0.1') =>
    signIn(world, { identifier, password, address });
  return { lan, world, pass, attempt };
}

describe('sign-in', () => {
  it('takes the e-mail or the personnel number, however it was typed', async () => {
    const { lan, world, attempt } = await setUp();
    for (const identifier of ['lan@truc.example', ' LAN@Truc.Example ', '0123456789']) {
      const answer = await attempt(identifier, PASSWORD.normalize('NFD'));
      expect(answer).toMatchObject({ outcome: 'signed-in', personId: lan.id });
      if (answer.outcome !== 'signed-in') throw new Error('not signed in');
      expect((await readSession(world, answer.token))?.personId).toBe(lan.id);
    }
  });

  it('gives one answer to a wrong password, an unknown person, a deactivated one, one without a password and nonsense', async () => {
    const { attempt } = await setUp();
    await createPerson(database.db, {
      agencyCode: 'VN',
      email: 'gone@truc.example',
      password: PASSWORD,
      deactivatedAt: START,
    });
    await createPerson(database.db, { agencyCode: 'VN', email: 'new@truc.example' });
    const refused = { outcome: 'refused' };
    expect(await attempt('lan@truc.example', 'cây tre trăm mắt')).toEqual(refused);
    expect(await attempt('lan@truc.example', '')).toEqual(refused);
    expect(await attempt('nobody@truc.example', PASSWORD)).toEqual(refused);
    expect(await attempt('gone@truc.example', PASSWORD)).toEqual(refused);
    expect(await attempt('new@truc.example', '')).toEqual(refused);
    for (const nonsense of ['', '\u0000', "' OR 1=1 --", 'a'.repeat(100_000), '\ud800']) {
      expect(await attempt(nonsense, PASSWORD)).toEqual(refused);
    }
    expect(await attempt('lan@truc.example', 'x'.repeat(1_000_000))).toEqual(refused);
    expect(await database.db.session.count()).toBe(0);
  });

  it('does the same work for an unknown person as for a wrong password', async () => {
    const known = await hashPassword(PASSWORD);
    const parameters = (hash: string) => hash.split('$').slice(0, 4).join('$');
    expect(parameters(known)).toBe('$argon2id$v=19$m=19456,t=2,p=1');
    // Processor time, which other work on the machine does not stretch.
    const took = async (hash: string | null) => {
      const start = process.cpuUsage();
      for (let round = 0; round < 10; round++) await verifyPassword(hash, 'something else');
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    await took(known);
    const [wrong, unknown] = [await took(known), await took(null)];
    expect(unknown / wrong).toBeGreaterThan(0.4);
    expect(unknown / wrong).toBeLessThan(2.5);
  });

  it('gives a new token every time and ends the session that the browser carried', async () => {
    const { lan, world, attempt } = await setUp();
    const before = await createSession(world, lan.id);
    const elsewhere = await attempt('lan@truc.example', PASSWORD);
    const answer = await signIn(world, {
      identifier: 'lan@truc.example',
      password: PASSWORD,
      address: '10.0.0.1',
      previousToken: before.token,
    });
    if (answer.outcome !== 'signed-in' || elsewhere.outcome !== 'signed-in') throw new Error('not signed in');
    expect(new Set([before.token, elsewhere.token, answer.token]).size).toBe(3);
    expect(await readSession(world, before.token)).toBeNull();
    expect(await readSession(world, elsewhere.token)).not.toBeNull();
    expect(await readSession(world, answer.token)).not.toBeNull();
  });
});

describe('changing the password', () => {
  it('ends all other sessions, keeps this one, and is in the audit trail without the password', async () => {
    const { lan, world, attempt } = await setUp();
    const here = await signInAs(database.db, lan.id, world.now);
    const phone = await signInAs(database.db, lan.id, world.now);
    const answer = await changePassword(world, here.actor, { current: PASSWORD, next: 'một mùa xuân nho nhỏ' });
    expect(answer).toEqual({ outcome: 'changed', sessionsEnded: 1 });
    expect(await readSession(world, here.token)).not.toBeNull();
    expect(await readSession(world, phone.token)).toBeNull();
    expect(await attempt('lan@truc.example', PASSWORD)).toEqual({ outcome: 'refused' });
    expect(await attempt('lan@truc.example', 'một mùa xuân nho nhỏ')).toMatchObject({ outcome: 'signed-in' });
    const events = await database.db.auditEvent.findMany({ where: { action: { startsWith: 'password' } } });
    expect(events.map((event) => [event.action, event.actorId, event.subjectId])).toEqual([
      ['password.changed', lan.id, lan.id],
    ]);
    expect(JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /xuân|argon/,
    );
  });

  it('wants the present one, and a good new one', async () => {
    const { lan, world } = await setUp();
    const { actor } = await signInAs(database.db, lan.id, world.now);
    const change = (current: string, next: string) => changePassword(world, actor, { current, next });
    expect(await change('wrong wrong wrong', 'một mùa xuân nho nhỏ')).toEqual({ outcome: 'wrong-password' });
    expect(await change(PASSWORD, 'ngắn')).toEqual({ outcome: 'not-taken', fault: 'too-short' });
    expect(await change(PASSWORD, 'nguyen thi lan')).toEqual({ outcome: 'not-taken', fault: 'about-you' });
    for (const common of ['123456789012', 'qzmxqxzmqmzx'])
      expect(await change(PASSWORD, common)).toEqual({ outcome: 'not-taken', fault: 'too-common' });
    for (let round = 0; round < CHANGE_PACE.free; round++) await change('wrong wrong wrong', 'một mùa xuân nho nhỏ');
    expect(await change(PASSWORD, 'một mùa xuân nho nhỏ')).toMatchObject({ outcome: 'wait' });
  });

  it('twice at once succeeds once', async () => {
    const { lan, world } = await setUp();
    const { actor } = await signInAs(database.db, lan.id, world.now);
    const answers = await Promise.all(
      ['một mùa xuân nho nhỏ', 'mùa thu ngày khai trường'].map((next) =>
        changePassword(world, actor, { current: PASSWORD, next }),
      ),
    );
    expect(answers.map((answer) => answer.outcome).sort()).toEqual(['changed', 'wrong-password']);
  });
});

describe('a one-time link', () => {
  it('signs in once; of twenty at once one wins', async () => {
    const { lan, world } = await setUp();
    const token = await createSignInLink(world, { personId: lan.id, createdById: null, validHours: 24 });
    expect(await readSignInLink(world, token)).toMatchObject({ fullName: 'Nguyễn Thị Lan', hasPassword: true });
    const answers = await Promise.all(Array.from({ length: 20 }, () => consumeSignInLink(world, { token })));
    expect(answers.filter((answer) => answer.outcome === 'signed-in')).toHaveLength(1);
    expect(answers.filter((answer) => answer.outcome === 'gone')).toHaveLength(19);
    expect(await database.db.session.count()).toBe(1);
    expect(await readSignInLink(world, token)).toEqual({ outcome: 'gone' });
  });

  it('is stored by its hash, ends with its hours, with a newer link and with deactivation', async () => {
    const { lan, world, pass } = await setUp();
    const make = () => createSignInLink(world, { personId: lan.id, createdById: null, validHours: 2 });
    const first = await make();
    expect(JSON.stringify(await database.db.signInLink.findMany())).not.toContain(first);
    const second = await make();
    expect(await consumeSignInLink(world, { token: first })).toEqual({ outcome: 'gone' });
    pass(2 * 3_600_000);
    expect(await consumeSignInLink(world, { token: second })).toEqual({ outcome: 'gone' });
    const third = await make();
    await database.db.person.update({ where: { id: lan.id }, data: { deactivatedAt: START } });
    expect(await consumeSignInLink(world, { token: third })).toEqual({ outcome: 'gone' });
    await expect(make()).rejects.toMatchObject({ code: 'not-found' });
    expect(await consumeSignInLink(world, { token: 'nonsense' })).toEqual({ outcome: 'gone' });
  });

  it('takes a new password, which ends every session she had; one that is not taken leaves the link', async () => {
    const { lan, world, attempt } = await setUp();
    const old = await signInAs(database.db, lan.id, world.now);
    const token = await createSignInLink(world, { personId: lan.id, createdById: null, validHours: 2 });
    expect(await consumeSignInLink(world, { token, newPassword: 'ngắn' })).toEqual({
      outcome: 'not-taken',
      fault: 'too-short',
    });
    const answer = await consumeSignInLink(world, { token, newPassword: 'một mùa xuân nho nhỏ' });
    if (answer.outcome !== 'signed-in') throw new Error('not signed in');
    expect(await readSession(world, old.token)).toBeNull();
    expect((await readSession(world, answer.token))?.personId).toBe(lan.id);
    expect(await attempt('lan@truc.example', 'một mùa xuân nho nhỏ')).toMatchObject({ outcome: 'signed-in' });
  });

  it('gives somebody without a password her first, and nobody a second that way', async () => {
    const { world } = await setUp();
    const fresh = await createPerson(database.db, { agencyCode: 'VN.P01' });
    const { actor } = await signInAs(database.db, fresh.id, world.now);
    expect(await setPassword(world, actor, { next: 'một mùa xuân nho nhỏ' })).toMatchObject({ outcome: 'changed' });
    await expect(setPassword(world, actor, { next: 'mùa thu ngày khai trường' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is made by an administrator for her own agencies alone, and never for somebody with wider grants', async () => {
    const { lan, world } = await setUp();
    const link = (createdById: string, personId: string) =>
      createSignInLink(world, { personId, createdById, validHours: 24 });
    const here = await createActor(database.db, { agencyCode: 'VN.P01.SNV', role: 'ADMINISTRATOR', over: 'VN.P01' });
    const there = await createActor(database.db, { agencyCode: 'VN.P79', role: 'ADMINISTRATOR' });
    const manager = await createActor(database.db, { agencyCode: 'VN.P01', role: 'TRAINING_MANAGER', over: 'VN' });
    await expect(link(there.id, lan.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(link(manager.id, lan.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(link(here.id, manager.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await link(here.id, lan.id)).toMatch(/^[\w-]{43}$/);
    await grant(database.db, lan.id, 'REPORT_VIEWER', 'VN.X00376');
    expect(await link(here.id, lan.id)).toMatch(/^[\w-]{43}$/);
    const event = await database.db.auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(event).toMatchObject({ action: 'sign-in-link.created', actorId: here.id, subjectId: lan.id });
  });
});

describe('preferences', () => {
  it('follow the person', async () => {
    const { lan, world } = await setUp();
    await updatePreferences(world, lan.id, { locale: 'en' });
    await updatePreferences(world, lan.id, { theme: 'dark' });
    expect((await signInAs(database.db, lan.id, world.now)).actor).toMatchObject({ locale: 'en', theme: 'dark' });
  });
});
