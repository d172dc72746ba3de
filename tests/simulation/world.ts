import { createHash } from 'node:crypto';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import type { Save } from '#app/domain/assessment/weigh-saves.ts';
import { vietnamDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { foldDeltas } from '#app/domain/reporting/fold.server.ts';
import type { Audience } from '#app/domain/training/audience.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { createBatch } from '#app/domain/training/create-batch.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { previewBatch } from '#app/domain/training/preview-batch.server.ts';
import type { CopyRows } from '#app/platform/copy-rows.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import type { Random } from '#app/platform/random.server.ts';
import type { Storage } from '#app/platform/storage.server.ts';
import { openTroubles } from '#app/platform/trouble.server.ts';
import type { World } from '#app/platform/world.ts';
import { handlers } from '#jobs/registry.ts';
import { sweepMinute } from '#jobs/sweep-minute.ts';
import type { Dice } from '#prisma/seed/dice.ts';
import { planMove, setActive } from '#tests/integration/reporting/walk.ts';
import type { PublishedSample } from '#tests/support/content.ts';
import { silentLog } from '#tests/support/content.ts';
import { hearStatements } from '#tests/support/hear-statements.ts';
import { rightSaves } from '#tests/support/learner.ts';

/** What lies ready before every world: agencies, courses, nobody. */
export type Stage = {
  db: Db;
  /** As the owner of the tables: for emptying a world. */
  owner: Db;
  copyRows: CopyRows;
  agencies: Record<string, string>;
  courses: readonly PublishedSample[];
};

type Sent = { basedOn: number; answer: Answer | null };

/** What the product has told somebody, to be held against it at the end. */
type Promises = {
  /** By attempt and slot: the newest revision that was acknowledged as saved, with its answer. */
  saved: Map<string, { revision: number; answer: Answer | null }>;
  /** By attempt, slot and save: answers that were acknowledged as kept beside what stands, or as late. */
  kept: Map<string, { outcome: 'conflict' | 'late'; answer: Answer | null }>;
  /** By attempt and slot: every answer that was sent, and every acknowledgement, with the revision that its writer had seen. */
  sent: Map<string, Sent[]>;
  heard: Map<string, (Sent & { revision: number })[]>;
  /** Changes by managers that were confirmed. */
  confirmed: number;
  /** By id: what stands in rows that never change, as it was first seen. */
  facts: Map<string, string>;
  /** Assignments that were seen overdue at some time. */
  seenOverdue: Set<string>;
  /** Something was shown or done outside of somebody's agencies. */
  trespasses: string[];
};

export type SimulatedWorld = Stage & {
  world: World;
  dice: Dice;
  clock: { now: Date };
  people: readonly string[];
  /** Over the country, and over one province. */
  managers: { country: Actor; province: Actor };
  jobs: { name: string; payload: unknown }[];
  promises: Promises;
  deeds: Record<string, number>;
};

/** A Monday morning in Viet Nam. */
export const BEGINS = new Date('2026-03-02T01:00:00Z');

class Crash extends Error {}

/** The database as a process has it that dies at its n-th statement: what it had in hand is rolled back. */
function dyingAfter(db: Db, statements: number): Db {
  let left = statements;
  return hearStatements(db, () => {
    if (left-- <= 0) throw new Crash('the process died');
  });
}

const dyingStorage = (storage: Storage, when: 'before' | 'after'): Storage => ({
  ...storage,
  async put(name, bytes) {
    if (when === 'after') await storage.put(name, bytes);
    throw new Crash('the process died');
  },
});

type Deed = (sim: SimulatedWorld, world: World) => Promise<unknown>;

const anyone = ({ dice, people }: SimulatedWorld) => dice.pick(people);
const anyCourse = ({ dice, courses }: SimulatedWorld) => dice.pick(courses);

async function openAttempt({ db, dice }: SimulatedWorld) {
  const open = await db.attempt.findMany({
    where: dice.chance(0.9) ? { state: 'IN_PROGRESS' } : {},
    select: { id: true, personId: true, paper: true },
    orderBy: { id: 'asc' },
  });
  return open.length === 0 ? null : dice.pick(open);
}

/** Right or wrong answers to some slots, made from what stands, from something older, or from nothing; some of them empty a slot. */
async function someSaves(sim: SimulatedWorld, attempt: { id: string; paper: unknown }): Promise<Save[]> {
  const { dice } = sim;
  const right = await rightSaves(sim, attempt.id);
  const rows = await sim.db.attemptAnswer.findMany({ where: { attemptId: attempt.id } });
  const stands = new Map(rows.map((row) => [row.slot, row.revision]));
  return dice
    .shuffle(right)
    .slice(0, dice.whole(1, right.length))
    .map((save) => ({
      ...save,
      basedOn: dice.chance(0.6) ? (stands.get(save.slot) ?? 0) : dice.whole(0, 4),
      answer: dice.chance(0.1) ? null : save.answer,
      flagged: dice.chance(0.2),
    }));
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

function noteSent({ promises }: SimulatedWorld, attemptId: string, saves: readonly Save[]): void {
  for (const { slot, basedOn, answer = null } of saves)
    push(promises.sent, `${attemptId} ${slot}`, { basedOn, answer });
}

async function save(sim: SimulatedWorld, world: World): Promise<void> {
  const attempt = await openAttempt(sim);
  if (!attempt) return;
  const saves = await someSaves(sim, attempt);
  noteSent(sim, attempt.id, saves);
  const told = await saveAnswers(world, { attemptId: attempt.id, personId: attempt.personId, saves });
  if (told.outcome !== 'kept') return;
  for (const each of told.slots) {
    const { slot, saveId } = each;
    const key = `${attempt.id} ${slot}`;
    const save = saves.find((save) => save.slot === slot);
    const [answer, basedOn] = [save?.answer ?? null, save?.basedOn ?? 0];
    const { outcome } = each;
    if (outcome === 'conflict' || outcome === 'late') sim.promises.kept.set(`${key} ${saveId}`, { outcome, answer });
    if (each.outcome !== 'saved') continue;
    const { revision } = each;
    push(sim.promises.heard, key, { basedOn, answer, revision });
    if ((sim.promises.saved.get(key)?.revision ?? 0) < revision) sim.promises.saved.set(key, { revision, answer });
  }
}

async function submit(sim: SimulatedWorld, world: World): Promise<void> {
  const attempt = await openAttempt(sim);
  if (!attempt) return;
  const { dice } = sim;
  // Made from what stands, so that most papers are all right; some come as they were saved, some half empty.
  const rows = await sim.db.attemptAnswer.findMany({ where: { attemptId: attempt.id } });
  const all = (await rightSaves(sim, attempt.id)).map((each) => ({
    ...each,
    basedOn: rows.find((row) => row.slot === each.slot)?.revision ?? 0,
  }));
  const saves = dice.chance(0.75) ? all : all.slice(0, dice.whole(0, all.length));
  const times = dice.pick([1, 1, 1, 2, 3]);
  noteSent(sim, attempt.id, saves);
  await Promise.all(
    Array.from({ length: times }, () =>
      submitAttempt(world, { attemptId: attempt.id, personId: attempt.personId, saves }),
    ),
  );
}

async function assign(sim: SimulatedWorld, world: World): Promise<void> {
  const { dice, clock, people, managers, promises } = sim;
  const actor = dice.chance(0.7) ? managers.country : managers.province;
  const agencyCode = actor === managers.country ? dice.pick(['VN', 'VN.P01', 'VN.X00376', 'VN.P79']) : 'VN.P01';
  const audience: Audience = dice.chance(0.5)
    ? { kind: 'unit', agencyCode, includeSubunits: dice.chance(0.8) }
    : { kind: 'people', agencyCode, personIds: dice.shuffle(people).slice(0, dice.whole(1, 4)) };
  const { code: courseCode } = anyCourse(sim);
  const scope = scopeOf(actor, 'assign-courses');
  const preview = await previewBatch(world.db, { scope, courseCode, audience });
  const day = vietnamDay(new Date(clock.now.getTime() + dice.whole(1, 12) * 86_400_000));
  const batchId = world.random.uuid(clock.now);
  const made = await createBatch(world, actor, {
    batchId,
    courseCode,
    audience,
    day,
    note: '',
    expected: preview.adds,
  });
  if (made.outcome === 'created') promises.confirmed++;
}

/** Who works nowhere at the moment is within nobody's reach: her assignment is not found. */
async function unlessNowhere<T>(target: object, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if ('assignmentId' in target && error instanceof DomainError && error.code === 'not-found') return null;
    throw error;
  }
}

async function noteOverdue({ db, promises }: SimulatedWorld): Promise<void> {
  const late = await db.assignment.findMany({ where: { overdueAt: { not: null } }, select: { id: true } });
  for (const { id } of late) promises.seenOverdue.add(id);
}

async function cancel(sim: SimulatedWorld, world: World): Promise<void> {
  await noteOverdue(sim);
  const { db, dice, managers, promises } = sim;
  const target = dice.chance(0.5)
    ? (await db.assignmentBatch.findMany({ select: { id: true } })).map((row) => ({ batchId: row.id }))
    : (await db.assignment.findMany({ select: { id: true } })).map((row) => ({ assignmentId: row.id }));
  if (target.length === 0) return;
  const chosen = dice.pick<(typeof target)[number]>(target);
  const told = await unlessNowhere(chosen, () =>
    cancelAssignments(world, managers.country, { ...chosen, reason: 'x' }),
  );
  if (told?.outcome === 'cancelled') promises.confirmed++;
}

async function moveDue(sim: SimulatedWorld, world: World): Promise<void> {
  await noteOverdue(sim);
  const { db, dice, managers, promises, clock } = sim;
  const target = dice.chance(0.5)
    ? (await db.assignmentBatch.findMany({ select: { id: true } })).map((row) => ({ batchId: row.id }))
    : (await db.assignment.findMany({ select: { id: true } })).map((row) => ({ assignmentId: row.id }));
  if (target.length === 0) return;
  const day = vietnamDay(new Date(clock.now.getTime() + dice.whole(1, 20) * 86_400_000));
  const chosen = dice.pick<(typeof target)[number]>(target);
  const told = await unlessNowhere(chosen, () => changeDueDay(world, managers.country, { ...chosen, day }));
  if (told?.outcome === 'changed') promises.confirmed++;
}

/** The manager of one province reaches for what lies in another. */
async function trespass(sim: SimulatedWorld, world: World): Promise<void> {
  const { db, managers, agencies, promises, clock } = sim;
  const { province } = managers;
  const scope = scopeOf(province, 'assign-courses');
  const shut = async (what: string, act: () => Promise<unknown>) => {
    try {
      const told = await act();
      if (told !== null) promises.trespasses.push(what);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'not-found') throw error;
    }
  };
  const audience = { kind: 'unit' as const, agencyCode: 'VN.P79', includeSubunits: true };
  const { code: courseCode } = anyCourse(sim);
  await shut('preview', () => previewBatch(world.db, { scope, courseCode, audience }));
  await shut('report', () => completionReport(world.db, { scope, agencyId: agencies['VN.P79'] ?? '', now: clock.now }));
  const theirs = await db.assignment.findFirst({
    where: { agencyId: agencies['VN.P79.SNV'] ?? '' },
    select: { id: true, personId: true },
  });
  if (!theirs) return;
  const home = await db.appointment.findFirst({ where: { personId: theirs.personId, state: 'CURRENT' } });
  if (home && home.agencyId !== agencies['VN.P79.SNV']) return;
  await shut('cancel', () => cancelAssignments(world, province, { assignmentId: theirs.id, reason: 'x' }));
}

/** Somebody who has read everything and has not passed, if there is one. */
async function readyForQuiz(sim: SimulatedWorld): Promise<{ personId: string; slug: string }> {
  const ready = await sim.db.rows<{ personId: string; slug: string }>`
    SELECT e."personId", c.slug FROM "Enrolment" e JOIN "Course" c ON c.id = e."courseId"
     WHERE NOT EXISTS (SELECT 1 FROM "Lesson" l WHERE l."editionId" = e."editionId" AND NOT EXISTS
             (SELECT 1 FROM "LessonProgress" p WHERE p."enrolmentId" = e.id AND p."lessonCode" = l.code AND p."readAt" IS NOT NULL))
       AND NOT EXISTS (SELECT 1 FROM "Completion" m WHERE m."enrolmentId" = e.id)
     ORDER BY e.id`;
  return ready.length > 0 ? sim.dice.pick(ready) : { personId: anyone(sim), slug: anyCourse(sim).slug };
}

const UNITS = ['VN.BNV', 'VN.P01.SNV', 'VN.X00376.DPV', 'VN.X00376.VHXH', 'VN.P79.SNV'] as const;

/** What may happen, and how often it does among a hundred. */
const DEEDS: Record<string, [number, Deed]> = {
  open: [
    14,
    async (sim, world) => {
      const [personId, course] = [anyone(sim), anyCourse(sim)];
      const enrolled = await enrol(world, { personId, slug: course.slug });
      if (enrolled.outcome === 'no-such-course') throw new Error('the course is gone');
      for (const { code } of course.lessons)
        await openLesson(world.db, { enrolmentId: enrolled.enrolmentId, lessonCode: code, now: world.now() });
    },
  ],
  read: [
    16,
    async (sim, world) => {
      const opened = await sim.db.enrolment.findMany({
        where: { progress: { some: { readAt: null } } },
        select: { personId: true, courseId: true },
        orderBy: { id: 'asc' },
      });
      if (opened.length === 0) return;
      const { personId, courseId } = sim.dice.pick(opened);
      const course = sim.courses.find((each) => each.courseId === courseId);
      for (const { slug } of course?.lessons ?? []) {
        const reading = { personId, slug: course?.slug ?? '', lessonSlug: slug, locale: 'vi' as const };
        await markLessonRead(world.db, { ...reading, measured: sim.dice.chance(0.5), now: world.now() });
      }
    },
  ],
  start: [
    18,
    async (sim, world) => {
      const asked = sim.dice.chance(0.2)
        ? { personId: anyone(sim), slug: anyCourse(sim).slug }
        : await readyForQuiz(sim);
      const times = sim.dice.pick([1, 1, 2, 4]);
      await Promise.all(Array.from({ length: times }, () => startAttempt(world, asked)));
    },
  ],
  save: [14, save],
  submit: [14, submit],
  assign: [7, assign],
  cancel: [3, cancel],
  moveDue: [4, moveDue],
  trespass: [1, trespass],
  move: [
    4,
    (sim) =>
      planMove(
        sim.db,
        anyone(sim),
        sim.dice.chance(0.85) ? (sim.agencies[sim.dice.pick(UNITS)] ?? null) : null,
        sim.clock.now,
      ),
  ],
  deactivate: [3, (sim) => setActive(sim.db, anyone(sim), sim.dice.chance(0.6), sim.clock.now)],
  sweep: [5, (_, world) => sweepMinute(world)],
  fold: [5, (sim, world) => foldDeltas(world.db, { limit: sim.dice.whole(1, 20) })],
};

export const DEED_NAMES = Object.keys(DEEDS);

const BAG = Object.entries(DEEDS).flatMap(([name, [times]]) => Array.from({ length: times }, () => name));

/** The world as the process has it that does this deed: whole, or one that dies in the middle. */
function processOf({ world, dice }: SimulatedWorld): World {
  if (dice.chance(0.85)) return world;
  const db = dyingAfter(world.db, dice.whole(1, 9));
  return { ...world, db, ...(dice.chance(0.5) && { enqueue: async () => 'unavailable' as const }) };
}

async function survive(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Crash) && !/the process died/.test(String(error))) throw error;
  }
}

/** Takes a job from what was asked: lost, done, done twice at once, done by a process that dies, or left for later. */
async function takeJob(sim: SimulatedWorld): Promise<void> {
  const { jobs, dice, world } = sim;
  if (jobs.length === 0) return;
  const [job] = jobs.splice(dice.whole(0, jobs.length - 1), 1);
  if (!job) return;
  const run = handlers[job.name as keyof typeof handlers] as (world: World, payload: unknown) => Promise<unknown>;
  const fate = dice.pick(['done', 'done', 'twice', 'lost', 'dies', 'dies', 'dies at storing', 'late'] as const);
  sim.deeds[`job ${fate}`] = (sim.deeds[`job ${fate}`] ?? 0) + 1;
  if (fate === 'done') await run(world, job.payload);
  if (fate === 'twice') await Promise.all([run(world, job.payload), run(world, job.payload)]);
  if (fate === 'dies') await survive(() => run({ ...world, db: dyingAfter(world.db, dice.whole(0, 6)) }, job.payload));
  if (fate === 'dies at storing') {
    const storage = dyingStorage(world.storage, dice.pick(['before', 'after'] as const));
    await survive(() => run({ ...world, storage }, job.payload));
  }
  if (fate === 'late') jobs.push(job);
}

/** Time goes on: mostly minutes, at times hours, now and then days. */
function passTime({ clock, dice }: SimulatedWorld): void {
  const minutes = dice.chance(0.8)
    ? dice.between(0.2, 6)
    : dice.chance(0.7)
      ? dice.between(10, 90)
      : dice.between(600, 5_000);
  clock.now = new Date(clock.now.getTime() + Math.round(minutes * 60_000));
}

/** One turn of the world: one to three things at once, then some job, then time. */
export async function turn(sim: SimulatedWorld): Promise<void> {
  const { dice } = sim;
  const names = Array.from({ length: dice.pick([1, 1, 2, 3]) }, () => dice.pick(BAG));
  await Promise.all(
    names.map((name) => {
      sim.deeds[name] = (sim.deeds[name] ?? 0) + 1;
      const deed = DEEDS[name]?.[1];
      const world = processOf(sim);
      return survive(async () => deed?.(sim, world));
    }),
  );
  if (dice.chance(0.5)) await takeJob(sim);
  passTime(sim);
}

/** The worker comes back for good: the sweep asks for what was lost, and all that is asked is done. */
export async function settle(sim: SimulatedWorld): Promise<void> {
  const { world, jobs, clock, db } = sim;
  jobs.splice(0);
  for (let minute = 0; minute < 20; minute++) {
    clock.now = new Date(clock.now.getTime() + 60_000);
    const failed = await sweepMinute(world);
    if (failed.length > 0) throw new Error(`parts of the sweep failed: ${failed.join(', ')}`);
    const asked = jobs.splice(0);
    for (const job of asked) {
      const run = handlers[job.name as keyof typeof handlers] as (world: World, payload: unknown) => Promise<unknown>;
      await run(world, job.payload);
    }
    if (asked.length === 0) break;
  }
  await foldDeltas(db);
}

/** A world over the stage, with seeded people, dice and ids. */
export function beginWorld(
  stage: Stage,
  given: {
    dice: Dice;
    random: Random;
    storage: Storage;
    people: readonly string[];
    managers: SimulatedWorld['managers'];
  },
): SimulatedWorld {
  const clock = { now: BEGINS };
  const jobs: SimulatedWorld['jobs'] = [];
  const world: World = {
    db: stage.db,
    heavy: { page: stage.db, file: stage.db },
    copyRows: stage.copyRows,
    now: () => clock.now,
    clockAgrees: async () => true,
    random: given.random,
    storage: given.storage,
    enqueue: async (job, payload) => {
      jobs.push({ name: job.name, payload: job.payload.parse(payload) });
      return 'queued';
    },
    log: silentLog,
    troubles: openTroubles({ db: stage.db, log: silentLog }),
    appUrl: 'http://localhost:3000',
    queueDepth: async () => ({ waiting: jobs.length, active: 0, delayed: 0, failed: 0 }),
  };
  return {
    ...stage,
    world,
    dice: given.dice,
    clock,
    people: given.people,
    managers: given.managers,
    jobs,
    promises: {
      saved: new Map(),
      kept: new Map(),
      sent: new Map(),
      heard: new Map(),
      confirmed: 0,
      facts: new Map(),
      seenOverdue: new Set(),
      trespasses: [],
    },
    deeds: {},
  };
}

/** Writes down rows that never change when they are first seen; the ones that have changed since. */
export async function watchFacts({ db, promises }: SimulatedWorld): Promise<string[]> {
  const rows = await db.rows<{ id: string; kind: string; row: unknown }>`
    SELECT id::text, 'completion' AS kind, to_jsonb(c) AS row FROM "Completion" c
    UNION ALL SELECT id::text, 'certificate', to_jsonb(t) - '{status,issuedAt,documentSha256,documentBytes,documentRenderer,unprintable,unprintableAt}'::text[] FROM "Certificate" t
    UNION ALL SELECT id::text, 'document', jsonb_build_array("documentSha256", "issuedAt", "documentRenderer") FROM "Certificate" WHERE status = 'ISSUED'
    UNION ALL SELECT id::text, 'grading', to_jsonb(g) FROM "Grading" g
    UNION ALL SELECT id::text, 'paper', jsonb_build_array(paper, number, "startedAt") FROM "Attempt"`;
  const changed: string[] = [];
  const seen = new Set<string>();
  for (const { id, kind, row } of rows) {
    const key = `${kind} ${id}`;
    seen.add(key);
    const now = createHash('sha256').update(JSON.stringify(row)).digest('hex');
    const then = promises.facts.get(key);
    if (then === undefined) promises.facts.set(key, now);
    else if (then !== now) changed.push(key);
  }
  for (const key of promises.facts.keys()) if (!seen.has(key)) changed.push(`${key} is gone`);
  return changed;
}
