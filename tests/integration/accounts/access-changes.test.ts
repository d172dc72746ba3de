import { describe, expect, it } from 'vitest';
import { acknowledgeNotice, listNotices } from '#app/domain/accounts/account-notices.server.ts';
import { changePassword } from '#app/domain/accounts/change-password.server.ts';
import { addGrant, endGrant } from '#app/domain/accounts/grants.server.ts';
import { createSession, endAllSessions, readSession } from '#app/domain/accounts/sessions.server.ts';
import { signIn } from '#app/domain/accounts/sign-in.server.ts';
import { consumeSignInLink, createSignInLink, readSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { signOutPerson } from '#app/domain/accounts/sign-out-person.server.ts';
import { asDate } from '#app/domain/calendar.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '../../support/database.ts';
import { createActor, createAgencies, createPerson, grant, signInAs } from '../../support/factories.ts';

const PASSWORD = 'cây tre trăm đốt';
const database = useDatabase();

async function setUp() {
  const agencies = await createAgencies(database.db);
  const clock = { at: new Date('2026-03-02T01:00:00Z') };
  const world = { db: database.db, now: () => clock.at, random: systemRandom };
  const national = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
  const hanoi = await createActor(database.db, {
    agencyCode: 'VN.P01.SNV',
    fullName: 'Bình Hà',
    role: 'ADMINISTRATOR',
    over: 'VN.P01',
  });
  const lan = await createPerson(database.db, {
    agencyCode: 'VN.X00376.DPV',
    email: 'lan@truc.example',
    password: PASSWORD,
  });
  const link = (createdById: string | null = hanoi.id, personId = lan.id) =>
    createSignInLink(world, { personId, createdById, validHours: 24 });
  return { agencies, world, clock, national, hanoi, lan, link };
}

const grantOf = (personId: string) => database.db.grant.findFirstOrThrow({ where: { personId } });

describe('a one-time link is checked again when it is used', () => {
  it('opens nothing once its maker has lost the right to administer her', async () => {
    const { world, national, hanoi, lan, link } = await setUp();
    const token = await link();
    await endGrant(world, national.actor, { grantId: (await grantOf(hanoi.id)).id });
    expect(await readSignInLink(world, token)).toEqual({ outcome: 'refused' });
    expect(await consumeSignInLink(world, { token })).toEqual({ outcome: 'refused' });
    expect(await database.db.session.count({ where: { userId: lan.id } })).toBe(0);
    // A link that was refused is spent: whoever tries on and on leaves one row.
    expect(await consumeSignInLink(world, { token })).toEqual({ outcome: 'gone' });
    expect(await database.db.auditEvent.findMany({ where: { action: 'sign-in-link.refused' } })).toMatchObject([
      { actorId: null, subjectId: lan.id, after: { madeById: hanoi.id } },
    ]);
  });

  it('opens nothing after the grant of its maker ended on its day, or its maker was deactivated', async () => {
    const { world, clock, hanoi, link } = await setUp();
    await database.db.grant.updateMany({
      where: { personId: hanoi.id },
      data: { validTo: new Date('2026-03-02T02:00:00Z') },
    });
    const token = await link();
    clock.at = new Date('2026-03-02T01:59:59.999Z');
    expect(await readSignInLink(world, token)).toMatchObject({ outcome: 'open' });
    clock.at = new Date('2026-03-02T02:00:00Z');
    expect(await consumeSignInLink(world, { token })).toEqual({ outcome: 'refused' });
  });

  it('ends the links made before it, and does not touch those that were over', async () => {
    const { world, clock, lan, link } = await setUp();
    await link();
    const ends = async () =>
      (await database.db.signInLink.findMany({ where: { personId: lan.id }, orderBy: { createdAt: 'asc' } })).map(
        (each) => each.expiresAt.toISOString(),
      );
    const [over = ''] = await ends();
    clock.at = new Date(new Date(over).getTime() + 3_600_000);
    const open = await link();
    clock.at = new Date(clock.at.getTime() + 60_000);
    await link();
    expect(await readSignInLink(world, open)).toMatchObject({ outcome: 'gone' });
    expect((await ends()).slice(0, 2)).toEqual([over, clock.at.toISOString()]);
  });

  it('opens nothing when its maker was deactivated', async () => {
    const { world, hanoi, link } = await setUp();
    const token = await link();
    await database.db.person.update({ where: { id: hanoi.id }, data: { deactivatedAt: world.now() } });
    expect(await consumeSignInLink(world, { token })).toEqual({ outcome: 'refused' });
  });

  it('opens nothing when she works somewhere else by then', async () => {
    const { agencies, world, lan, link } = await setUp();
    const token = await link();
    await database.db.appointment.updateMany({
      where: { personId: lan.id },
      data: { state: 'ENDED', validTo: asDate('2026-03-02') },
    });
    await database.db.appointment.create({
      data: {
        personId: lan.id,
        agencyId: agencies['VN.P79.SNV'],
        position: 'Chuyên viên',
        validFrom: asDate('2026-03-02'),
        state: 'CURRENT',
      },
    });
    expect(await consumeSignInLink(world, { token })).toEqual({ outcome: 'refused' });
  });

  it('never opens the account of a national administrator for a provincial one', async () => {
    const { agencies, world, national, lan, link } = await setUp();
    const token = await link();
    await addGrant(world, national.actor, { personId: lan.id, role: 'ADMINISTRATOR', agencyId: agencies.VN });
    expect((await consumeSignInLink(world, { token })).outcome).toBe('gone');
    await expect(link()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('dies with every change of grants, password and account state, and with signing out everywhere', async () => {
    const { agencies, world, national, hanoi, lan, link } = await setUp();
    const [role, agencyId] = ['REPORT_VIEWER', agencies['VN.X00376']] as const;
    const own = await signInAs(database.db, lan.id, world.now);
    const changes: Record<string, () => Promise<unknown>> = {
      'grant given': () => addGrant(world, hanoi.actor, { personId: lan.id, role, agencyId }),
      'grant ended': async () => endGrant(world, hanoi.actor, { grantId: (await grantOf(lan.id)).id }),
      'grant written by a script': () => grant(database.db, lan.id, role, 'VN.X00376'),
      'password changed': async () => {
        const { actor } = await signInAs(database.db, lan.id, world.now);
        await changePassword(world, actor, { current: PASSWORD, next: 'một mùa xuân nho nhỏ' });
      },
      'signed out by her administrator': () => signOutPerson(world, hanoi.actor, { personId: lan.id }),
      'signed out everywhere by herself': () => endAllSessions(world, lan.id),
      'deactivated and active again': async () => {
        await database.db.person.update({ where: { id: lan.id }, data: { deactivatedAt: world.now() } });
        await database.db.person.update({ where: { id: lan.id }, data: { deactivatedAt: null } });
      },
    };
    expect(await readSession(world, own.token)).not.toBeNull();
    for (const [what, change] of Object.entries(changes)) {
      const session = await createSession(world, lan.id);
      const token = await link(national.id);
      expect(await readSignInLink(world, token), what).toMatchObject({ outcome: 'open' });
      await change();
      expect(await readSession(world, session.token), what).toBeNull();
      expect(await consumeSignInLink(world, { token }), what).toEqual({ outcome: 'gone' });
    }
  });

  it('of twenty at once, with her becoming national administrator in between, lets nobody in with the new right', async () => {
    const { agencies, world, national, lan, link } = await setUp();
    const token = await link();
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => consumeSignInLink(world, { token })),
      addGrant(world, national.actor, { personId: lan.id, role: 'ADMINISTRATOR', agencyId: agencies.VN }),
      ...Array.from({ length: 10 }, () => consumeSignInLink(world, { token })),
    ]);
    for (const answer of answers) {
      if (answer.outcome !== 'signed-in') continue;
      expect(await readSession(world, answer.token)).toBeNull();
    }
  });
});

describe('sessions', () => {
  it('opened before do not outlive a new grant, except that of the browser that gave it to itself', async () => {
    const { agencies, world, national, lan } = await setUp();
    const phone = await signInAs(database.db, lan.id, world.now);
    await addGrant(world, national.actor, { personId: lan.id, role: 'ADMINISTRATOR', agencyId: agencies.VN });
    expect(await readSession(world, phone.token)).toBeNull();

    const here = await signInAs(database.db, national.id, world.now);
    const there = await signInAs(database.db, national.id, world.now);
    const asked = { personId: national.id, role: 'REPORT_VIEWER', agencyId: agencies.VN } as const;
    const { grantId } = await addGrant(world, here.actor, asked);
    expect(await readSession(world, there.token)).toBeNull();
    expect((await readSession(world, here.token))?.grants).toHaveLength(2);
    await endGrant(world, here.actor, { grantId });
    expect((await readSession(world, here.token))?.grants).toHaveLength(1);
  });

  it('are not opened with a password that was changed while it was being checked', async () => {
    const { world, lan } = await setUp();
    const { actor } = await signInAs(database.db, lan.id, world.now);
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, (_, index) =>
        signIn(world, { identifier: lan.email, password: PASSWORD, address: `10.0.0.${index}` }),
      ),
      changePassword(world, actor, { current: PASSWORD, next: 'một mùa xuân nho nhỏ' }),
    ]);
    for (const answer of answers) {
      if (answer.outcome !== 'signed-in') continue;
      expect(await readSession(world, answer.token)).toBeNull();
    }
    expect(await readSession(world, (await createSession(world, lan.id)).token)).not.toBeNull();
  });
});

describe('a right is read when it is used', () => {
  it('whoever lost the right to administer a moment ago gives no grant, ends none and makes no link', async () => {
    const { agencies, world, national, hanoi, lan } = await setUp();
    const viewer = await grant(database.db, lan.id, 'REPORT_VIEWER', 'VN.X00376');
    await endGrant(world, national.actor, { grantId: (await grantOf(hanoi.id)).id });
    // `hanoi.actor` is what a request that is under way still believes.
    const refused = { code: 'not-found' };
    const asked = { personId: lan.id, role: 'TRAINING_MANAGER', agencyId: agencies['VN.X00376'] } as const;
    await expect(addGrant(world, hanoi.actor, asked)).rejects.toMatchObject(refused);
    await expect(endGrant(world, hanoi.actor, { grantId: viewer })).rejects.toMatchObject(refused);
    await expect(signOutPerson(world, hanoi.actor, { personId: lan.id })).rejects.toMatchObject(refused);
  });

  it('of two administrators who end each other’s right at once one remains', async () => {
    const { world, national } = await setUp();
    for (let round = 0; round < 10; round++) {
      const other = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
      const third = await createActor(database.db, { agencyCode: 'VN.BNV', role: 'ADMINISTRATOR', over: 'VN' });
      const [otherGrant, thirdGrant] = [await grantOf(other.id), await grantOf(third.id)];
      const settled = await Promise.allSettled([
        endGrant(world, other.actor, { grantId: thirdGrant.id }),
        endGrant(world, third.actor, { grantId: otherGrant.id }),
      ]);
      expect(settled.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
      expect(settled.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'not-found' });
    }
    expect(national.id).toBeTruthy();
  });
});

describe('she is told', () => {
  it('when and from where a link to her account was used, and who made it, until she has said that she knows', async () => {
    const { world, hanoi, lan, link } = await setUp();
    const token = await link();
    const answer = await consumeSignInLink(world, { token, address: '203.0.113.7' });
    if (answer.outcome !== 'signed-in') throw new Error('not signed in');
    expect(await database.db.auditEvent.findMany({ where: { action: 'sign-in-link.used' } })).toMatchObject([
      { actorId: lan.id, subjectId: lan.id, agencyId: lan.agencyId, after: { madeById: hanoi.id } },
    ]);
    const [notice, ...more] = await listNotices(database.db, lan.id);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'sign-in-link.used',
      at: world.now(),
      madeByName: 'Bình Hà',
      address: '203.0.113.7',
      isPasswordSet: false,
    });
    if (!notice) throw new Error('no notice');

    // Whoever came through the link may be somebody else: only a password shows that it is she.
    const byLink = await readSession(world, answer.token);
    if (!byLink) throw new Error('no session');
    expect(await acknowledgeNotice(world, byLink, notice.id)).toBe('needs-password');
    const stranger = await createActor(database.db, { agencyCode: 'VN.P79' });
    await expect(acknowledgeNotice(world, stranger.actor, notice.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await listNotices(database.db, lan.id)).toHaveLength(1);

    const hers = await signIn(world, { identifier: lan.email, password: PASSWORD, address: '10.0.0.1' });
    if (hers.outcome !== 'signed-in') throw new Error('not signed in');
    const actor = await readSession(world, hers.token);
    if (!actor) throw new Error('no session');
    expect(await acknowledgeNotice(world, actor, notice.id)).toBe('acknowledged');
    expect(await listNotices(database.db, lan.id)).toEqual([]);
    expect(await database.db.accountNotice.findMany()).toMatchObject([{ seenAt: world.now(), mailedAt: null }]);
  });
});
