import { expect, test } from 'vitest';
import { rememberDevice } from '#app/domain/accounts/known-devices.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson } from '#tests/support/factories.ts';

const database = useDatabase();
const address = '203.0.113.7';

async function setUp() {
  await createAgencies(database.db);
  const clock = { at: new Date('2026-03-02T01:00:00Z') };
  const world = { db: database.db, now: () => clock.at, random: systemRandom };
  const remember = async (personId: string, token: string | null = null) => {
    clock.at = new Date(clock.at.getTime() + 60_000);
    return (await rememberDevice(world, { personId, token, address })).deviceToken;
  };
  const make = async () => (await createPerson(database.db, { agencyCode: 'VN.P01' })).id;
  const seen = async (where: { personId?: string; id?: string }) =>
    (await database.db.knownDevice.findMany({ where, orderBy: { seenAt: 'asc' } })).map((each) => each.seenAt);
  return { clock, remember, make, seen };
}

test('twenty devices of a person are known, the ones seen last, whatever others have', async () => {
  const { clock, remember, make, seen } = await setUp();
  const [lan, minh] = [await make(), await make()];
  await remember(minh);
  const begun = clock.at.getTime();
  for (let device = 0; device < 20; device++) await remember(lan);
  expect(await seen({ personId: lan })).toHaveLength(20);
  for (let device = 0; device < 3; device++) await remember(lan);
  const known = await seen({ personId: lan });
  expect(known.map((at) => (at.getTime() - begun) / 60_000)).toEqual(Array.from({ length: 20 }, (_, at) => at + 4));
  expect(await seen({ personId: minh })).toHaveLength(1);
});

test('one device is known to fifty people, to those who came last', async () => {
  const { remember, make, seen } = await setUp();
  const people: string[] = [];
  let token: string | null = null;
  for (let person = 0; person < 53; person++) {
    const id = await make();
    people.push(id);
    token = await remember(id, token);
  }
  const rows = await database.db.knownDevice.findMany({ orderBy: { seenAt: 'asc' } });
  expect(new Set(rows.map((each) => each.id)).size).toBe(1);
  // She who signs in is not counted among the others.
  expect(rows.map((each) => each.personId)).toEqual(people.slice(2));
  expect(await seen({ personId: people[0] ?? '' })).toEqual([]);
});
