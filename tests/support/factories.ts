import { hash } from '@node-rs/argon2';
import { searchTextOf, sortNameOf } from '#app/domain/accounts/parse-person-name.ts';
import type { Actor, Role } from '#app/domain/accounts/policy.ts';
import { createSession, readSession } from '#app/domain/accounts/sessions.server.ts';
import { settleRegistered } from '#app/domain/accounts/settle-registered.server.ts';
import { asDate } from '#app/domain/calendar.ts';
import type { Db } from '#app/platform/database.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';

/** Agency code → code of the agency above it. */
export type AgencyTree = Readonly<Record<string, string | null>>;

export const SMALL_TREE = {
  VN: null,
  'VN.BNV': 'VN',
  'VN.P01': 'VN',
  'VN.P01.SNV': 'VN.P01',
  'VN.X00376': 'VN.P01',
  'VN.X00376.DPV': 'VN.X00376',
  'VN.X00376.VHXH': 'VN.X00376',
  'VN.P79': 'VN',
  'VN.P79.SNV': 'VN.P79',
} as const satisfies AgencyTree;

const TREE_FROM = '2020-01-01';
const typeOf = (code: string): string => {
  if (code === 'VN') return 'country';
  if (/^VN\.P\d+$/.test(code)) return 'province';
  if (/^VN\.P\d+\./.test(code)) return 'provincial_department';
  if (/^VN\.X\d+$/.test(code)) return 'commune';
  return /^VN\.X\d+\./.test(code) ? 'commune_unit' : 'ministry';
};

/** The agencies of a tree, placed since 2020 and closed under "above"; their ids by code. */
export async function createAgencies<Tree extends AgencyTree = typeof SMALL_TREE>(
  db: Db,
  tree: Tree = SMALL_TREE as unknown as Tree,
): Promise<{ [Code in keyof Tree]: string }> {
  const codes = Object.keys(tree);
  const rows = await db.agency.createManyAndReturn({
    data: codes.map((code) => ({ code, type: typeOf(code), nameVi: `Cơ quan ${code}`, nameEn: `Agency ${code}` })),
    select: { id: true, code: true },
  });
  const ids = Object.fromEntries(rows.map((row) => [row.code, row.id]));
  await db.agencyPlacement.createMany({
    data: codes.map((code) => {
      const parent = tree[code] ?? null;
      return {
        agencyId: ids[code] ?? '',
        parentId: parent === null ? null : (ids[parent] ?? ''),
        validFrom: asDate(TREE_FROM),
      };
    }),
  });
  await db.run`SELECT rebuild_agency_ancestors(${asDate('2025-01-01')}::date)`;
  return ids as { [Code in keyof Tree]: string };
}

/** The product's kind of hash at the least that argon2id takes: what it should cost is asked where that is the question. */
const hashCheaply = (password: string): Promise<string> =>
  hash(password.normalize('NFKC'), { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 });

let counter = 0;

/** A ten-digit number that no other person of this process has. */
export const nextNumber = (): string => `9${String(++counter).padStart(9, '0')}`;

export type NewPerson = {
  /** Null: nobody's staff. */
  agencyCode: string | null;
  fullName?: string;
  email?: string;
  personnelNumber?: string;
  position?: string;
  locale?: 'vi' | 'en';
  password?: string;
  demo?: boolean;
  deactivatedAt?: Date | null;
  validFrom?: string;
};

export type TestPerson = {
  id: string;
  fullName: string;
  email: string;
  personnelNumber: string;
  agencyId: string | null;
  appointmentId: string | null;
};

/** A person with a current primary appointment, counted as registered there. */
export async function createPerson(db: Db, options: NewPerson): Promise<TestPerson> {
  const personnelNumber = options.personnelNumber ?? nextNumber();
  const fullName = options.fullName ?? `Nguyễn Thị Số ${counter}`;
  const email = options.email ?? `p${personnelNumber}@truc.example`;
  const agencyId =
    options.agencyCode === null
      ? null
      : (await db.agency.findUniqueOrThrow({ where: { code: options.agencyCode }, select: { id: true } })).id;
  const passwordHash = options.password === undefined ? null : await hashCheaply(options.password);
  return db.transaction(async (tx) => {
    const person = await tx.person.create({
      data: {
        personnelNumber,
        fullName,
        email,
        sortName: sortNameOf(fullName),
        searchText: searchTextOf({ fullName, personnelNumber, email }),
        locale: options.locale ?? 'vi',
        passwordHash,
        demo: options.demo ?? false,
        deactivatedAt: options.deactivatedAt ?? null,
      },
    });
    const appointment =
      agencyId === null
        ? null
        : await tx.appointment.create({
            data: {
              personId: person.id,
              agencyId,
              position: options.position ?? 'Chuyên viên',
              validFrom: asDate(options.validFrom ?? TREE_FROM),
              state: 'CURRENT',
            },
          });
    await settleRegistered(tx, [person.id], new Date());
    return { id: person.id, fullName, email, personnelNumber, agencyId, appointmentId: appointment?.id ?? null };
  });
}

/** A grant in force over an agency and all below it; its id. */
export async function grant(db: Db, personId: string, role: Role, agencyCode: string): Promise<string> {
  const agency = await db.agency.findUniqueOrThrow({ where: { code: agencyCode }, select: { id: true } });
  return (await db.grant.create({ data: { personId, role, agencyId: agency.id }, select: { id: true } })).id;
}

/** A session as sign-in makes it: the token for the cookie, and who carries it. Grants given later are not in `actor`. */
export async function signInAs(
  db: Db,
  personId: string,
  now: () => Date = () => new Date(),
): Promise<{ token: string; expiresAt: Date; actor: Actor }> {
  const session = await createSession({ db, now, random: systemRandom }, personId);
  const actor = await readSession({ db, now }, session.token);
  if (!actor) throw new Error('the session just made is not readable: is the person deactivated?');
  return { ...session, actor };
}

/** A person with a role over an agency, signed in. */
export async function createActor(
  db: Db,
  options: NewPerson & { role?: Role; over?: string },
): Promise<TestPerson & { token: string; actor: Actor }> {
  const person = await createPerson(db, options);
  if (options.role) await grant(db, person.id, options.role, options.over ?? options.agencyCode ?? 'VN');
  const { token, actor } = await signInAs(db, person.id);
  return { ...person, token, actor };
}
