import { beforeEach, expect, test } from 'vitest';
import {
  getCertificate,
  listCertificates,
  readDocument,
  verifyCertificate,
} from '#app/domain/certificates/read-certificates.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, type TestPerson } from '#tests/support/factories.ts';
import { createWorld } from '#tests/support/world.ts';
import { createCertificate, type Fate } from '../pages/certificate-fixtures.ts';

const END = new Date('2026-11-20T00:00:00Z');
const later = (ms: number) => new Date(END.getTime() + ms);
const database = useDatabase();
let person: TestPerson;

beforeEach(async () => {
  await createAgencies(database.db);
  person = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
});

/** What a stranger and its holder are told of a certificate at that instant: the same. */
async function stateOf(serial: string, now: Date) {
  const found = await verifyCertificate(database.db, serial, now);
  if (found.outcome !== 'found') throw new Error(found.outcome);
  const own = (await listCertificates(database.db, person.id, now)).find((each) => each.serial === serial);
  expect(own?.state).toBe(found.certificate.state);
  return found.certificate.state;
}

test('a certificate is valid to the millisecond before it expires, and expired from that instant on', async () => {
  const { serial } = await createCertificate(database.db, person, 'expired');
  expect(await stateOf(serial, later(-1))).toBe('valid');
  expect(await stateOf(serial, END)).toBe('expired');
  expect(await stateOf(serial, later(1))).toBe('expired');
});

test('a certificate that is not issued yet says so, and does not expire before it is', async () => {
  const { serial } = await createCertificate(database.db, person, 'reserved');
  expect(await stateOf(serial, later(0))).toBe('reserved');
});

test('revoked stands above superseded, superseded above expired', async () => {
  const revoked = { revokedAt: new Date('2026-11-19T03:00:00Z'), revokedReason: 'Cấp nhầm người' };
  const told: Record<string, string> = {};
  for (const [fate, more] of [
    ['superseded', { expiresAt: END }],
    ['revoked', { expiresAt: END }],
    ['superseded', revoked],
    ['valid', {}],
  ] as [Fate, object][]) {
    const { serial } = await createCertificate(database.db, person, fate);
    await database.db.certificate.update({ where: { serial }, data: more });
    told[`${fate} ${Object.keys(more).join()}`] = await stateOf(serial, later(1));
  }
  expect(told).toEqual({
    'superseded expiresAt': 'superseded',
    'revoked expiresAt': 'revoked',
    'superseded revokedAt,revokedReason': 'revoked',
    'valid ': 'valid',
  });
});

test('a certificate and its document are shown to its holder, and are nowhere to be found for anybody else', async () => {
  const other = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  const idOf = async (who: TestPerson, fate: Fate) => {
    const { serial } = await createCertificate(database.db, who, fate);
    return (await database.db.certificate.findUniqueOrThrow({ where: { serial } })).id;
  };
  const [first, second, waiting] = [
    await idOf(person, 'valid'),
    await idOf(person, 'valid'),
    await idOf(person, 'reserved'),
  ];
  const theirs = await idOf(other, 'valid');
  const get = (certificateId: string) => getCertificate(database.db, { certificateId, personId: person.id }, END);
  for (const id of [first, second, waiting]) expect((await get(id)).id).toBe(id);
  const read = (certificateId: string) =>
    readDocument(createWorld(database.db), { certificateId, personId: person.id });
  await expect(read(waiting)).rejects.toMatchObject({ code: 'conflict' });
  for (const id of [theirs, systemRandom.uuid(END)]) {
    await expect(get(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(read(id)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect((await listCertificates(database.db, person.id, END)).map(({ id }) => id).sort()).toEqual(
    [first, second, waiting].sort(),
  );
});
