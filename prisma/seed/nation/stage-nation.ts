import { createHash } from 'node:crypto';
import type pg from 'pg';
import { sortNameOf } from '#app/domain/accounts/parse-person-name.ts';
import { foldForSearch } from '#app/domain/fold-for-search.ts';
import { type AgencyLine, describeHolder } from '#app/domain/progress/describe-holder.ts';
import { seededRandom } from '#app/platform/random.server.ts';
import { DEMO_ACCOUNTS } from '../demo-accounts.ts';
import { makeDice } from '../dice.ts';
import { makeName } from '../make-names.ts';
import type { SeedCourse } from '../plan-history.ts';
import type { SeedAgency } from '../plan-people.ts';
import { drawPapers } from './draw-papers.ts';
import { BODY_TYPES } from './plan-nation.ts';

/** Names repeat among so many, as they do in life. */
const NAMES = 40_000;
/** The first people: the four accounts of the demo, and who manages the training of the whole country. */
export const NATIONAL_MANAGER = DEMO_ACCOUNTS.length + 1;

export type StagedNation = {
  agencies: readonly SeedAgency[];
  courses: readonly SeedCourse[];
  passwordHash: string;
  seed: string;
};

/**
 * What all rows are made from, in a schema of its own: units with the words of their certificates, courses, papers with
 * answers and grades, names. From here on each row follows from the number of its person and course alone.
 */
export async function stageNation(client: pg.Client, nation: StagedNation): Promise<void> {
  await client.query('DROP SCHEMA IF EXISTS nation CASCADE; CREATE SCHEMA nation');
  await client.query(functionsOf(nation.seed));
  await stage(client, 'unit', UNIT, unitsOf(nation.agencies));
  await client.query('CREATE UNIQUE INDEX ON nation.unit (no)');
  await stage(client, 'course', COURSE, nation.courses.map(courseRow));
  const lessons = nation.courses.flatMap((course, course_no) =>
    course.lessons.map(({ code }, index) => ({ course_no, position: index + 1, code })),
  );
  await stage(client, 'lesson', 'course_no int, position int, code text', lessons);
  const random = seededRandom(nation.seed);
  await stage(client, 'paper', PAPER, drawPapers(nation.courses, random));
  const dice = makeDice(random);
  const names = [
    ...DEMO_ACCOUNTS.map((account) => account.fullName),
    ...Array.from({ length: NAMES }, () => makeName(dice, new Set())),
  ].map((name, no) => {
    const full_name = name.normalize('NFC');
    return { no, full_name, sort_name: sortNameOf(full_name), folded: foldForSearch(full_name) };
  });
  await stage(client, 'name', 'no int, full_name text, sort_name text, folded text', names);
  const accounts = DEMO_ACCOUNTS.map(({ email, agencyCode, position, grant }, index) => ({
    ...{ n: index + 1, email, agency_code: agencyCode, position, password_hash: nation.passwordHash },
    ...{ role: grant?.role ?? null, over_code: grant?.agencyCode ?? null },
  }));
  await stage(client, 'account', ACCOUNT, accounts);
}

const UNIT =
  'no int, id uuid, code text, type text, name_vi text, name_en text, staffed boolean, body_no int, branch_no int, words text';
const COURSE = 'no int, id uuid, edition_id uuid, quiz_id uuid, code text, lessons int, words text';
const PAPER =
  'course_no int, passes boolean, variant int, paper jsonb, answers jsonb, earned_numerator int, earned_denominator int, possible int, marks jsonb';
const ACCOUNT = 'n int, email text, agency_code text, position text, password_hash text, role "Role", over_code text';

async function stage(client: pg.Client, name: string, columns: string, rows: readonly object[]): Promise<void> {
  await client.query(`CREATE UNLOGGED TABLE nation.${name} (${columns})`);
  for (let from = 0; from < rows.length; from += 5_000) {
    const some = JSON.stringify(rows.slice(from, from + 5_000));
    await client.query(`INSERT INTO nation.${name} SELECT * FROM jsonb_populate_recordset(NULL::nation.${name}, $1)`, [
      some,
    ]);
  }
  await client.query(`ANALYZE nation.${name}`);
}

/** Members of a JSON object, without its braces. */
const members = (value: object): string => JSON.stringify(value).slice(1, -1);

const courseRow = (course: SeedCourse, no: number) => ({
  ...{ no, id: course.id, edition_id: course.editionId, quiz_id: course.quiz.id, code: course.code },
  lessons: course.lessons.length,
  words: members({
    course: {
      code: course.code,
      title: { vi: course.titleVi, en: course.titleEn },
      lessons: course.lessons.length,
      minutes: course.minutesVi,
    },
  }),
});

/** Units in which people work come first, so that a person's number says her unit. */
function unitsOf(agencies: readonly SeedAgency[]) {
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  const above = (agency: SeedAgency) => {
    const line: SeedAgency[] = [];
    for (let here: SeedAgency | undefined = agency; here; here = byCode.get(here.parentCode ?? '')) line.push(here);
    return line;
  };
  const isStaffed = ({ code, type }: SeedAgency) =>
    code.startsWith('VN.') && !BODY_TYPES.has(type) && type !== 'government';
  const inOrder = [...agencies].sort((a, b) => (a.code < b.code ? -1 : 1));
  const numbered = [...inOrder.filter(isStaffed), ...inOrder.filter((agency) => !isStaffed(agency))];
  const numbers = new Map(numbered.map((agency, no) => [agency.code, no]));
  return numbered.map((agency, no) => {
    const line = above(agency);
    const height = line.findIndex((each) => BODY_TYPES.has(each.type));
    const body = height >= 0 ? line[height] : byCode.get('VN');
    const branch = height > 0 ? line[height - 1] : agency;
    const lines: AgencyLine[] = line.map(({ id, type, nameVi, nameEn }) => ({ id, type, vi: nameVi, en: nameEn }));
    return {
      ...{ no, id: agency.id, code: agency.code, type: agency.type, name_vi: agency.nameVi, name_en: agency.nameEn },
      staffed: isStaffed(agency),
      body_no: numbers.get(body?.code ?? '') ?? no,
      branch_no: numbers.get(branch?.code ?? '') ?? no,
      words: members(describeHolder(lines)),
    };
  });
}

/** Of an ISO/IEC 7064 product, by what stands before and two hexadecimal digits, the next one: 37 rows of 256. */
const PRODUCTS = Array.from({ length: 37 * 256 }, (_, index) =>
  [(index >> 4) & 15, index & 15].reduce((product, digit) => (((product + digit) % 36 || 36) * 2) % 37, index >> 8),
);
/** The check character that a product stands for; a space where serials avoid that letter. */
const CHECKS = Array.from({ length: 37 }, (_, product) =>
  '0123456789ABCDEFGH JK MN PQRST VWXYZ'.charAt((37 - product) % 36),
);

/**
 * nation.roll(key, salt): evenly from 0 to 999,999 and the same for the same seed. nation.id(kind, no): the id of a row.
 * nation.serial(no): a serial of hexadecimal digits, with its check character where that is one of its letters.
 */
function functionsOf(seed: string): string {
  const start = createHash('sha256').update(seed).digest().readUInt32BE(0);
  const table = `'\\x${Buffer.from(PRODUCTS).toString('hex')}'::bytea`;
  const product = Array.from({ length: 8 }, (_, place) => place).reduce(
    (before, place) => `get_byte(${table}, ${before} * 256 + get_byte(bytes, ${place}))`,
    '36',
  );
  return `
    CREATE FUNCTION nation.roll(key bigint, salt int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
      $$ SELECT ((hashint8extended(key, ${start} + salt) & 9223372036854775807) % 1000000)::int $$;
    CREATE FUNCTION nation.id(kind int, no bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
      $$ SELECT (lpad(to_hex(kind), 12, '0') || '70008000' || lpad(to_hex(no), 12, '0'))::uuid $$;
    CREATE FUNCTION nation.serial(no bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT substr(body, 1, 4) || '-' || substr(body, 5, 4) || '-' || substr(body, 9, 4) || '-' || substr(body, 13)
          || rtrim('-' || substr('${CHECKS.join('')}', ${product} + 1, 1), '- ')
        FROM (SELECT bytes, upper(encode(bytes, 'hex')) AS body
                FROM (SELECT int8send(hashint8extended(no, ${start} + 901)) AS bytes OFFSET 0) b OFFSET 0) x $$;`;
}
