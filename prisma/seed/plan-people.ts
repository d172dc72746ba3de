import { searchTextOf, sortNameOf } from '#app/domain/accounts/parse-person-name.ts';
import type { Role } from '#app/domain/accounts/policy.ts';
import { vietnamDay } from '#app/domain/calendar.ts';
import { foldForSearch } from '#app/domain/fold-for-search.ts';
import type { Random } from '#app/platform/random.server.ts';
import { DEMO_ACCOUNTS, type DemoAccount } from './demo-accounts.ts';
import type { Dice } from './dice.ts';
import { makeName } from './make-names.ts';

export const DAY_MS = 86_400_000;

export type SeedAgency = {
  id: string;
  code: string;
  parentCode: string | null;
  type: string;
  nameVi: string;
  nameEn: string;
};

export type SeedAppointment = {
  id: string;
  personId: string;
  agencyId: string;
  position: string;
  isPrimary: boolean;
  validFrom: string;
  validTo: string | null;
  state: 'PLANNED' | 'CURRENT' | 'ENDED';
};

export type SeedPerson = {
  id: string;
  personnelNumber: string;
  fullName: string;
  sortName: string;
  searchText: string;
  email: string;
  locale: string;
  theme: string;
  passwordHash: string | null;
  demo: true;
  deactivatedAt: string | null;
  createdAt: string;
};

type SeedGrant = {
  id: string;
  personId: string;
  role: Role;
  agencyId: string;
  grantedById: string | null;
  createdAt: string;
  validTo: null;
};

export type PeoplePlan = {
  people: SeedPerson[];
  appointments: SeedAppointment[];
  grants: SeedGrant[];
  /** The four accounts by their key, and who manages training where, by the code of the agency granted. */
  accounts: Record<DemoAccount['key'], SeedPerson>;
  managers: Map<string, SeedPerson>;
};

/** How many work where, so that it comes to some six hundred. */
function headcount(agency: SeedAgency): number {
  const inHanoi = /^VN\.(P01|X00004|X00376)(\.|$)/.test(agency.code) ? 2 : 1;
  switch (agency.type) {
    case 'ministry_unit':
      return agency.code.startsWith('VN.BNV.') ? 4 : 3;
    case 'provincial_department':
      return (agency.code.endsWith('.SNV') ? 3 : 2) * inHanoi;
    case 'service_centre':
    case 'commune_unit':
      return 3 * inHanoi;
    case 'commune':
    case 'ward':
    case 'special_zone':
      return inHanoi;
    case 'training_institute':
      return 3;
    default:
      return agency.code === 'VN.BNV' ? 2 : 0;
  }
}

const POSITIONS: Record<string, readonly string[]> = {
  ministry: ['Chuyên viên cao cấp', 'Chuyên viên chính'],
  ministry_unit: ['Phó Vụ trưởng', 'Chuyên viên cao cấp', 'Chuyên viên chính', 'Chuyên viên', 'Chuyên viên'],
  provincial_department: [
    'Phó Giám đốc Sở',
    'Trưởng phòng',
    'Phó Trưởng phòng',
    'Chuyên viên chính',
    'Chuyên viên',
    'Chuyên viên',
  ],
  service_centre: ['Phó Giám đốc Trung tâm', 'Viên chức tiếp nhận hồ sơ', 'Viên chức tiếp nhận hồ sơ', 'Chuyên viên'],
  commune: ['Phó Chủ tịch Ủy ban nhân dân', 'Chuyên viên'],
  ward: ['Phó Chủ tịch Ủy ban nhân dân', 'Chuyên viên'],
  special_zone: ['Phó Chủ tịch Ủy ban nhân dân', 'Chuyên viên'],
  commune_unit: [
    'Trưởng phòng',
    'Công chức tư pháp - hộ tịch',
    'Công chức văn hóa - xã hội',
    'Công chức địa chính',
    'Công chức tiếp nhận hồ sơ',
    'Chuyên viên',
  ],
  training_institute: ['Giảng viên', 'Giảng viên chính', 'Chuyên viên'],
};

/** Whoever trains a ministry, a province or an academy: its own staff unit. */
const BODIES = new Set(['ministry', 'ministerial_agency', 'province', 'city']);

/** The people, where they work and have worked, and what they may do: drawn from the dice, of no real person. */
export function planPeople(
  agencies: readonly SeedAgency[],
  { dice, random, now }: { dice: Dice; random: Random; now: Date },
): PeoplePlan {
  const plan: PeoplePlan = {
    people: [],
    appointments: [],
    grants: [],
    accounts: {} as PeoplePlan['accounts'],
    managers: new Map(),
  };
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  const taken = new Set(DEMO_ACCOUNTS.map((account) => account.fullName));
  const dayBefore = (days: number): string => vietnamDay(new Date(now.getTime() - days * DAY_MS));
  const beginning = ['2025-07-01', dayBefore(400)].sort()[0] as string;
  const createdAt = new Date(now.getTime() - 380 * DAY_MS);

  const addPerson = (fullName: string, email?: string): SeedPerson => {
    const personnelNumber = `99${String(plan.people.length + 1).padStart(8, '0')}`;
    const name = fullName.normalize('NFC');
    const initials = foldForSearch(name).split(' ');
    const address =
      email ??
      `${initials.pop()}.${initials.map((word) => word[0]).join('')}.${personnelNumber.slice(-4)}@demo.truc.example`;
    const person: SeedPerson = {
      id: random.uuid(createdAt),
      personnelNumber,
      fullName: name,
      sortName: sortNameOf(name),
      searchText: searchTextOf({ fullName: name, personnelNumber, email: address }),
      email: address,
      locale: 'vi',
      theme: 'auto',
      passwordHash: null,
      demo: true,
      deactivatedAt: null,
      createdAt: createdAt.toISOString(),
    };
    plan.people.push(person);
    return person;
  };
  const appoint = (person: SeedPerson, agency: SeedAgency, rest: Partial<SeedAppointment> & { position: string }) => {
    const appointment: SeedAppointment = {
      id: random.uuid(createdAt),
      personId: person.id,
      agencyId: agency.id,
      isPrimary: true,
      validFrom: beginning,
      validTo: null,
      state: 'CURRENT',
      ...rest,
    };
    plan.appointments.push(appointment);
    return appointment;
  };
  const addGrant = (person: SeedPerson, role: Role, agency: SeedAgency, grantedById: string | null, days: number) => {
    const at = new Date(now.getTime() - days * DAY_MS);
    plan.grants.push({
      id: random.uuid(at),
      personId: person.id,
      role,
      agencyId: agency.id,
      grantedById,
      createdAt: at.toISOString(),
      validTo: null,
    });
  };

  for (const account of DEMO_ACCOUNTS) {
    const agency = byCode.get(account.agencyCode);
    if (!agency) throw new Error(`the list of agencies lacks ${account.agencyCode}`);
    const person = addPerson(account.fullName, account.email);
    plan.accounts[account.key] = person;
    appoint(person, agency, {
      position: account.position,
      validFrom: account.key === 'learner' ? dayBefore(45) : beginning,
    });
    const over = account.grant ? byCode.get(account.grant.agencyCode) : undefined;
    if (account.grant && over) addGrant(person, account.grant.role, over, null, 370);
  }

  const staffed = agencies.filter((agency) => agency.code.startsWith('VN.') && headcount(agency) > 0);
  for (const agency of staffed) {
    const posts = dice.shuffle(POSITIONS[agency.type] ?? ['Chuyên viên']);
    for (let seat = 0; seat < headcount(agency); seat++) {
      const person = addPerson(makeName(dice, taken));
      const position = posts[seat % posts.length] ?? 'Chuyên viên';
      if (dice.chance(0.06)) planMove(person, agency, position);
      else if (dice.chance(0.015))
        appoint(person, agency, { position, state: 'ENDED', validTo: dayBefore(dice.whole(5, 90)) });
      else if (dice.chance(0.012))
        appoint(person, agency, { position, state: 'PLANNED', validFrom: dayBefore(-dice.whole(3, 40)) });
      else
        appoint(person, agency, {
          position,
          validFrom: dice.chance(0.8) ? beginning : dayBefore(dice.whole(150, 360)),
        });
      if (dice.chance(0.03)) {
        appoint(person, dice.pick(staffed), {
          position: 'Thành viên tổ công tác',
          isPrimary: false,
          validFrom: dayBefore(dice.whole(20, 200)),
        });
      }
    }
  }

  function planMove(person: SeedPerson, agency: SeedAgency, position: string): void {
    const day = dayBefore(dice.whole(60, 300));
    const before = dice.pick(staffed.filter((other) => other.type === agency.type && other !== agency));
    appoint(person, before, { position: 'Chuyên viên', state: 'ENDED', validTo: day });
    appoint(person, agency, { position, validFrom: day });
  }

  for (const person of dice.shuffle(plan.people.slice(DEMO_ACCOUNTS.length)).slice(0, 4)) {
    person.deactivatedAt = new Date(now.getTime() - dice.whole(10, 120) * DAY_MS).toISOString();
  }

  for (const body of agencies.filter((agency) => BODIES.has(agency.type) && agency.code.startsWith('VN.'))) {
    const office = agencies.find((agency) => agency.parentCode === body.code && /\.(SNV|TCCB|CCB)$/.test(agency.code));
    const active = plan.appointments.filter(
      (one) => one.agencyId === office?.id && one.state === 'CURRENT' && one.isPrimary && one.validFrom === beginning,
    );
    const candidates = plan.people.filter(
      (person) => person.deactivatedAt === null && active.some((one) => one.personId === person.id),
    );
    const manager = body.code === 'VN.P01' ? plan.accounts.manager : candidates[0];
    if (!manager) continue;
    plan.managers.set(body.code, manager);
    if (manager !== plan.accounts.manager)
      addGrant(manager, 'TRAINING_MANAGER', body, plan.accounts.administrator.id, dice.whole(340, 365));
    const viewer = candidates[1];
    if (viewer && dice.chance(0.4))
      addGrant(viewer, 'REPORT_VIEWER', body, plan.accounts.administrator.id, dice.whole(60, 330));
  }
  return plan;
}
