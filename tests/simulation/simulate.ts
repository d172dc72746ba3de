import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { openCopyRows } from '#app/platform/copy-rows.server.ts';
import { seededRandom } from '#app/platform/random.server.ts';
import { openStorage } from '#app/platform/storage.server.ts';
import { makeDice } from '#prisma/seed/dice.ts';
import { enrolAndRead, makePeople } from '#scripts/drill/make-people.ts';
import { publishSample } from '#tests/support/content.ts';
import { emptyAll, useDatabase } from '#tests/support/database.ts';
import { createAgencies, grant } from '#tests/support/factories.ts';
import { brokenRules, unfinishedWork } from './broken-rules.ts';
import { BEGINS, beginWorld, DEED_NAMES, type Stage, settle, turn, watchFacts } from './world.ts';

/** How many worlds there are, and the seed of the first: to look at one again, SIMULATION_WORLDS=1 SIMULATION_SEED=n. */
const WORLDS = Number(process.env.SIMULATION_WORLDS ?? 60);
const FIRST = Number(process.env.SIMULATION_SEED ?? 1);
const TURNS = 45;
const PEOPLE = 7;

/** Stays from world to world; everything else is emptied. */
const STAGE = [
  ...['Programme', 'Course', 'CourseEdition', 'Module', 'Lesson', 'Quiz', 'QuestionVersion', 'QuizQuestion'],
  ...['Agency', 'AgencyPlacement', 'AgencyAncestor'],
];

/** The worlds of every seed that leaves `remainder` when divided by `lanes`: a file for each lane, a lane for each core. */
export function simulateWorlds({ lanes, remainder }: { lanes: number; remainder: number }): void {
  const database = useDatabase({ empty: false });
  const folder = mkdtempSync(path.join(tmpdir(), 'truc-simulation-'));
  const deeds: Record<string, number> = {};
  const seeds = Array.from({ length: WORLDS }, (_, index) => FIRST + index).filter(
    (seed) => seed % lanes === remainder,
  );
  let stage: Stage;

  beforeAll(async () => {
    const { db, owner } = database;
    const agencies = await createAgencies(db);
    const timed = await publishSample(db, { slug: 'timed', code: 'T1', timeLimitMinutes: 30, attempts: 3 });
    const free = await publishSample(db, { slug: 'free', code: 'T2', attempts: 2, questions: 5 });
    stage = { db, owner, copyRows: openCopyRows(database.url), agencies, courses: [timed, free] };
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    const told = Object.entries(deeds).map(([name, times]) => `${name} ${times}`);
    console.log(`Simulated ${seeds.length} worlds: ${told.sort().join(', ')}`);
  });

  test.each(seeds)('what must always hold holds in the world of seed %i, before and after it settles', async (seed) => {
    const sim = await openWorld(stage, folder, seed);
    for (let round = 1; round <= TURNS; round++) {
      await turn(sim);
      if (round % 15 === 0) expect(await watchFacts(sim)).toEqual([]);
    }
    expect(await brokenRules(sim)).toEqual([]);
    await settle(sim);
    expect(await watchFacts(sim)).toEqual([]);
    expect(await brokenRules(sim)).toEqual([]);
    expect(await unfinishedWork(sim)).toEqual([]);
    for (const [name, times] of Object.entries(sim.deeds)) deeds[name] = (deeds[name] ?? 0) + times;
    deeds.completions = (deeds.completions ?? 0) + (await stage.db.completion.count());
  });

  test('the worlds were worth the while: every deed was done and courses were completed', () => {
    // Of a few worlds that are looked at again nothing of the kind can be said.
    if (seeds.length < 25) return;
    expect(Object.keys(deeds)).toEqual(expect.arrayContaining([...DEED_NAMES, 'completions']));
    expect(Math.min(...Object.values(deeds))).toBeGreaterThan(seeds.length / 10);
    expect(deeds.completions).toBeGreaterThan(seeds.length);
  });
}

async function openWorld(stage: Stage, folder: string, seed: number) {
  await emptyAll(stage.owner, { except: STAGE });
  const random = seededRandom(`world ${seed}`);
  const dice = makeDice(seededRandom(`dice ${seed}`));
  const agencyCodes = dice.shuffle(['VN.BNV', 'VN.P01.SNV', 'VN.X00376.DPV', 'VN.X00376.VHXH', 'VN.P79.SNV']);
  const people = await makePeople(stage.db, { count: PEOPLE + 2, agencyCodes, seed: String(seed) });
  const ids = people.map((person) => person.id);
  // Some have come as far as the quiz already; the others begin in this world.
  for (const course of stage.courses) {
    await enrolAndRead(stage.db, dice.shuffle(ids.slice(2)).slice(0, 3), course.courseId, BEGINS);
  }
  const manager = async (personId: string, agencyCode: string): Promise<Actor> => {
    await grant(stage.db, personId, 'TRAINING_MANAGER', agencyCode);
    return {
      personId,
      sessionId: 'simulated',
      fullName: 'Trần Văn Minh',
      email: 'minh@truc.example',
      locale: 'vi',
      theme: 'auto',
      grants: [{ role: 'TRAINING_MANAGER', agencyId: stage.agencies[agencyCode] ?? '', agencyCode }],
      at: BEGINS,
    };
  };
  return beginWorld(stage, {
    dice,
    random,
    storage: openStorage(pathToFileURL(mkdtempSync(path.join(folder, 'documents-'))).href),
    people: ids.slice(2),
    managers: { country: await manager(ids[0] ?? '', 'VN'), province: await manager(ids[1] ?? '', 'VN.P01') },
  });
}
