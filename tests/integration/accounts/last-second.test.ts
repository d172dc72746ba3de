import { beforeEach, expect, test } from 'vitest';
import {
  createSession,
  readSession,
  SESSION_IDLE_MS,
  SESSION_LONGEST_MS,
} from '#app/domain/accounts/sessions.server.ts';
import { consumeSignInLink, createSignInLink, readSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, grant } from '#tests/support/factories.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const START = new Date('2026-03-02T01:00:00Z');
const database = useDatabase();
const clock = { at: START };
const world = {
  get db() {
    return database.db;
  },
  now: () => clock.at,
  random: systemRandom,
};
let personId: string;

beforeEach(async () => {
  clock.at = START;
  await createAgencies(database.db);
  personId = (await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' })).id;
});

const after = (ms: number) => {
  clock.at = new Date(START.getTime() + ms);
};

test('a session holds in its last second and not after it', async () => {
  const early = await createSession(world, personId);
  after(SESSION_IDLE_MS - SECOND);
  expect(await readSession(world, early.token)).not.toBeNull();
  clock.at = START;
  const late = await createSession(world, personId);
  after(SESSION_IDLE_MS);
  expect(await readSession(world, late.token)).toBeNull();
});

test('a session that is used every hour holds in the last second of thirty days and not after it', async () => {
  const { token } = await createSession(world, personId);
  for (let ms = HOUR; ms < SESSION_LONGEST_MS; ms += 7 * HOUR) {
    after(ms);
    expect(await readSession(world, token)).not.toBeNull();
  }
  after(SESSION_LONGEST_MS - SECOND);
  expect(await readSession(world, token)).not.toBeNull();
  after(SESSION_LONGEST_MS);
  expect(await readSession(world, token)).toBeNull();
});

test('a grant counts to the millisecond before its end and not at it', async () => {
  const id = await grant(database.db, personId, 'REPORT_VIEWER', 'VN.P01');
  await database.db.grant.update({ where: { id }, data: { validTo: new Date(START.getTime() + HOUR) } });
  const { token } = await createSession(world, personId);
  after(HOUR - 1);
  expect((await readSession(world, token))?.grants).toHaveLength(1);
  after(HOUR);
  expect((await readSession(world, token))?.grants).toEqual([]);
});

test('her grant keeps her account from who administers less to the millisecond before its end and not at it', async () => {
  const administrator = await createPerson(database.db, { agencyCode: 'VN.X00376' });
  await grant(database.db, administrator.id, 'ADMINISTRATOR', 'VN.X00376');
  const id = await grant(database.db, personId, 'REPORT_VIEWER', 'VN.P01');
  await database.db.grant.update({ where: { id }, data: { validTo: new Date(START.getTime() + HOUR) } });
  const make = () => createSignInLink(world, { personId, createdById: administrator.id, validHours: 2 });
  after(HOUR - 1);
  await expect(make()).rejects.toMatchObject({ code: 'not-found' });
  after(HOUR);
  expect((await consumeSignInLink(world, { token: await make() })).outcome).toBe('signed-in');
});

test('a link can be read and used to the millisecond before its end and not at it', async () => {
  for (const [ms, opens] of [
    [2 * HOUR - 1, true],
    [2 * HOUR, false],
  ] as const) {
    clock.at = START;
    const token = await createSignInLink(world, { personId, createdById: null, validHours: 2 });
    after(ms);
    expect((await readSignInLink(world, token)).outcome).toBe(opens ? 'open' : 'gone');
    expect((await consumeSignInLink(world, { token })).outcome).toBe(opens ? 'signed-in' : 'gone');
  }
});
