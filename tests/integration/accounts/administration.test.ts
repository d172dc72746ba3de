import { describe, expect, it } from 'vitest';
import { addGrant, endGrant } from '#app/domain/accounts/grants.server.ts';
import { getPerson, listPeople } from '#app/domain/accounts/list-people.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { asDate } from '#app/domain/calendar.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { listAudit } from '#app/domain/reporting/list-audit.server.ts';
import { useDatabase } from '../../support/database.ts';
import { createActor, createAgencies, createPerson } from '../../support/factories.ts';

const now = () => new Date('2026-03-02T01:00:00Z');
const database = useDatabase();
const world = () => ({ db: database.db, now });

async function setUp() {
  const agencies = await createAgencies(database.db);
  const national = await createActor(database.db, {
    agencyCode: 'VN.BNV',
    fullName: 'Ân Quốc',
    role: 'ADMINISTRATOR',
    over: 'VN',
  });
  const hanoi = await createActor(database.db, {
    agencyCode: 'VN.P01.SNV',
    fullName: 'Bình Hà',
    role: 'ADMINISTRATOR',
    over: 'VN.P01',
  });
  return { agencies, national: national.actor, hanoi: hanoi.actor };
}

const names = async (actor: Actor, options: Parameters<typeof listPeople>[2] = {}) =>
  (await listPeople(world(), actor, options)).people.map((person) => person.fullName);

describe('names in Vietnamese order', () => {
  // By given name, then the rest; the tones of a given name decide before the family name does.
  const IN_ORDER = [
    'Lò Thị An',
    'Đặng Văn Ân',
    'Bùi Thị Thuy',
    'Trần Thị Thuỳ',
    'Lê Thị Thủy',
    'Phạm Thị Thủy',
    'Võ Thị Thủy',
    'Đỗ Thị Thúy',
    'Hoàng Thị Thúy',
    'Nguyễn Thị Thúy',
    'Mai Thị Thụy',
    'Thương',
    'Nguyễn Văn Y',
  ];

  it('each stands with her unit and the one above it', async () => {
    const { national } = await setUp();
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Đặng Mẫu' });
    const { people } = await listPeople(world(), national, { search: 'dang mau' });
    expect(people).toMatchObject([
      { agencyNameVi: 'Cơ quan VN.X00376.DPV', aboveNameVi: 'Cơ quan VN.X00376', aboveNameEn: 'Agency VN.X00376' },
    ]);
  });

  it('Thủy and Thúy do not interleave, page by page', async () => {
    const { national } = await setUp();
    for (const fullName of [...IN_ORDER].reverse())
      await createPerson(database.db, { agencyCode: 'VN.P79.SNV', fullName });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(world(), national, { cursor, take: 3 });
      names.push(...page.people.map((person) => person.fullName));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names.filter((name) => IN_ORDER.includes(name))).toEqual(IN_ORDER);
  });
});

describe('grants', () => {
  it('are given once however often they are given, with one line in the audit trail', async () => {
    const { agencies, hanoi } = await setUp();
    const lan = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    const asked = { personId: lan.id, role: 'TRAINING_MANAGER', agencyId: agencies['VN.X00376'] } as const;
    const answers = await Promise.all(Array.from({ length: 8 }, () => addGrant(world(), hanoi, asked)));
    expect(answers.filter((answer) => answer.outcome === 'granted')).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.grantId)).size).toBe(1);
    const events = await database.db.auditEvent.findMany();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      action: 'grant.added',
      actorId: hanoi.personId,
      subjectId: lan.id,
      agencyId: agencies['VN.X00376'],
      after: { role: 'TRAINING_MANAGER' },
    });
  });

  it('need the right to administer both the person and the agency', async () => {
    const { agencies, hanoi } = await setUp();
    const lan = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
    const stranger = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    const manager = await createActor(database.db, { agencyCode: 'VN.P01', role: 'TRAINING_MANAGER', over: 'VN' });
    const role = 'REPORT_VIEWER' as const;
    const refused = { code: 'not-found' };
    await expect(
      addGrant(world(), hanoi, { personId: stranger.id, role, agencyId: agencies['VN.P01'] }),
    ).rejects.toMatchObject(refused);
    await expect(addGrant(world(), hanoi, { personId: lan.id, role, agencyId: agencies.VN })).rejects.toMatchObject(
      refused,
    );
    await expect(
      addGrant(world(), manager.actor, { personId: lan.id, role, agencyId: agencies['VN.P01'] }),
    ).rejects.toMatchObject(refused);
    expect(await database.db.auditEvent.count()).toBe(0);
  });

  it('end once, and count no more; the administrator keeps her own', async () => {
    const { agencies, national, hanoi } = await setUp();
    const lan = await createPerson(database.db, { agencyCode: 'VN.P79.SNV' });
    const { grantId } = await addGrant(world(), national, {
      personId: lan.id,
      role: 'REPORT_VIEWER',
      agencyId: agencies['VN.P79'],
    });
    await expect(endGrant(world(), hanoi, { grantId })).rejects.toMatchObject({ code: 'not-found' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => endGrant(world(), national, { grantId })));
    expect(answers.filter((answer) => answer.outcome === 'ended')).toHaveLength(1);
    expect((await getPerson(world(), national, lan.id)).grants).toEqual([]);
    const own = await database.db.grant.findFirstOrThrow({ where: { personId: national.personId } });
    expect(await endGrant(world(), national, { grantId: own.id })).toEqual({ outcome: 'own-grant' });
    expect((await database.db.auditEvent.findMany()).map((event) => event.action)).toEqual([
      'grant.added',
      'grant.ended',
    ]);
  });
});

describe('the list of people', () => {
  it('is in Vietnamese order by given name, page after page without gap or repetition', async () => {
    const { national } = await setUp();
    const given = ['Ánh', 'An', 'Ân', 'Ăn', 'Đức', 'Dũng', 'Ế', 'Em', 'Ơn', 'Ông', 'Oanh', 'Ưng', 'Út', 'Yến', 'an'];
    for (const name of given) await createPerson(database.db, { agencyCode: 'VN.P79', fullName: `Lê Thị ${name}` });
    const all = await names(national, { take: 200 });
    expect(all.map((name) => name.split(' ').at(-1))).toEqual([
      'an',
      'An',
      'Ánh',
      'Ăn',
      'Ân',
      'Dũng',
      'Đức',
      'Em',
      'Ế',
      'Hà',
      'Oanh',
      'Ông',
      'Ơn',
      'Quốc',
      'Út',
      'Ưng',
      'Yến',
    ]);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(world(), national, { take: 4, cursor });
      expect(page.people.length).toBeLessThanOrEqual(4);
      paged.push(...page.people.map((person) => person.fullName));
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual(all);
  });

  it('holds the people of the agencies administered and nobody else', async () => {
    const { agencies, national, hanoi } = await setUp();
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Lê Lan' });
    const gone = await createPerson(database.db, { agencyCode: 'VN.P79', fullName: 'Lê Mai' });
    const moved = await createPerson(database.db, { agencyCode: 'VN.P01', fullName: 'Lê Nga' });
    const seconded = await createPerson(database.db, { agencyCode: 'VN.P79', fullName: 'Lê Oanh' });
    await database.db.appointment.updateMany({
      where: { personId: moved.id },
      data: { state: 'ENDED', validTo: asDate('2025-06-01') },
    });
    await database.db.appointment.create({
      data: {
        personId: moved.id,
        agencyId: agencies['VN.P79'],
        position: 'X',
        validFrom: asDate('2025-06-01'),
        state: 'CURRENT',
      },
    });
    await database.db.appointment.create({
      data: {
        personId: seconded.id,
        agencyId: agencies['VN.P01'],
        position: 'X',
        isPrimary: false,
        validFrom: asDate('2025-06-01'),
        state: 'CURRENT',
      },
    });
    expect(await names(hanoi)).toEqual(['Bình Hà', 'Lê Lan']);
    expect(await names(national)).toHaveLength(6);
    await expect(getPerson(world(), hanoi, gone.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(getPerson(world(), hanoi, moved.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await getPerson(world(), national, moved.id)).toMatchObject({ agencyCode: 'VN.P79', position: 'X' });
    await database.db.appointment.updateMany({
      where: { personId: gone.id },
      data: { state: 'ENDED', validTo: asDate('2025-06-01') },
    });
    expect(await getPerson(world(), national, gone.id)).toMatchObject({ agencyCode: 'VN.P79' });
    const manager = await createActor(database.db, { agencyCode: 'VN.P01', role: 'TRAINING_MANAGER', over: 'VN' });
    await expect(listPeople(world(), manager.actor)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is searched without diacritics by name, number and e-mail, and never by wildcard', async () => {
    const { national } = await setUp();
    await createPerson(database.db, {
      agencyCode: 'VN.P79',
      fullName: 'Đặng Thị Ngọc',
      email: 'ngoc.dang@truc.example',
      personnelNumber: '0000000777',
    });
    await createPerson(database.db, {
      agencyCode: 'VN.P79',
      fullName: 'Nguyễn Văn Nam',
      personnelNumber: '0000000888',
    });
    expect(await names(national, { search: 'DANG ngọc' })).toEqual(['Đặng Thị Ngọc']);
    expect(await names(national, { search: 'nguyen' })).toEqual(['Nguyễn Văn Nam']);
    expect(await names(national, { search: '0777' })).toEqual(['Đặng Thị Ngọc']);
    expect(await names(national, { search: 'ngoc.dang@' })).toEqual(['Đặng Thị Ngọc']);
    expect(await names(national, { search: '%' })).toEqual([]);
    expect(await names(national, { search: '_____' })).toEqual([]);
    expect(await names(national, { search: '\u0000' })).toHaveLength(4);
    expect(await names(national, { cursor: 'nonsense' })).toHaveLength(4);
    expect(await names(national, { cursor: Buffer.from('["a\\u0000",1]').toString('base64url') })).toHaveLength(4);
  });
});

describe('the audit list', () => {
  it('shows what happened in the agencies administered, the newest first, page by page', async () => {
    const { agencies, national, hanoi } = await setUp();
    const add = (action: string, agencyId: string | null) =>
      database.db.transaction((tx) =>
        recordAudit(tx, {
          at: now(),
          actorId: national.personId,
          action,
          subjectType: 'person',
          subjectId: hanoi.personId,
          agencyId,
        }),
      );
    await add('one', agencies['VN.P01.SNV']);
    await add('two', agencies['VN.P79']);
    await add('three', null);
    await add('four', agencies['VN.P01']);
    const all = await listAudit(world(), national);
    expect(all.events.map((event) => event.action)).toEqual(['four', 'three', 'two', 'one']);
    expect(all.events[0]).toMatchObject({
      actorName: 'Ân Quốc',
      subject: { personName: 'Bình Hà', courseCode: null },
      agencyCode: 'VN.P01',
    });
    expect((await listAudit(world(), hanoi)).events.map((event) => event.action)).toEqual(['four', 'one']);
    const first = await listAudit(world(), national, { take: 3 });
    const second = await listAudit(world(), national, { take: 3, cursor: first.nextCursor });
    expect([...first.events, ...second.events].map((event) => event.action)).toEqual(['four', 'three', 'two', 'one']);
    expect(second.nextCursor).toBeNull();
    expect((await listAudit(world(), national, { action: 'two' })).events).toHaveLength(1);
  });
});
