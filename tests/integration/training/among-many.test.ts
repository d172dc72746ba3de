import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ASSIGNEE_STATES, listAssignees } from '#app/domain/reporting/list-assignees.server.ts';
import { findStaff } from '#app/domain/training/find-audience.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import { createBareCourse } from '#tests/integration/reporting/walk.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies } from '#tests/support/factories.ts';
import { scopeOver } from '#tests/support/scope-over.ts';
import { openStatements } from '#tests/support/statements.ts';

const PEOPLE = 100_000;
const [PROVINCES, COMMUNES] = [34, 60];
/** What one statement may look at, however many people there are. */
const BLOCKS = 3_000;

const TABLES = ['Person', 'Appointment', 'Assignment', 'Standing', 'AgencyAncestor'];

const database = useDatabase({ empty: false });
const province = 'VN.P01';
const commune = 'VN.X01001';
/** Beside the nation: somebody works there who worked in a commune before. */
const ELSEWHERE = 'ORG';
const tree: Record<string, string | null> = { VN: null, [ELSEWHERE]: null };
for (let number = 1; number <= PROVINCES; number++) {
  const two = String(number).padStart(2, '0');
  tree[`VN.P${two}`] = 'VN';
  for (let each = 1; each <= COMMUNES; each++) tree[`VN.X${two}${String(each).padStart(3, '0')}`] = `VN.P${two}`;
}

let ids: Record<string, string>;
let statements: Awaited<ReturnType<typeof openStatements>>;

beforeAll(async () => {
  ids = await createAgencies(database.db, tree);
  const k1 = await createBareCourse(database.db, 'K1');
  const k2 = await createBareCourse(database.db, 'K2');
  const at = (days: number) => new Date(Date.UTC(2026, 2, 15) + days * 86_400_000).toISOString();
  const batchOf = (courseId: string, id: string) => `
    INSERT INTO "AssignmentBatch" (id, "courseId", "agencyId", "orderedByAgencyId", "dueAt", "createdById", "plannedPeople", state, "personIds")
    VALUES ('${id}', '${courseId}', '${ids.VN}', '${ids.VN}', '${at(40)}', '${id}', 0, 'DONE', '{}')`;
  const batches = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as const;
  // Of everybody K1 is assigned and one in seven has begun it; K2 is assigned to one in ten, and nobody is overdue in it.
  await database.runScript(`
    SET session_replication_role = replica; SELECT setseed(0.5);
    ${batchOf(k1.id, batches[0])}; ${batchOf(k2.id, batches[1])};
    CREATE TEMP TABLE made AS
    SELECT uuidv7() AS id, n, s.vi || ' ' || m.vi || ' ' || g.vi AS "fullName", g.vi || ' ' || s.vi || ' ' || m.vi AS "sortName",
           s.en || ' ' || m.en || ' ' || g.en AS folded, u.id AS unit, random() AS dice
      FROM generate_series(1, ${PEOPLE}) n
      JOIN (SELECT row_number() OVER (ORDER BY code) - 1 AS at, id FROM "Agency" WHERE code LIKE 'VN.X%') u ON u.at = n % ${PROVINCES * COMMUNES}
      CROSS JOIN LATERAL (SELECT ('x' || substr(md5(n::text), 1, 6))::bit(24)::int AS hash) h
      JOIN (VALUES (0, 'Nguyễn', 'nguyen'), (1, 'Nguyễn', 'nguyen'), (2, 'Trần', 'tran'), (3, 'Lê', 'le'), (4, 'Phạm', 'pham')) s(at, vi, en) ON s.at = h.hash % 5
      JOIN (VALUES (0, 'Thị', 'thi'), (1, 'Văn', 'van'), (2, 'Đức', 'duc')) m(at, vi, en) ON m.at = h.hash / 5 % 3
      JOIN (SELECT (ord - 1)::int AS at, w AS vi, lower(translate(w, 'áảạàăâđéèẻêíìơôòóởuứừưùùũýỳ', 'aaaaaadeeeeiioooooouuuuuuuyy')) AS en
              FROM unnest(string_to_array('An Anh Bình Chi Dung Giang Hà Hoa Hùng Khanh Lan Linh Long Mai Minh Nam Nga Oanh Phong Quang Sơn Tâm Trang Tuấn Uyên Vinh Xuân Yến', ' ')) WITH ORDINALITY x(w, ord)) g
        ON g.at = h.hash / 15 % 28;
    INSERT INTO "Person" (id, "personnelNumber", "fullName", "sortName", "searchText", email)
    SELECT id, (1000000000 + n)::text, "fullName", "sortName", folded || ' ' || (1000000000 + n) || ' p' || n || '@truc.example', 'p' || n || '@truc.example' FROM made ORDER BY n;
    INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state) SELECT id, unit, 'Chuyên viên', '2025-01-01', 'CURRENT' FROM made ORDER BY n;
    INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", "orderedByAgencyId", status, "assignedAt", "dueAt", "overdueAt")
    SELECT '${batches[0]}'::uuid, id, '${k1.id}'::uuid, unit, '${ids.VN}'::uuid, (CASE WHEN dice < 0.14 THEN 'IN_PROGRESS' ELSE 'NOT_STARTED' END)::"AssignmentStatus",
           '${at(0)}'::timestamptz, '${at(40)}'::timestamptz, CASE WHEN dice > 0.8 THEN '${at(40)}'::timestamptz END FROM made
    UNION ALL
    SELECT '${batches[1]}'::uuid, id, '${k2.id}'::uuid, unit, '${ids.VN}'::uuid, 'NOT_STARTED'::"AssignmentStatus", '${at(0)}'::timestamptz, '${at(40)}'::timestamptz, NULL FROM made WHERE dice BETWEEN 0.4 AND 0.5;
    INSERT INTO "Standing" SELECT f.* FROM "StandingFacts" f;
    WITH gone AS (
      INSERT INTO "Person" (id, "personnelNumber", "fullName", "sortName", "searchText", email)
      VALUES (uuidv7(), '1999999999', 'Hồ Đã Chuyển', 'Chuyển Hồ Đã', 'ho da chuyen 1999999999', 'chuyen@truc.example') RETURNING id)
    INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", "validTo", state)
    SELECT gone.id, unit::uuid, 'Chuyên viên', "from"::date, "to"::date, state::"AppointmentState" FROM gone,
      (VALUES ('${ids[commune]}', '2024-01-01', '2025-01-01', 'ENDED'), ('${ids[ELSEWHERE]}', '2025-01-01', NULL, 'CURRENT')) x(unit, "from", "to", state);
    ANALYZE;`);
  await vi.waitFor(vacuum, { timeout: 60_000, interval: 500 });
  statements = await openStatements(database.url);
}, 240_000);
afterAll(() => statements?.close());

/** An index answers alone only for pages of which everybody sees everything; whoever looks on meanwhile holds that up. */
async function vacuum(): Promise<void> {
  for (const table of TABLES) await database.runScript(`VACUUM "${table}"`);
  const waiting = await database.owner.rows<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relname = ANY(${TABLES}) AND relallvisible < relpages`;
  expect(waiting).toEqual([]);
}

/** The most that one statement of `act` looks at. */
async function blocksOf(act: () => Promise<unknown>): Promise<number> {
  await statements.clear();
  await act();
  const read = await statements.read();
  expect(read.length).toBeGreaterThan(0);
  expect(Math.max(...read.map(({ calls }) => calls))).toBe(1);
  return Math.max(...read.map(({ blocks }) => blocks));
}

const reaches: [string, string, string][] = [
  ['the nation, whoever manages it', 'VN', 'VN'],
  ['a province, whoever manages the nation', 'VN', province],
  ['a province, whoever manages it', province, province],
  ['the nation, whoever manages a province of it', province, 'VN'],
  ['a commune, whoever manages its province', province, commune],
];

describe.each(reaches)(`of ${PEOPLE} people, in %s`, (_, granted, agencyCode) => {
  const scope = () => scopeOver(ids[granted] ?? '');

  it.each(['', 'nguyen', 'tran thi hoa', 'p4321@', 'nobody'])('finds staff by %o', async (search) => {
    const found = await findStaff(database.db, { scope: scope(), agencyCode, search });
    const isThere = search === 'nobody' ? 0 : 1;
    if (!search.includes('@') && agencyCode !== commune) expect(Math.sign(found.people.length)).toBe(isThere);
    expect(await blocksOf(() => findStaff(database.db, { scope: scope(), agencyCode, search }))).toBeLessThan(BLOCKS);
  });

  it.each(['K1', 'K2'])('lists assignees of %s in any state', async (courseCode) => {
    for (const state of [null, ...ASSIGNEE_STATES]) {
      const ask = () => listAssignees(database.db, { scope: scope(), agencyCode, courseCode, state });
      const { assignees } = await ask();
      if (state === 'overdue') expect(assignees.length > 0).toBe(courseCode === 'K1');
      // What nobody is in is found out by looking at all who could be; of those who are overdue there is a list.
      if (state === 'completed' || (state === 'in-progress' && courseCode === 'K2')) continue;
      expect([state, (await blocksOf(ask)) < BLOCKS]).toEqual([state, true]);
    }
  });

  it.each([true, false])('previews an assignment, with what is below: %o', async (includeSubunits) => {
    if (granted === province && agencyCode === 'VN') return;
    const audience = { kind: 'unit', agencyCode, includeSubunits } as const;
    const ask = () => previewBatch(database.db, { scope: scope(), courseCode: 'K1', audience });
    if (includeSubunits) expect((await ask()).firstPeople).toHaveLength(20);
    expect(await blocksOf(ask)).toBeLessThan(BLOCKS);
  });
});

it.each([
  ['VN', 'VN'],
  [province, province],
  [commune, commune],
])('whoever works elsewhere by now is not found by who manages %s', async (granted, agencyCode) => {
  const { people } = await findStaff(database.db, {
    scope: scopeOver(ids[granted] ?? ''),
    agencyCode,
    search: 'chuyen',
  });
  expect(people).toEqual([]);
  const there = { scope: scopeOver(ids[ELSEWHERE] ?? ''), agencyCode: ELSEWHERE, search: 'chuyen' };
  expect((await findStaff(database.db, there)).people).toHaveLength(1);
});
