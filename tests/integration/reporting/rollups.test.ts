import { expect, test, vi } from 'vitest';
import { lockPeople } from '#app/domain/accounts/lock-people.server.ts';
import { settleRegistered } from '#app/domain/accounts/settle-registered.server.ts';
import { sweepAppointments } from '#app/domain/accounts/sweep-appointments.server.ts';
import { NO_COURSE, settleStandings } from '#app/domain/ledger/settle-standings.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import { recountRollups, repairRollups } from '#app/domain/reporting/recount.server.ts';
import { sweepOverdue } from '#app/domain/training/sweep-overdue.server.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createAgencies, createPerson, SMALL_TREE } from '#tests/support/factories.ts';
import {
  assign,
  chooser,
  completeBare,
  correct,
  createBareCourse,
  dropAssignment,
  dueOn,
  enrolBare,
  moveDue,
  planMove,
  setActive,
  waive,
} from './walk.ts';

const database = useDatabase();
const at = new Date('2026-03-15T03:00:00Z');
const now = () => at;

const rollup = async () =>
  Object.fromEntries(
    (
      await database.db.rows<{ code: string; kind: string; people: number }>`
        SELECT a.code, r.kind, r.people FROM "RollupNow" r JOIN "Agency" a ON a.id = r."agencyId" WHERE r.people <> 0`
    ).map((row) => [`${row.code} ${row.kind}`, row.people]),
  );

const delta = (agencyId: string, people = 1, month: string | null = null) => database.db.run`
  INSERT INTO "RollupDelta" ("agencyId", "courseId", kind, month, people, at)
  VALUES (${agencyId}::uuid, ${NO_COURSE}::uuid, 'registered', ${month}::date, ${people}, ${at})`;

test('a fold adds what it takes to the agency and everything above it, and nowhere else', async () => {
  const ids = await createAgencies(database.db);
  await delta(ids['VN.X00376.DPV'], 3);
  await delta(ids['VN.P01.SNV'], 2);
  await delta(ids['VN.P01.SNV'], 4, '2026-03-01');
  expect(await foldDeltas(database.db)).toBe(3);
  await delta(ids['VN.X00376.DPV'], -1);
  expect(await foldDeltas(database.db)).toBe(1);
  expect(await foldDeltas(database.db)).toBe(0);
  expect(await rollup()).toEqual({
    'VN.X00376.DPV registered': 2,
    'VN.X00376 registered': 2,
    'VN.P01.SNV registered': 2,
    'VN.P01 registered': 4,
    'VN registered': 4,
  });
  const months = await database.db.rollupMonth.findMany({ orderBy: { agencyId: 'asc' } });
  expect(months.map((row) => row.people)).toEqual([4, 4, 4]);
  expect(new Set(months.map((row) => row.agencyId))).toEqual(new Set([ids['VN.P01.SNV'], ids['VN.P01'], ids.VN]));
});

test('a fold goes on until nothing is left, and an agency without a place keeps its own figures', async () => {
  const ids = await createAgencies(database.db);
  const lone = await database.db.agency.create({
    data: { code: 'X.LONE', type: 'ministry', nameVi: 'Lẻ', nameEn: 'Lone' },
  });
  for (let index = 0; index < 25; index++) await delta(ids['VN.BNV']);
  await delta(lone.id, 7);
  expect(await foldDeltas(database.db, { limit: 10 })).toBe(26);
  expect(await rollup()).toEqual({ 'VN.BNV registered': 25, 'VN registered': 25, 'X.LONE registered': 7 });
});

test('a fold that is rolled back took nothing and added nothing', async () => {
  const ids = await createAgencies(database.db);
  await delta(ids['VN.BNV'], 5);
  await expect(
    database.db.transaction(async (tx) => {
      expect(await foldDeltas(tx as typeof database.db)).toBe(1);
      throw new Error('the machine stops here');
    }),
  ).rejects.toThrow('stops here');
  expect(await rollup()).toEqual({});
  expect(await foldDeltas(database.db)).toBe(1);
  expect(await rollup()).toEqual({ 'VN.BNV registered': 5, 'VN registered': 5 });
});

test('ten folds at once, while deltas still come, count each once', async () => {
  const ids = await createAgencies(database.db);
  const places = Object.keys(SMALL_TREE).map((code) => ids[code as keyof typeof SMALL_TREE]);
  const writers = places.map(async (agencyId) => {
    for (let index = 0; index < 20; index++) await delta(agencyId);
  });
  const folders = Array.from({ length: 10 }, async () => {
    let folded = 0;
    for (let round = 0; round < 15; round++) folded += await foldDeltas(database.db, { limit: 7 });
    return folded;
  });
  const folded = (await Promise.all(folders)).reduce((sum, one) => sum + one, 0);
  await Promise.all(writers);
  const rest = await foldDeltas(database.db);
  expect(folded + rest).toBe(places.length * 20);
  expect((await rollup())['VN registered']).toBe(places.length * 20);
  expect((await rollup())['VN.P01 registered']).toBe(5 * 20);
});

test('while another folds, a fold takes nothing', async () => {
  const ids = await createAgencies(database.db);
  await delta(ids['VN.BNV']);
  await database.db.transaction(async (tx) => {
    await foldDeltas(tx as typeof database.db);
    await delta(ids['VN.BNV']);
    expect(await foldDeltas(database.db)).toBe(0);
  });
  expect(await foldDeltas(database.db)).toBe(1);
});

test('settling twice says nothing the second time', async () => {
  await createAgencies(database.db);
  const course = await createBareCourse(database.db, 'K1');
  const person = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await assign(database.db, { personId: person.id, course, at, dueAt: dueOn(at, 30) });
  const before = await database.db.rollupDelta.count();
  for (let round = 0; round < 3; round++) {
    await database.db.transaction(async (tx) => {
      await lockPeople(tx, [person.id]);
      await settleStandings(tx, [person.id], round === 0 ? course.id : null, at);
      await settleRegistered(tx, [person.id], at);
    });
  }
  expect(await database.db.rollupDelta.count()).toBe(before);
});

test('settling touches the people asked for in the course asked for, and nobody else whom nobody locked', async () => {
  await createAgencies(database.db);
  const courses = [await createBareCourse(database.db, 'K1'), await createBareCourse(database.db, 'A1')];
  const [one, other] = [
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' }),
    await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' }),
  ];
  for (const { id: personId } of [one, other])
    for (const course of courses) await assign(database.db, { personId, course, at, dueAt: dueOn(at, 30) });
  await database.db.run`DELETE FROM "Standing"`;
  await database.db.transaction(async (tx) => {
    await lockPeople(tx, [one.id]);
    await settleStandings(tx, [one.id], courses[0]?.id ?? '', at);
  });
  expect(await database.db.standing.findMany({ select: { personId: true, courseId: true } })).toEqual([
    { personId: one.id, courseId: courses[0]?.id },
  ]);
});

test('twenty settles of one person at once tell her change once', async () => {
  await createAgencies(database.db);
  const course = await createBareCourse(database.db, 'K1');
  const person = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV' });
  await database.db.enrolment.create({
    data: { personId: person.id, courseId: course.id, editionId: course.editionId, source: 'SELF', enrolledAt: at },
  });
  await assign(database.db, { personId: person.id, course, at, dueAt: dueOn(at, 30) });
  await database.db.run`DELETE FROM "RollupDelta"`;
  await database.db.run`DELETE FROM "Standing"`;
  await Promise.all(
    Array.from({ length: 20 }, () =>
      database.db.transaction(async (tx) => {
        await lockPeople(tx, [person.id]);
        await settleStandings(tx, [person.id], course.id, at);
      }),
    ),
  );
  await foldDeltas(database.db);
  expect(await rollup()).toMatchObject({ 'VN assigned': 1, 'VN started': 1, 'VN.X00376.DPV assigned': 1 });
});

test('a waived assignment leaves the denominator; a completion without one stands in its own column', async () => {
  await createAgencies(database.db);
  const course = await createBareCourse(database.db, 'K1');
  const [waived, free, done] = await Promise.all(
    [0, 1, 2].map(() => createPerson(database.db, { agencyCode: 'VN.BNV' })),
  );
  for (const person of [waived, done]) {
    await assign(database.db, { personId: person?.id ?? '', course, at, dueAt: dueOn(at, 30) });
  }
  await waive(database.db, waived?.id ?? '', course, at);
  for (const person of [free, done]) await completeBare(database.db, { personId: person?.id ?? '', course, at });
  await foldDeltas(database.db);
  expect(await rollup()).toMatchObject({
    'VN.BNV registered': 3,
    'VN.BNV assigned': 1,
    'VN.BNV completed': 1,
    'VN.BNV completedUnassigned': 1,
    'VN.BNV started': 1,
  });
});

test('an assignment falls due at the end of its Vietnamese day, once, however often and late it is looked at', async () => {
  await createAgencies(database.db);
  const course = await createBareCourse(database.db, 'K1');
  const person = await createPerson(database.db, { agencyCode: 'VN.BNV' });
  const dueAt = dueOn(at, 1);
  await assign(database.db, { personId: person.id, course, at, dueAt });
  expect(await sweepOverdue({ db: database.db, now: () => new Date(dueAt.getTime() - 1) })).toBe(0);
  const late = () => new Date(dueAt.getTime() + 3_600_000);
  const swept = await Promise.all(Array.from({ length: 5 }, () => sweepOverdue({ db: database.db, now: late })));
  expect(swept.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await sweepOverdue({ db: database.db, now: late })).toBe(0);
  const [assignment] = await database.db.assignment.findMany();
  expect(assignment?.overdueAt).toEqual(dueAt);
  await foldDeltas(database.db);
  expect(await rollup()).toMatchObject({ 'VN overdue': 1, 'VN.BNV overdue': 1 });
  await completeBare(database.db, { personId: person.id, course, at: late() });
  await foldDeltas(database.db);
  expect(await rollup()).not.toHaveProperty('VN overdue');
});

test('more assignments than a chunk holds fall due in one sweep, or in several when others have to have their turn', async () => {
  const ids = await createAgencies(database.db);
  const course = await createBareCourse(database.db, 'K1');
  const dueAt = dueOn(at, 1);
  await database.db.run`
    WITH people AS (
      INSERT INTO "Person" ("personnelNumber", "fullName", "sortName", "searchText", email)
      SELECT to_char(n, 'FM0000000000'), 'Người ' || n, n || ' Người', 'nguoi', n || '@truc.example' FROM generate_series(1, 1200) n
      RETURNING id),
    places AS (
      INSERT INTO "Appointment" ("personId", "agencyId", position, "validFrom", state)
      SELECT id, ${ids['VN.BNV']}::uuid, '', '2026-01-01', 'CURRENT' FROM people),
    batch AS (
      INSERT INTO "AssignmentBatch" ("courseId", "agencyId", "dueAt", "createdById", "plannedPeople", "personIds")
      SELECT ${course.id}::uuid, ${ids['VN.BNV']}::uuid, ${dueAt}, id, 1200, '{}' FROM people LIMIT 1 RETURNING id)
    INSERT INTO "Assignment" ("batchId", "personId", "courseId", "agencyId", "assignedAt", "dueAt")
    SELECT batch.id, people.id, ${course.id}::uuid, ${ids['VN.BNV']}::uuid, ${at}, ${dueAt} FROM people, batch`;
  const world = { db: database.db, now: () => dueAt };
  expect(await sweepOverdue(world, { chunk: 150, withinMs: 0 })).toBe(150);
  expect(await sweepOverdue(world)).toBe(1050);
  await foldDeltas(database.db);
  expect(await rollup()).toMatchObject({ 'VN assigned': 1200, 'VN overdue': 1200 });
});

test('an appointment ends and the next begins with the Vietnamese day, and the person counts there from then on', async () => {
  const ids = await createAgencies(database.db);
  const course = await createBareCourse(database.db, 'K1');
  const person = await createPerson(database.db, { agencyCode: 'VN.P01.SNV' });
  await assign(database.db, { personId: person.id, course, at, dueAt: dueOn(at, 30) });
  // 17:30 UTC on the 15th is 00:30 on the 16th in Viet Nam.
  const midnight = new Date('2026-03-15T17:00:00Z');
  await planMove(database.db, person.id, ids['VN.P79.SNV'], midnight);
  expect(await sweepAppointments({ db: database.db, now: () => new Date(midnight.getTime() - 1) })).toBe(0);
  await foldDeltas(database.db);
  expect(await rollup()).toMatchObject({ 'VN.P01 registered': 1, 'VN.P01 assigned': 1 });
  await Promise.all(Array.from({ length: 5 }, () => sweepAppointments({ db: database.db, now: () => midnight })));
  await foldDeltas(database.db);
  const figures = await rollup();
  expect(figures).toMatchObject({
    'VN registered': 1,
    'VN.P79 registered': 1,
    'VN.P79.SNV assigned': 1,
    'VN assigned': 1,
  });
  expect(figures).not.toHaveProperty('VN.P01 registered');
  expect(await database.db.appointment.count({ where: { state: 'CURRENT' } })).toBe(1);
  expect(await database.db.appointment.count({ where: { state: 'ENDED' } })).toBe(1);
  expect((await recountRollups({ db: database.db, now })).differences).toBe(0);
});

test('has half an hour for counting a nation, and for writing it anew', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await recountRollups({ db: database.db, now });
  await repairRollups({ db: database.db });
  expect(timers.mock.calls.filter(([, ms]) => ms === 30 * 60_000)).toHaveLength(2);
  timers.mockRestore();
});

const STEPS = [
  'assign',
  'enrol',
  'complete',
  'complete',
  'drop',
  'moveDue',
  'waive',
  'correct',
  'move',
  'active',
  'time',
  'fold',
] as const;

test.each([1, 2, 3])(
  'after a random walk (seed %i) the roll-ups equal the recount, also with folds and sweeps in between',
  async (seed) => {
    const { db } = database;
    const ids = await createAgencies(db);
    const courses = [await createBareCourse(db, 'K1'), await createBareCourse(db, 'A1')];
    const units = ['VN.BNV', 'VN.P01.SNV', 'VN.X00376.DPV', 'VN.X00376.VHXH', 'VN.P79.SNV'] as const;
    const choose = chooser(seed);
    const people: { id: string }[] = [];
    for (let index = 0; index < 12; index++) people.push(await createPerson(db, { agencyCode: choose.of(units) }));
    let clock = at.getTime();

    const walker = async (own: typeof people) => {
      for (let step = 0; step < 60; step++) {
        clock += choose.number(5) * 3_600_000;
        const moment = new Date(clock);
        const personId = choose.of(own).id;
        const course = choose.of(courses);
        const what = choose.of(STEPS);
        if (what === 'assign')
          await assign(db, { personId, course, at: moment, dueAt: dueOn(moment, choose.number(20)) });
        else if (what === 'enrol') await enrolBare(db, { personId, course, at: moment });
        else if (what === 'complete') await completeBare(db, { personId, course, at: moment });
        else if (what === 'drop') await dropAssignment(db, personId, course, moment);
        else if (what === 'moveDue') await moveDue(db, personId, course, moment, dueOn(moment, 1 + choose.number(9)));
        else if (what === 'waive') await waive(db, personId, course, moment);
        else if (what === 'correct') await correct(db, personId, course, moment);
        else if (what === 'move') await planMove(db, personId, choose.number(6) ? ids[choose.of(units)] : null, moment);
        else if (what === 'active') await setActive(db, personId, choose.number(3) > 0, moment);
        else if (what === 'fold') await foldDeltas(db, { limit: 1 + choose.number(30) });
        else {
          await sweepAppointments({ db, now: () => moment });
          await sweepOverdue({ db, now: () => moment });
        }
      }
    };
    // Three walkers at once, over the same people: their steps meet at the locks.
    await Promise.all([walker(people), walker(people), walker(people.slice(0, 4))]);

    const pending = await recountRollups({ db, now });
    expect(pending).toMatchObject({ differences: 0, details: [] });
    expect(pending.compared).toBeGreaterThan(30);
    await foldDeltas(db);
    expect(await recountRollups({ db, now })).toMatchObject({ differences: 0, compared: pending.compared });
    const over = await db.rows<unknown>`
    SELECT 1 FROM "RollupNow" a JOIN "RollupNow" c USING ("agencyId", "courseId")
     WHERE a.kind = 'assigned' AND c.kind = 'completed' AND c.people > a.people`;
    expect(over).toEqual([]);

    // A planted difference of either kind is found, named, and gone after the repair.
    await db.run`UPDATE "RollupNow" SET people = people + 2 WHERE ("agencyId", kind) = (${ids.VN}::uuid, 'registered')`;
    const found = await recountRollups({ db, now });
    expect(found.differences).toBe(1);
    expect(found.details[0]).toMatchObject({ agencyId: ids.VN, kind: 'registered', month: null });
    expect((found.details[0]?.rollup ?? 0) - (found.details[0]?.facts ?? 0)).toBe(2);
    await db.run`DELETE FROM "Standing" WHERE assigned`;
    await db.run`DELETE FROM "RollupMonth" WHERE "agencyId" = ${ids['VN.P01']}::uuid`;
    await delta(ids['VN.BNV'], 9);
    await repairRollups({ db });
    expect(await recountRollups({ db, now })).toMatchObject({ differences: 0, compared: pending.compared });
    for (const { id } of people) {
      await db.transaction(async (tx) => {
        await lockPeople(tx, [id]);
        await settleStandings(tx, [id], null, at);
        await settleRegistered(tx, [id], at);
      });
    }
    expect(await db.rollupDelta.count()).toBe(0);
  },
);

test('a fact that nobody settled is a difference, logged as an error and kept for a person to look at', async () => {
  const { db } = database;
  await createAgencies(db);
  const course = await createBareCourse(db, 'K1');
  const person = await createPerson(db, { agencyCode: 'VN.BNV' });
  await db.enrolment.create({
    data: {
      personId: person.id,
      courseId: course.id,
      editionId: course.editionId,
      agencyId: person.agencyId,
      source: 'SELF',
      enrolledAt: new Date('2026-03-31T18:00:00Z'),
    },
  });
  const errors: object[] = [];
  const log = { error: (fields: object) => errors.push(fields), info: () => {} };
  const found = await recountRollups({ db, now, log });
  expect(found.differences).toBe(2);
  // 18:00 UTC on the last of March is the first of April in Viet Nam.
  expect(found.details).toContainEqual({
    agencyId: person.agencyId,
    courseId: course.id,
    kind: 'enrolled',
    month: '2026-04-01',
    facts: 1,
    rollup: 0,
  });
  expect(errors).toHaveLength(1);
  const [kept] = await db.rollupRecount.findMany();
  expect(kept).toMatchObject({ differences: 2, compared: found.compared });
});
