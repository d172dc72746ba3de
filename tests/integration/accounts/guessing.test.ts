import { describe, expect, it } from 'vitest';
import { changePassword } from '#app/domain/accounts/change-password.server.ts';
import { hashPassword } from '#app/domain/accounts/hash-password.server.ts';
import { DEVICE_PACE, NETWORK_PACE, type SignIn, STRANGERS_PACE, signIn } from '#app/domain/accounts/sign-in.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { useDatabase } from '../../support/database.ts';
import { createAgencies, createPerson, signInAs } from '../../support/factories.ts';

const START = new Date('2026-03-02T01:00:00Z');
const PASSWORD = 'cây tre trăm đốt';
const EMAIL = 'lan@truc.example';
const OFFICE = '198.51.100.7';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What a day of guessing at an account can bring, from any number of addresses that it does not know. */
const GUESSES_A_DAY = 150;
const refused = { outcome: 'refused' };
const signedIn = { outcome: 'signed-in' };

const database = useDatabase();

async function setUp() {
  await createAgencies(database.db);
  const person = { agencyCode: 'VN.X00376.DPV', fullName: 'Nguyễn Thị Lan' };
  const lan = await createPerson(database.db, {
    ...person,
    email: EMAIL,
    personnelNumber: '0123456789',
    password: PASSWORD,
  });
  const clock = { at: START };
  const world = { db: database.db, now: () => clock.at, random: systemRandom };
  const pass = (ms: number) => {
    clock.at = new Date(clock.at.getTime() + ms);
  };
  /** A browser: it keeps the cookie of its device. */
  const browser = (address: string) => {
    let deviceToken: string | null = null;
    return async (identifier: string, password: string): Promise<SignIn> => {
      const answer = await signIn(world, { identifier, password, address, deviceToken });
      if (answer.outcome === 'signed-in') deviceToken = answer.deviceToken;
      return answer;
    };
  };
  /** Tries the right password as often as the answer says, and answers after how many seconds she was in. */
  const secondsUntilIn = async (attempt: ReturnType<typeof browser>): Promise<number> => {
    const from = clock.at.getTime();
    for (let answer = await attempt(EMAIL, PASSWORD); answer.outcome !== 'signed-in'; ) {
      if (answer.outcome !== 'wait') throw new Error(`answered ${answer.outcome}`);
      pass(answer.seconds * 1000);
      answer = await attempt(EMAIL, PASSWORD);
    }
    return (clock.at.getTime() - from) / 1000;
  };
  return { lan, world, clock, pass, browser, secondsUntilIn };
}

describe('an attacker with as many addresses as he likes, for a day', () => {
  it('gets few guesses, and keeps her out neither on her device nor from her office', {
    timeout: 120_000,
  }, async () => {
    const { clock, pass, browser, secondsUntilIn } = await setUp();
    const hers = browser(OFFICE);
    expect(await hers(EMAIL, PASSWORD)).toMatchObject(signedIn);
    let guesses = 0;
    for (let minute = 0; clock.at.getTime() < START.getTime() + DAY; minute++) {
      for (let answer = null; answer === null || answer === 'refused'; ) {
        const address = `203.${(minute >> 8) & 255}.${minute & 255}.${guesses & 255}`;
        answer = (await browser(address)(EMAIL, 'wrong wrong wrong')).outcome;
        if (answer === 'refused') guesses++;
      }
      if (minute % 30 === 0) {
        expect(await hers(EMAIL, PASSWORD)).toMatchObject(signedIn);
        expect(await browser(OFFICE)(EMAIL, PASSWORD)).toMatchObject(signedIn);
      }
      pass(4 * MINUTE);
    }
    expect(guesses).toBeGreaterThan(20);
    expect(guesses).toBeLessThanOrEqual(GUESSES_A_DAY);
    expect(await secondsUntilIn(browser('192.0.2.1'))).toBeLessThanOrEqual(1800);
  });

  it('with forty addresses does not keep her out from a place and a device that nobody knows', {
    timeout: 120_000,
  }, async () => {
    const { pass, browser, secondsUntilIn } = await setUp();
    const addresses = Array.from({ length: 40 }, (_, index) => browser(`203.0.113.${index}`));
    for (let hour = 0; hour < 12; hour++) {
      for (const attempt of addresses) await attempt(EMAIL, 'wrong wrong wrong');
      pass(60 * MINUTE);
    }
    for (const attempt of addresses) await attempt(EMAIL, 'wrong wrong wrong');
    expect(await secondsUntilIn(browser('192.0.2.1'))).toBeLessThanOrEqual(1800);
  });

  it('at a hundred accounts that are none learns nothing from how long he waits', async () => {
    const { browser } = await setUp();
    const outcomes = async (identifier: string) => {
      const answers: SignIn[] = [];
      for (let round = 0; round < 20; round++)
        answers.push(await browser(`203.0.113.${round % 2}`)(identifier, 'wrong wrong wrong'));
      return answers;
    };
    const known = await outcomes(EMAIL);
    expect(known.filter(({ outcome }) => outcome === 'wait').length).toBeGreaterThan(5);
    expect(await outcomes('0123456789')).toEqual(known);
    expect(await outcomes('9999999999')).toEqual(known);
    expect(await outcomes('nobody@truc.example')).toEqual(known);
  });

  it('and all at once gets no more', async () => {
    const { browser } = await setUp();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => browser(`203.0.113.${index}`)(EMAIL, 'wrong wrong wrong')),
    );
    expect(answers.filter(({ outcome }) => outcome === 'refused').length).toBeLessThanOrEqual(15);
  });
});

describe('an office behind one address', () => {
  it('is not kept out by a hundred and one wrong passwords, from there or from anywhere', {
    timeout: 120_000,
  }, async () => {
    const { browser } = await setUp();
    const passwordHash = await hashPassword(PASSWORD);
    const colleagues = Array.from({ length: 10 }, (_, index) => `dong.nghiep.${index}@truc.example`);
    for (const email of colleagues) await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', email });
    await database.db.person.updateMany({ where: { email: { in: colleagues } }, data: { passwordHash } });
    for (let round = 0; round < 101; round++)
      expect((await browser(OFFICE)(`ai.do.${round}@truc.example`, 'wrong')).outcome).toBe('refused');
    for (const email of colleagues) expect(await browser(OFFICE)(email, PASSWORD)).toMatchObject(signedIn);
  });

  it('has to wait a minute at most where somebody there goes on and on', async () => {
    const { browser, secondsUntilIn } = await setUp();
    await browser(OFFICE)('ai.do@truc.example', 'wrong');
    const strangers = { key: { startsWith: 'sign-in:strangers:' } };
    await database.db.rateLimit.updateMany({ where: strangers, data: { count: STRANGERS_PACE.free + 20 } });
    await browser(OFFICE)('ai.do.nua@truc.example', 'wrong');
    expect((await browser(OFFICE)('ai.do.khac@truc.example', 'wrong')).outcome).toBe('wait');
    expect(await secondsUntilIn(browser(OFFICE))).toBeLessThanOrEqual(60);
  });
});

describe('her own wrong passwords', () => {
  it('make her device wait longer and longer, a little while at most, and no other', async () => {
    const { pass, browser } = await setUp();
    const hers = browser(OFFICE);
    await hers(EMAIL, PASSWORD);
    for (let round = 0; round < DEVICE_PACE.free; round++) expect(await hers(EMAIL, 'wrong')).toEqual(refused);
    expect(await hers(EMAIL, PASSWORD)).toEqual({ outcome: 'wait', seconds: 15 });
    expect(await browser('192.0.2.1')(EMAIL, PASSWORD)).toMatchObject(signedIn);
    pass(15_000);
    expect(await hers(EMAIL, 'wrong')).toEqual(refused);
    expect(await hers(EMAIL, PASSWORD)).toEqual({ outcome: 'wait', seconds: 30 });
    pass(10_000);
    expect(await hers(EMAIL, PASSWORD)).toEqual({ outcome: 'wait', seconds: 20 });
    pass(20_000);
    expect(await hers(EMAIL, PASSWORD)).toMatchObject(signedIn);
    for (let round = 0; round < DEVICE_PACE.free; round++) expect(await hers(EMAIL, 'wrong')).toEqual(refused);
  });

  it('on a device that nobody knows are forgotten once the right one came', async () => {
    const { browser } = await setUp();
    for (let round = 0; round < NETWORK_PACE.free - 1; round++)
      expect(await browser(OFFICE)(EMAIL, 'wrong')).toEqual(refused);
    expect(await browser(OFFICE)(EMAIL, PASSWORD)).toMatchObject(signedIn);
    for (let round = 0; round < NETWORK_PACE.free - 1; round++)
      expect(await browser(OFFICE)(EMAIL, 'wrong')).toEqual(refused);
    expect(await browser(OFFICE)(EMAIL, PASSWORD)).toMatchObject(signedIn);
  });

  it('at changing the password have a count of their own, and guesses at the door none there', async () => {
    const { lan, world, browser } = await setUp();
    const { actor } = await signInAs(database.db, lan.id, world.now);
    for (let round = 0; round < 60; round++) await browser(`203.0.113.${round}`)(EMAIL, 'wrong wrong wrong');
    const change = (current: string, next: string) => changePassword(world, actor, { current, next });
    expect(await change(PASSWORD, 'một mùa xuân nho nhỏ')).toMatchObject({ outcome: 'changed' });
    for (let round = 0; round < 10; round++) await change('wrong wrong wrong', PASSWORD);
    expect(await change('wrong wrong wrong', PASSWORD)).toEqual({ outcome: 'wait', seconds: 15 });
    expect(await browser(OFFICE)('0123456789', 'một mùa xuân nho nhỏ')).toMatchObject(signedIn);
  });
});

describe('a device', () => {
  it('is known by its person alone, by a new token after each sign-in, and not after the password changed', async () => {
    const { lan, world, pass } = await setUp();
    const minh = await createPerson(database.db, { agencyCode: 'VN', email: 'minh@truc.example', password: PASSWORD });
    const signInWith = async (identifier: string, deviceToken: string | null) => {
      const answer = await signIn(world, { identifier, password: PASSWORD, address: OFFICE, deviceToken });
      if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
      return answer.deviceToken;
    };
    const first = await signInWith(EMAIL, null);
    const second = await signInWith('minh@truc.example', first);
    expect(second).not.toBe(first);
    const rows = await database.db.knownDevice.findMany({ select: { id: true, personId: true } });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    expect(rows.map(({ personId }) => personId).sort()).toEqual([lan.id, minh.id].sort());
    expect(JSON.stringify(rows)).not.toContain(second);

    // Whoever the account does not know is counted with all strangers.
    const isKnown = async (deviceToken: string) => {
      await database.db.rateLimit.deleteMany();
      await signIn(world, { identifier: EMAIL, password: 'wrong', address: '192.0.2.1', deviceToken });
      return (await database.db.rateLimit.count({ where: { key: { startsWith: 'sign-in:device:' } } })) === 1;
    };
    expect(await isKnown(second)).toBe(true);
    expect(await isKnown(first)).toBe(false);
    await database.db.person.update({
      where: { id: lan.id },
      data: { passwordHash: await hashPassword('khác hẳn rồi') },
    });
    expect(await isKnown(second)).toBe(false);
    await database.db.person.update({ where: { id: lan.id }, data: { passwordHash: await hashPassword(PASSWORD) } });
    const third = await signInWith(EMAIL, second);
    expect(await isKnown(third)).toBe(true);
    pass(180 * DAY - 1);
    expect(await isKnown(third)).toBe(true);
    pass(1);
    expect(await isKnown(third)).toBe(false);
  });
});
