import { describe, expect, it } from 'vitest';
import {
  createSession,
  dropExpiredSessions,
  endAllSessions,
  endSession,
  readSession,
  SESSION_IDLE_MS,
  SESSION_LONGEST_MS,
} from '#app/domain/accounts/sessions.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { useDatabase } from '../../support/database.ts';
import { createAgencies, createPerson, grant } from '../../support/factories.ts';

const HOUR = 3_600_000;
const START = new Date('2026-03-02T01:00:00Z');
const database = useDatabase();

async function setUp() {
  await createAgencies(database.db);
  const person = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', fullName: 'Nguyễn Thị Lan' });
  const clock = { at: START };
  const world = { db: database.db, now: () => clock.at, random: systemRandom };
  const pass = (ms: number) => {
    clock.at = new Date(clock.at.getTime() + ms);
  };
  return { person, world, pass, clock };
}

describe('a session', () => {
  it('says who it is, with the grants in force and no others', async () => {
    const { person, world } = await setUp();
    await grant(database.db, person.id, 'TRAINING_MANAGER', 'VN.P01');
    const ended = await grant(database.db, person.id, 'ADMINISTRATOR', 'VN');
    await database.db.grant.update({ where: { id: ended }, data: { validTo: START } });
    const later = await grant(database.db, person.id, 'REPORT_VIEWER', 'VN');
    await database.db.grant.update({ where: { id: later }, data: { validTo: new Date(START.getTime() + HOUR) } });
    const { token } = await createSession(world, person.id);
    const actor = await readSession(world, token);
    expect(actor).toMatchObject({ personId: person.id, fullName: 'Nguyễn Thị Lan', locale: 'vi', theme: 'auto' });
    expect(actor?.grants.map((held) => `${held.role} ${held.agencyCode}`)).toEqual([
      'REPORT_VIEWER VN',
      'TRAINING_MANAGER VN.P01',
    ]);
  });

  it('is stored by the hash of its token alone', async () => {
    const { person, world } = await setUp();
    const { token } = await createSession(world, person.id);
    const row = await database.db.one<{ text: string }>`SELECT to_json(s)::text AS text FROM "Session" s`;
    expect(row.text).toContain(sha256(token));
    expect(row.text).not.toContain(token);
    expect(await readSession(world, sha256(token))).toBeNull();
  });

  it('is nobody without a token, with another token and with nonsense', async () => {
    const { world } = await setUp();
    for (const token of [null, undefined, '', 'x', 'a'.repeat(10_000), "' OR 1=1 --", '\u0000']) {
      expect(await readSession(world, token)).toBeNull();
    }
  });

  it('is over after eight hours without a request, and not a minute before', async () => {
    const { person, world, pass } = await setUp();
    const { token, expiresAt } = await createSession(world, person.id);
    expect(expiresAt).toEqual(new Date(START.getTime() + SESSION_IDLE_MS));
    pass(SESSION_IDLE_MS - 60_000);
    expect(await readSession(world, token)).not.toBeNull();
    pass(SESSION_IDLE_MS);
    expect(await readSession(world, token)).toBeNull();
  });

  it('is renewed by a request, with at most one write an hour', async () => {
    const { person, world, pass, clock } = await setUp();
    const { token } = await createSession(world, person.id);
    const lastSeen = async () => (await database.db.session.findFirstOrThrow()).lastSeenAt;
    pass(59 * 60_000);
    await readSession(world, token);
    expect(await lastSeen()).toEqual(START);
    pass(2 * 60_000);
    await Promise.all(Array.from({ length: 10 }, () => readSession(world, token)));
    expect(await lastSeen()).toEqual(clock.at);
    expect((await database.db.session.findFirstOrThrow()).expiresAt).toEqual(
      new Date(clock.at.getTime() + SESSION_IDLE_MS),
    );
  });

  it('ends after thirty days however busy it was', async () => {
    const { person, world, pass, clock } = await setUp();
    const { token } = await createSession(world, person.id);
    const end = START.getTime() + SESSION_LONGEST_MS;
    while (clock.at.getTime() + 6 * HOUR < end) {
      pass(6 * HOUR);
      expect(await readSession(world, token)).not.toBeNull();
    }
    clock.at = new Date(end - 1000);
    expect(await readSession(world, token)).not.toBeNull();
    clock.at = new Date(end);
    expect(await readSession(world, token)).toBeNull();
  });

  it('takes one statement in the steady state', async () => {
    const { person, world } = await setUp();
    const { token } = await createSession(world, person.id);
    const calls = async () => {
      const row = await database.db.one<{ calls: number }>`
        SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'`;
      return row.calls;
    };
    await readSession(world, token);
    const before = await calls();
    for (let round = 0; round < 20; round++) await readSession(world, token);
    expect((await calls()) - before).toBe(20);
  });

  it('of a deactivated person is nobody', async () => {
    const { person, world } = await setUp();
    const { token } = await createSession(world, person.id);
    await database.db.person.update({ where: { id: person.id }, data: { deactivatedAt: START } });
    expect(await readSession(world, token)).toBeNull();
  });

  it('ends here, everywhere else, or everywhere', async () => {
    const { person, world } = await setUp();
    const other = await createPerson(database.db, { agencyCode: 'VN.P79' });
    const [here, phone, library] = await Promise.all([1, 2, 3].map(() => createSession(world, person.id)));
    const stranger = await createSession(world, other.id);
    const alive = async () =>
      Promise.all([here, phone, library, stranger].map(async (one) => (await readSession(world, one?.token)) !== null));
    await endSession(world, phone?.token ?? '');
    expect(await alive()).toEqual([true, false, true, true]);
    await endAllSessions(world, person.id, { except: sha256(here?.token ?? '') });
    expect(await alive()).toEqual([true, false, false, true]);
    // Of somebody else no session is one that stays, or that ends.
    await endAllSessions(world, person.id, { except: sha256(stranger.token) });
    expect(await alive()).toEqual([false, false, false, true]);
  });

  it('that is over is dropped from the table, one that is not stays', async () => {
    const { person, world, pass } = await setUp();
    await createSession(world, person.id);
    pass(5 * HOUR);
    const { token } = await createSession(world, person.id);
    pass(4 * HOUR);
    await dropExpiredSessions(world);
    expect(await database.db.session.findMany({ select: { id: true } })).toEqual([{ id: sha256(token) }]);
  });
});
