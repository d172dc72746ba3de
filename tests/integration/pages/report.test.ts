import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import * as entry from '#app/entry.server.tsx';
import { createRequestContext } from '#app/http/request-context.server.ts';
import { TooBusy } from '#app/platform/at-most.ts';
import * as root from '#app/root.tsx';
import * as report from '#app/routes/manage/report.tsx';
import * as reports from '#app/routes/manage/reports.tsx';
import * as peopleCsv from '#app/routes/resources/people-csv.ts';
import * as unitsCsv from '#app/routes/resources/units-csv.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  createActor,
  createAgencies,
  createPerson,
  grant,
  signInAs,
  type TestPerson,
} from '#tests/support/factories.ts';
import { openStatements } from '#tests/support/statements.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';
import { assign, completeBare, createBareCourse, dueOn, enrolBare, setActive, waive } from '../reporting/walk.ts';

/** Half past six in the morning of 1 April in Viet Nam, the evening of 31 March in London. */
const NOW = new Date('2026-03-31T23:30:00Z');
const START = new Date('2026-02-10T03:00:00Z');

/** One small world for all: what a test adds stands outside the units that the others count, or comes last. */
const database = useDatabase({ empty: false });
let world: TestWorld;
let ids: Awaited<ReturnType<typeof createAgencies>>;
let k1: { id: string; editionId: string };
let a1: { id: string; editionId: string };
let staff: TestPerson[];
let elsewhere: TestPerson | undefined;

/** The pages and files of reports behind Remix itself, with every answer as a browser gets it. */
const PAGES = [
  ['manage/reports', reports],
  ['manage/reports/:agencyCode', report],
  ['manage/reports/:agencyCode/units.csv', unitsCsv],
  ['manage/reports/:agencyCode/people.csv', peopleCsv],
] as const;

const build = {
  entry: { module: entry },
  routes: {
    root: { id: 'root', path: '', module: root },
    ...Object.fromEntries(PAGES.map(([path, module]) => [path, { id: path, parentId: 'root', path, module }])),
  },
  assets: {
    version: 'test',
    url: '/assets/manifest.js',
    entry: { module: '/assets/entry.js', imports: [] },
    routes: Object.fromEntries(
      ['root', ...PAGES.map(([path]) => path)].map((id) => [
        id,
        {
          id,
          ...(id === 'root' ? { path: '' } : { parentId: 'root', path: id }),
          module: '/assets/route.js',
          hasAction: false,
          hasLoader: true,
          hasClientAction: false,
          hasClientLoader: false,
          hasErrorBoundary: id === 'root',
        },
      ]),
    ),
  },
  publicPath: '/',
  assetsBuildDirectory: 'build/client',
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    v3_lazyRouteDiscovery: false,
    unstable_optimizeDeps: false,
  },
  mode: 'production',
  isSpaMode: false,
} as unknown as ServerBuild;

const handle = createRequestHandler(build, 'production');

async function get(path: string, token?: string): Promise<Response> {
  const cookie = token ? `__Host-truc=${token}` : undefined;
  const context = createRequestContext({
    world,
    requestId: 'report-test',
    nonce: 'nonce',
    address: '192.0.2.1',
    isDevelopment: false,
    cookieHeader: cookie,
  });
  const answer = await handle(
    new Request(`${world.appUrl}${path}`, { headers: cookie ? { Cookie: cookie } : {} }),
    context as unknown as Parameters<typeof handle>[1],
  );
  return context.page ? new Response(Buffer.from(context.page), answer) : answer;
}

/** What a reader finds on the page: the text between the tags, with plain spaces. */
async function textOf(response: Response): Promise<string> {
  return (await response.text())
    .replace(/<(script|style|head)[\s\S]*?<\/\1>/g, '')
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/[\s\u00a0]+/g, ' ');
}

/**
 * Fourteen people at the service point, three in the department, one in another province. Of K1, assigned to the first
 * thirteen and the department: five completed, one more began, one is waived, one has left, the due day is past.
 */
beforeAll(async () => {
  const { db } = database;
  world = createWorld(db, { now: NOW, databaseUrl: database.url });
  ids = await createAgencies(db);
  k1 = await createBareCourse(db, 'K1');
  a1 = await createBareCourse(db, 'A1');
  const at = async (agencyCode: string, people: number) => {
    const made: TestPerson[] = [];
    for (let n = 0; n < people; n++) made.push(await createPerson(db, { agencyCode }));
    return made;
  };
  staff = [...(await at('VN.X00376.DPV', 14)), ...(await at('VN.P01.SNV', 3)), ...(await at('VN.P01', 1))];
  [elsewhere] = await at('VN.P79.SNV', 1);
  const one = (index: number) => staff[index]?.id ?? '';
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17])
    await assign(db, { personId: one(index), course: k1, at: START, dueAt: dueOn(START, 20) });
  for (const index of [0, 1, 2, 14]) await completeBare(db, { personId: one(index), course: k1, at: START });
  // The first second of March in Viet Nam, still February in London.
  await completeBare(db, { personId: one(3), course: k1, at: new Date('2026-02-28T17:00:00Z') });
  await enrolBare(db, { personId: one(4), course: k1, at: START });
  await waive(db, one(5), k1, START);
  await setActive(db, one(6), false, START);
  await completeBare(db, { personId: one(13), course: k1, at: START });
  await completeBare(db, { personId: one(0), course: a1, at: START });
  await sweepOverdue({ db, now: () => NOW });
  await foldDeltas(db);
});

const viewerOf = (over: string) =>
  createActor(database.db, { agencyCode: 'VN.BNV', role: 'REPORT_VIEWER', over }).then(async (viewer) => {
    await foldDeltas(database.db);
    return viewer;
  });

type View = Awaited<ReturnType<typeof report.loader>>['view'];

async function viewOf(path: string, token: string): Promise<View> {
  const code = path.split('?')[0]?.split('/').at(-1) ?? '';
  const context = createRequestContext({
    world,
    requestId: 'report-test',
    nonce: 'nonce',
    address: '192.0.2.1',
    isDevelopment: false,
    cookieHeader: `__Host-truc=${token}`,
  });
  const args = { request: new Request(`${world.appUrl}${path}`), params: { agencyCode: code }, context };
  return (await report.loader(args as unknown as Parameters<typeof report.loader>[0])).view;
}

/** Counted by hand from the facts, one person after the other: no view, no standing, no roll-up. */
async function countByHand(codes: string[], courseId: string) {
  const { db } = database;
  const people = await db.person.findMany({
    where: { deactivatedAt: null, appointments: { some: { state: 'CURRENT', agency: { code: { in: codes } } } } },
    include: {
      assignments: { where: { courseId, status: { not: 'NO_LONGER_REQUIRED' } } },
      enrolments: { where: { courseId } },
      completions: { where: { courseId } },
    },
  });
  const owing = people.filter((person) => person.assignments.some((assignment) => assignment.status !== 'WAIVED'));
  return {
    registered: people.length,
    assigned: owing.length,
    started: owing.filter((person) => person.enrolments.length > 0).length,
    completed: owing.filter((person) => person.completions.length > 0).length,
    overdue: owing.filter(
      (person) => person.completions.length === 0 && person.assignments.some((assignment) => assignment.dueAt <= NOW),
    ).length,
    completedUnassigned: people.filter((person) => person.assignments.length === 0 && person.completions.length > 0)
      .length,
    withdrawnOverdue: 0,
  };
}

const P01 = ['VN.P01', 'VN.P01.SNV', 'VN.X00376', 'VN.X00376.DPV', 'VN.X00376.VHXH'];

it('says in words that many ask at once, when its read has no turn', async () => {
  const { token } = await viewerOf('VN.P01');
  const refuse = () => Promise.reject(new TooBusy('120 are waiting'));
  const full = { rows: refuse, one: refuse, maybeOne: refuse };
  const own = world.heavy;
  world.heavy = { page: full, file: full };
  try {
    const page = await get('/manage/reports/VN.P01', token);
    expect(page.status).toBe(503);
    expect(await textOf(page)).toContain('Nhiều người đang tra cứu cùng lúc');
  } finally {
    world.heavy = own;
  }
});

describe('the report of an agency', () => {
  it('prints what a count of the facts by hand gives, for itself, its courses and its units', async () => {
    const { token } = await viewerOf('VN.P01');
    const byHand = await countByHand(P01, k1.id);
    expect(byHand).toEqual({
      registered: 17,
      assigned: 15,
      started: 6,
      completed: 5,
      overdue: 10,
      completedUnassigned: 1,
      withdrawnOverdue: 0,
    });
    const view = await viewOf('/manage/reports/VN.P01?course=K1', token);
    const { registered, ...figures } = byHand;
    expect(view.registered).toBe(registered);
    expect(view.total).toEqual(figures);
    expect(view.courses.map((course) => [course.code, course.figures])).toEqual([['K1', figures]]);
    for (const unit of view.units) {
      const codes = unit.code === 'VN.X00376' ? P01.slice(2) : [unit.code ?? ''];
      expect({ registered: unit.registered, ...unit.total }).toEqual(await countByHand(codes, k1.id));
    }
    const { own } = view;
    expect({ registered: own?.registered, ...own?.total }).toEqual(await countByHand(['VN.P01'], k1.id));
    const all = await viewOf('/manage/reports/VN.P01', token);
    expect(all.courses.map((course) => course.code)).toEqual(['A1', 'K1']);
    expect(all.total).toEqual({ ...figures, completedUnassigned: 2, withdrawnOverdue: 0 });
    const rows = [...all.units, ...(all.own ? [all.own] : [])];
    for (const [at, course] of all.courses.entries())
      expect(rows.reduce((sum, row) => sum + (row.cells[at]?.assigned ?? 0), 0)).toBe(course.figures.assigned);
  });

  it('opens with the rate, what it is made of, over whom and as of when, in both languages', async () => {
    const { id, token } = await viewerOf('VN.P01');
    const vi = await get('/manage/reports/VN.P01?course=K1', token);
    expect(vi.status).toBe(200);
    expect(vi.headers.get('Cache-Control')).toBe('no-store');
    const text = await textOf(vi);
    expect(text).toContain('33,3% đã hoàn thành: 5 trên 15 người được giao ở Cơ quan VN.P01');
    expect(text).toContain('Tính đến 01/04/2026, trên 17 người đang công tác ở đây và ở mọi đơn vị bên dưới');
    expect(text).toContain('Còn 10 người chưa hoàn thành, trong đó 10 quá hạn.');
    expect(text).toContain('Số liệu đến 06:30 ngày 01/04/2026; không còn thay đổi nào đang chờ.');
    await database.db.person.update({ where: { id }, data: { locale: 'en' } });
    const en = await textOf(await get('/manage/reports/VN.P01', token));
    expect(en).toContain('33.3% completed: 5 of 15 course assignments, Agency VN.P01');
    expect(en).toContain('As of 1 April 2026, over the 17 people who work here and in all units below');
    expect(en).not.toMatch(/hoàn thành|quá hạn|số người|đơn vị/i);
  });

  it('prints counts and no share where fewer than ten are assigned, and says so where nobody is', async () => {
    const { token } = await viewerOf('VN.P01');
    const department = await textOf(await get('/manage/reports/VN.P01.SNV', token));
    expect(department).toContain('1 trên 3 lượt giao học ở Cơ quan VN.P01.SNV đã hoàn thành');
    expect(department).not.toMatch(/33,3%/);
    expect(await textOf(await get('/manage/reports/VN.P01.SNV?course=A1', token))).toContain(
      'Chưa ai ở Cơ quan VN.P01.SNV được giao khóa A1',
    );
    expect(await textOf(await get('/manage/reports/VN.X00376.VHXH', token))).toContain(
      'Chưa có ai công tác ở Cơ quan VN.X00376.VHXH',
    );
  });

  it('counts a completion in the month it had in Viet Nam', async () => {
    const { token } = await viewerOf('VN.P01');
    const { months } = await viewOf('/manage/reports/VN.P01?course=K1', token);
    expect(months).toHaveLength(12);
    expect(months.filter((month) => month.completed > 0)).toMatchObject([
      { month: '2026-02-01', completed: 5 },
      { month: '2026-03-01', completed: 1 },
    ]);
    expect(months.at(-1)?.month).toBe('2026-04-01');
  });

  it('says how old the oldest change is that it does not know yet', async () => {
    const { token } = await viewerOf('VN.P01');
    await enrolBare(database.db, {
      personId: elsewhere?.id ?? '',
      course: k1,
      at: new Date(NOW.getTime() - 90_000),
    });
    expect(await textOf(await get('/manage/reports/VN.P01', token))).toContain(
      'Số liệu đến 06:28:30 ngày 01/04/2026; còn những thay đổi trong 1 phút gần nhất đang chờ cộng vào.',
    );
    await foldDeltas(database.db);
  });
});

const WAYS = ['', '/units.csv', '/people.csv'];

describe('a report viewer of one unit', () => {
  it('reads that unit and those below, and neither the one above, nor one beside, nor a file of them', async () => {
    const { token } = await viewerOf('VN.X00376');
    for (const way of WAYS) {
      for (const code of ['VN.X00376', 'VN.X00376.DPV'])
        expect((await get(`/manage/reports/${code}${way}`, token)).status, `${code}${way}`).toBe(200);
      const before = await database.db.auditEvent.count();
      for (const code of ['VN.P01', 'VN', 'VN.P01.SNV', 'VN.P79', 'VN.BNV', 'VN.NOWHERE', 'vn.x00376', '%00', "'--"]) {
        const refused = await get(`/manage/reports/${code}${way}`, token);
        expect(refused.status, `${code}${way}`).toBe(404);
        expect(await refused.text()).not.toContain('Cơ quan');
      }
      expect(await database.db.auditEvent.count()).toBe(before);
    }
  });

  it('is shown no name and no figure from outside', async () => {
    const { token } = await viewerOf('VN.X00376');
    const page = await (await get('/manage/reports/VN.X00376.DPV', token)).text();
    expect(page).toContain('Cơ quan VN.X00376');
    expect(page).not.toMatch(/Cơ quan VN(?!\.X00376)/);
    expect(await (await get('/manage/reports?q=co+quan', token)).text()).not.toMatch(/Cơ quan VN(?!\.X00376)/);
    for (const way of ['/units.csv', '/people.csv']) {
      const file = await (await get(`/manage/reports/VN.X00376${way}`, token)).text();
      expect(file).toContain('VN.X00376.DPV');
      expect(file).not.toMatch(/VN\.(P|B)/);
    }
  });

  it('is sent to sign in without a session, and finds nothing without a grant', async () => {
    const { token } = await createActor(database.db, { agencyCode: 'VN.BNV' });
    for (const way of WAYS) {
      const path = `/manage/reports/VN.P01${way}`;
      const nobody = await get(path);
      expect(nobody.status).toBe(302);
      expect(nobody.headers.get('Location')).toBe(`/sign-in?${new URLSearchParams({ to: path })}`);
      expect((await get(path, token)).status).toBe(404);
    }
    expect((await get('/manage/reports', token)).status).toBe(403);
  });
});

describe('the choice of units', () => {
  it('leads straight to the only one, and lets choose among several', async () => {
    const one = await viewerOf('VN.P01');
    const led = await get('/manage/reports', one.token);
    expect([led.status, led.headers.get('Location')]).toEqual([302, '/manage/reports/VN.P01']);
    await grant(database.db, one.id, 'REPORT_VIEWER', 'VN.P79');
    const { token } = await signInAs(database.db, one.id);
    const several = await get('/manage/reports', token);
    expect(several.status).toBe(200);
    const page = await several.text();
    expect(page).toContain('href="/manage/reports/VN.P01"');
    expect(page).toContain('href="/manage/reports/VN.P79"');
    expect(page).not.toContain('href="/manage/reports/VN.P01.SNV"');
  });

  it('finds units by words without accents, and says when there is none', async () => {
    const { token } = await viewerOf('VN.P01');
    const found = await (await get('/manage/reports?q=CO+quan+p01.snv', token)).text();
    expect(found).toContain('href="/manage/reports/VN.P01.SNV"');
    expect(found).not.toContain('href="/manage/reports/VN.X00376"');
    expect(await textOf(await get('/manage/reports?q=khong-co', token))).toContain('Không có đơn vị nào có “khong-co”');
  });

  it('tells how many units there are, and goes through all of them page by page, forwards and back', async () => {
    const { db } = database;
    const made = await db.agency.createManyAndReturn({
      data: Array.from({ length: 120 }, (_, at) => ({
        code: `VN.P79.T${at}`,
        type: 'provincial_department',
        nameVi: `Trạm ${at}`,
        nameEn: `Post ${at}`,
      })),
      select: { id: true },
    });
    await db.agencyPlacement.createMany({
      data: made.map(({ id }) => ({ agencyId: id, parentId: ids['VN.P79'] ?? '', validFrom: new Date('2020-01-01') })),
    });
    await db.run`SELECT rebuild_agency_ancestors('2025-01-01'::date)`;
    const { token } = await viewerOf('VN.P79');
    const read = async (path: string) => {
      const page = await (await get(path, token)).text();
      const way = (rel: string) => {
        const [link] = page.match(new RegExp(`<a [^>]*rel="${rel}"[^>]*>`)) ?? [];
        return link?.match(/href="([^"]+)"/)?.[1]?.replaceAll('&amp;', '&');
      };
      const codes = [...page.matchAll(/href="\/manage\/reports\/(VN\.P79\.T\d+)"/g)].map(([, code]) => code);
      return { page, codes, previous: way('prev'), next: way('next') };
    };
    const pages: string[][] = [];
    const previous: string[] = [];
    for (let path: string | undefined = '/manage/reports?q=tram'; path; ) {
      const { page, codes, ...ways } = await read(path);
      expect(page.replaceAll('\u00a0', ' ')).toContain('120 đơn vị có “tram”');
      pages.push(codes.flatMap((code) => code ?? []));
      if (ways.previous) previous.push(ways.previous);
      path = ways.next;
    }
    expect(pages.map((codes) => codes.length)).toEqual([50, 50, 20]);
    expect(new Set(pages.flat()).size).toBe(120);
    expect(previous).toHaveLength(2);
    const back = await read(previous[1] ?? '');
    expect(back.codes).toEqual(pages[1]);
    expect((await read(back.previous ?? '')).codes).toEqual(pages[0]);
  });
});

describe('the files', () => {
  const rowsOf = async (response: Response) =>
    parse(Buffer.from(await response.arrayBuffer()), { bom: true, columns: true }) as Record<string, string>[];

  it('hold the figures of the page, by unit and by person', async () => {
    const { token } = await viewerOf('VN.P01');
    const units = await get('/manage/reports/VN.P01/units.csv', token);
    expect(Object.fromEntries(units.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="truc-units-VN.P01-2026-04-01.csv"',
      'cache-control': 'private, no-store',
    });
    const lines = await rowsOf(units);
    expect(lines.map((line) => [line['Mã đơn vị'], line['Mã khóa học']])).toHaveLength(P01.length * 2);
    const { total } = await viewOf('/manage/reports/VN.P01?course=K1', token);
    expect(lines.find((line) => line['Mã đơn vị'] === 'VN.P01' && line['Mã khóa học'] === 'K1')).toMatchObject({
      'Số người': '17',
      'Được giao': String(total.assigned),
      'Đã hoàn thành': String(total.completed),
      'Quá hạn': String(total.overdue),
    });
    const people = await get('/manage/reports/VN.P01/people.csv', token);
    expect(people.headers.get('Content-Disposition')).toBe('attachment; filename="truc-people-VN.P01-2026-04-01.csv"');
    const persons = (await rowsOf(people)).filter((line) => line['Mã khóa học'] === 'K1');
    const inState = (state: string) => persons.filter((line) => line['Tình trạng'] === state).length;
    expect(inState('Đã hoàn thành')).toBe(total.completed);
    expect(inState('Quá hạn')).toBe(total.overdue);
    expect(inState('Được miễn')).toBe(1);
    expect(persons.find((line) => line['Số hiệu'] === staff[0]?.personnelNumber)?.['Họ và tên']).toBe(
      staff[0]?.fullName,
    );
  });

  it('of people are on record before the first line is read, with who, where and which request', async () => {
    const { id, token } = await viewerOf('VN.P01');
    await (await get('/manage/reports/VN.P01/units.csv', token)).text();
    expect(await database.db.auditEvent.findMany({ where: { actorId: id } })).toMatchObject([
      { action: 'units.exported', subjectId: ids['VN.P01'], requestId: 'report-test' },
    ]);
    const people = await get('/manage/reports/VN.X00376/people.csv', token);
    expect(await database.db.auditEvent.findMany({ where: { actorId: id, action: 'people.exported' } })).toMatchObject([
      {
        at: NOW,
        actorId: id,
        action: 'people.exported',
        subjectType: 'agency',
        subjectId: ids['VN.X00376'],
        agencyId: ids['VN.X00376'],
        after: { agencyCode: 'VN.X00376', format: 'csv' },
        requestId: 'report-test',
      },
    ]);
    await people.body?.cancel();
  });
});

it('a page takes the same few statements with more people, more assigned and another course shown', async () => {
  const { token } = await viewerOf('VN.P01');
  const statements = await openStatements(database.url);
  const paths = [
    '/manage/reports/VN.P01',
    '/manage/reports/VN.P01?course=K1',
    '/manage/reports/VN.P01.SNV',
    '/manage/reports?q=co+quan',
  ];
  const counts = async () => {
    const counted: number[] = [];
    for (const path of paths) {
      await (await get(path, token)).text();
      counted.push((await statements.count(async () => (await get(path, token)).text())).count);
    }
    return counted;
  };
  try {
    const few = await counts();
    for (let n = 0; n < 40; n++) {
      const { id } = await createPerson(database.db, { agencyCode: n % 2 ? 'VN.P01.SNV' : 'VN.X00376.VHXH' });
      await assign(database.db, { personId: id, course: n % 3 ? k1 : a1, at: START, dueAt: dueOn(START, 90) });
    }
    expect(await counts()).toEqual(few);
    await foldDeltas(database.db);
    expect(await counts()).toEqual(few);
    expect(Math.max(...few)).toBeLessThanOrEqual(6);
  } finally {
    await statements.close();
  }
});

describe('the months and the total', () => {
  it('differ by who left, and the page says so with the number in both languages', async () => {
    const { db } = database;
    const people: TestPerson[] = [];
    for (let at = 0; at < 3; at++) people.push(await createPerson(db, { agencyCode: 'VN.P79.SNV' }));
    for (const { id } of people) await completeBare(db, { personId: id, course: a1, at: START });
    await foldDeltas(db);
    const { id, token } = await viewerOf('VN.P79');
    const path = '/manage/reports/VN.P79?course=A1';
    expect(await textOf(await get(path, token))).not.toContain('các tháng cộng lại');
    await setActive(db, people[0]?.id ?? '', false, NOW);
    await foldDeltas(db);
    expect(await textOf(await get(path, token))).toContain(
      'các tháng cộng lại là 3 lần hoàn thành; các bảng ở trên có 2 (0 được giao, 2 ngoài diện giao). Chênh 1: của người đã chuyển đi',
    );
    await db.person.update({ where: { id }, data: { locale: 'en' } });
    expect(await textOf(await get(path, token))).toContain(
      'the months add up to 3 completions; the tables above hold 2 (0 assigned, 2 without assignment). The difference of 1 is people who have moved away',
    );
  });
});
