import { availableParallelism } from 'node:os';
import { atMost, TooBusy } from '#app/platform/at-most.ts';
import type { Db } from '#app/platform/database.server.ts';
import { networkOf } from '#app/platform/network-address.ts';
import type { Random } from '#app/platform/random.server.ts';
import {
  countTurns,
  forgetTurns,
  type Pace,
  returnTurns,
  type Turn,
  takeTurns,
} from '#app/platform/rate-limit.server.ts';
import { sha256 } from '#app/platform/storage.server.ts';
import { recordAudit } from '../ledger/record-audit.server.ts';
import { countAudit } from './count-audit.server.ts';
import { verifyPassword } from './hash-password.server.ts';
import { deviceIdOf, readDevice, rememberDevice } from './known-devices.server.ts';
import { cleanIdentifier } from './parse-identifier.ts';
import { createSession, endSession } from './sessions.server.ts';

const MINUTE = 60;
const DAY = 86_400;

/** Wrong passwords for one account, of a device that it knows. */
export const DEVICE_PACE: Pace = { free: 10, first: 15, longest: 15 * MINUTE, forget: DAY };
/** Of one network. */
export const NETWORK_PACE: Pace = { free: 5, first: 15, longest: 15 * MINUTE, forget: DAY };
/** Of all networks that it does not know, together: their first guesses at it, and their later ones. */
const FIRST_GUESSES_PACE: Pace = { free: 15, first: 15, longest: 30 * MINUTE, forget: DAY };
const LATER_GUESSES_PACE: Pace = { free: 15, first: 15, longest: 30 * MINUTE, forget: DAY };
/** Of one network for all accounts that do not know it. A whole ministry can stand behind one address. */
export const STRANGERS_PACE: Pace = { free: 300, first: 1, longest: MINUTE, forget: 60 * MINUTE };

/** A sign-in is more than its hash: a few at a time leave room for everybody's pages. Two hundred wait some seconds. */
const inTurn = atMost({ running: Math.max(1, availableParallelism() - 1), waiting: 200 });
/** How long somebody waits whose password could not be looked at for all the others. */
const BUSY_SECONDS = 5;

export type SignIn =
  | { outcome: 'signed-in'; token: string; expiresAt: Date; personId: string; deviceToken: string }
  | { outcome: 'refused' }
  | { outcome: 'wait'; seconds: number }
  | { outcome: 'busy'; seconds: number };

type SignInWorld = { db: Db; now: () => Date; random: Random };
type Typed = {
  identifier: string;
  password: string;
  address: string;
  previousToken?: string | null;
  deviceToken?: string | null;
  requestId?: string | null;
};

/**
 * Signs a person in by e-mail or personnel number and password. Unknown person, wrong password, no password yet and
 * deactivated: one answer, after the same work. A session that the browser already carried ends: `previousToken`.
 * Wrong passwords make whoever guesses wait longer and longer, and never a device or a network that the account knows.
 */
export const signIn = (world: SignInWorld, typed: Typed): Promise<SignIn> =>
  // That a browser has the cookie of a device is no more than a hint, and all that is known before anything is read.
  inTurn(() => attemptSignIn(world, typed), { first: Boolean(typed.deviceToken) }).catch((error: unknown) => {
    if (error instanceof TooBusy) return { outcome: 'busy', seconds: BUSY_SECONDS };
    throw error;
  });

async function attemptSignIn(world: SignInWorld, typed: Typed): Promise<SignIn> {
  const { db, now } = world;
  const identifier = cleanIdentifier(typed.identifier);
  const { address, deviceToken: token = null } = typed;
  const person = await findPerson(db, identifier);
  const known = await readDevice(world, { personId: person?.id ?? null, token, address });
  const turns = await turnsOf(db, { ...known, identifier, address, token, now: now() });
  const turn = await takeTurns(db, turns, now());
  const failed = () => countAudit(db, { action: 'sign-in.failed', personId: person?.id ?? null, address, at: now() });
  if (turn.outcome === 'wait') {
    await failed();
    return turn;
  }
  const keys = turns.map(({ key }) => key);

  const first = known.knowsDevice || known.knowsNetwork;
  const password = typed.password.slice(0, 1024);
  const matches = await verifyPassword(person?.passwordHash ?? null, password, { first }).catch(async (error) => {
    await returnTurns(db, keys, now());
    throw error;
  });
  if (!person || !matches || person.deactivatedAt !== null) {
    await failed();
    return { outcome: 'refused' };
  }

  const [own = '', ...shared] = keys;
  await forgetTurns(db, own);
  if (shared.length > 0) await returnTurns(db, shared, now());
  if (typed.previousToken) await endSession(world, typed.previousToken);
  const session = await createSession(world, person.id, { securityStamp: person.securityStamp });
  const device = await rememberDevice(world, { personId: person.id, token, address });
  await recordAudit(db, {
    at: now(),
    actorId: person.id,
    action: 'sign-in.done',
    subjectType: 'person',
    subjectId: person.id,
    agencyId: person.appointments[0]?.agencyId ?? null,
    requestId: typed.requestId ?? null,
    address,
  });
  return { outcome: 'signed-in', ...session, ...device, personId: person.id };
}

/**
 * What an attempt counts under, the caller's own count first. Accounts are counted by what was typed: that an e-mail
 * and a number belong together is nobody's to find out, nor whether anybody has them.
 */
async function turnsOf(
  db: Db,
  of: {
    identifier: string;
    address: string;
    token: string | null;
    knowsDevice: boolean;
    knowsNetwork: boolean;
    now: Date;
  },
): Promise<Turn[]> {
  const key = (kind: string, ...parts: string[]): string => `sign-in:${kind}:${sha256(parts.join(' '))}`;
  if (of.knowsDevice) return [{ key: key('device', of.identifier, deviceIdOf(of.token)), pace: DEVICE_PACE }];
  const network = networkOf(of.address);
  const own = { key: key('network', of.identifier, network), pace: NETWORK_PACE };
  const guesses = await countTurns(db, own.key, of.now);
  if (of.knowsNetwork) return [own];
  return [
    own,
    guesses === 0
      ? { key: key('first-guesses', of.identifier), pace: FIRST_GUESSES_PACE }
      : { key: key('later-guesses', of.identifier), pace: LATER_GUESSES_PACE },
    { key: key('strangers', network), pace: STRANGERS_PACE },
  ];
}

function findPerson(db: Db, identifier: string) {
  // What no e-mail and no number can be, PostgreSQL need not see: a NUL byte, a page of text.
  const impossible = identifier.length > 320 || /\p{Cc}/u.test(identifier);
  return db.person.findFirst({
    where: impossible
      ? { id: '00000000-0000-0000-0000-000000000000' }
      : /^\d{10}$/.test(identifier)
        ? { personnelNumber: identifier }
        : { email: identifier },
    select: {
      id: true,
      passwordHash: true,
      deactivatedAt: true,
      securityStamp: true,
      appointments: { where: { state: 'CURRENT', isPrimary: true }, select: { agencyId: true }, take: 1 },
    },
  });
}
