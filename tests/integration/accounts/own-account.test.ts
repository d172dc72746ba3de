import { beforeEach, expect, it } from 'vitest';
import { listAppointments, readAccount } from '#app/domain/accounts/read-account.server.ts';
import { asDate } from '#app/domain/calendar.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, type SMALL_TREE, type TestPerson } from '#tests/support/factories.ts';

const database = useDatabase();
let ids: { [Code in keyof typeof SMALL_TREE]: string };
let lan: TestPerson;

beforeEach(async () => {
  ids = await createAgencies<typeof SMALL_TREE>(database.db);
  lan = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Nguyễn Thị Lan', password: 'x' });
  await createPerson(database.db, { agencyCode: 'VN.X00376.VHXH' });
  const appoint = (agencyCode: keyof typeof SMALL_TREE, more: { state: 'CURRENT' | 'ENDED'; validTo?: Date }) =>
    database.db.appointment.create({
      data: {
        ...{ personId: lan.id, agencyId: ids[agencyCode], position: 'Phó trưởng phòng', isPrimary: false },
        ...{ validFrom: asDate('2020-01-01'), ...more },
      },
    });
  await appoint('VN.P79.SNV', { state: 'ENDED', validTo: asDate('2024-07-01') });
  await appoint('VN.BNV', { state: 'CURRENT' });
});

it('a person sees her present units, the main one first, each with those above it and without the whole country', async () => {
  const { appointments, ...account } = await readAccount(database.db, lan.id);
  const { fullName, personnelNumber, email } = lan;
  expect(account).toEqual({ fullName, personnelNumber, email, hasPassword: true });
  const above = ['VN.X00376.DPV', 'VN.X00376', 'VN.P01'];
  expect(appointments).toMatchObject([
    {
      ...{ agencyCode: 'VN.X00376.DPV', isPrimary: true, validFrom: '2020-01-01', validTo: null },
      ...{ agencyVi: above.map((code) => `Cơ quan ${code}`), agencyEn: above.map((code) => `Agency ${code}`) },
    },
    { agencyCode: 'VN.BNV', isPrimary: false, agencyVi: ['Cơ quan VN.BNV'], agencyEn: ['Agency VN.BNV'] },
  ]);
  expect(
    (await listAppointments(database.db, lan.id)).map(({ agencyCode, state, validTo }) => [agencyCode, state, validTo]),
  ).toEqual([
    ['VN.X00376.DPV', 'CURRENT', null],
    ['VN.BNV', 'CURRENT', null],
    ['VN.P79.SNV', 'ENDED', '2024-07-01'],
  ]);
});

it('who works for the country itself sees it by its name, and nobody unknown sees anything', async () => {
  const { id } = await createPerson(database.db, { agencyCode: 'VN' });
  const { hasPassword, appointments } = await readAccount(database.db, id);
  expect(hasPassword).toBe(false);
  expect(appointments.map(({ agencyVi }) => agencyVi)).toEqual([['Cơ quan VN']]);
  await expect(readAccount(database.db, systemRandom.uuid(new Date()))).rejects.toMatchObject({ code: 'not-found' });
});
