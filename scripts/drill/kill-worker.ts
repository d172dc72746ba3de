import { setTimeout as sleep } from 'node:timers/promises';
import { recountRollups } from '#app/domain/reporting/recount.server.ts';
import { applyBatch } from '#app/domain/training/apply-batch.server.ts';
import { openQueue } from '#app/platform/queue.server.ts';
import { seededRandom, systemRandom } from '#app/platform/random.server.ts';
import { makeDice } from '../../prisma/seed/dice.ts';
import { defineDrill } from './drill.ts';
import { assignUnit, beginQuiz, type Desk, eachOf, makeManager, passQuiz } from './learn.ts';
import { enrolAndRead, makeAgencies, makePeople } from './make-people.ts';
import { type Ground, openRedis, openSite, publishAll, silentLog, withGround } from './open-ground.ts';
import { checkDocuments, compareOutcomes, type Documents, readOutcome } from './read-outcome.ts';
import { type Death, runWorker } from './run-worker.ts';

type KillOptions = {
  seed: string;
  completions: number;
  kills: number;
  seconds: number;
  backend: string;
  say: (line: string) => void;
};

export const drill = defineDrill({
  options: { completions: 500, kills: 20, seconds: 100, backend: 'postgres' },
  choices: { backend: ['postgres', 'redis'] },
  run: killWorker,
});

type Moment = Death & { reserved: number; deltas: number; inHand: number };
type Run = {
  deaths: Moment[];
  outcome: string[];
  documents: Documents;
  completions: number;
  settledAfterMs: number;
  pendingDeltas: number;
  batchesLeft: number;
  compared: number;
  differences: number;
  unavailable: number;
};

const SETTLE_MS = 240_000;

/**
 * Completions while the worker is killed again and again, and the same completions once more in peace. True when both
 * end with one issued certificate a completion, whose document is the one its row speaks of, with roll-ups that equal
 * the recount, and with the same rows.
 */
async function killWorker(options: KillOptions): Promise<boolean> {
  const { say, seed, completions, kills, seconds, backend } = options;
  say(`seed ${seed}, ${completions} completions, ${kills} kills over ${seconds} s, queue on ${backend}`);
  return withGround('drill-kill', async (ground) => {
    const redisUrl = backend === 'redis' ? await openRedis(ground) : undefined;
    const beganAt = Date.now();
    const disturbed = await run(ground, 'disturbed', { ...options, redisUrl, beganAt, isDisturbed: true });
    say('the same without kills');
    const control = await run(ground, 'control', { ...options, redisUrl, beganAt, isDisturbed: false });
    return judge(options, disturbed, control);
  });
}

type RunOptions = KillOptions & { redisUrl: string | undefined; beganAt: number; isDisturbed: boolean };

async function run(ground: Ground, name: string, options: RunOptions): Promise<Run> {
  const { seed, completions, say } = options;
  const site = await openSite(ground, name);
  const { db } = site;
  const courses = await publishAll(site);
  const agencyCodes = await makeAgencies(db);
  const people = await makePeople(db, { count: completions, agencyCodes, seed });

  // Both runs begin at the same moment of their clocks, so that their months are the same.
  const ahead = options.beganAt - Date.now();
  const queueName = `drill_${name}`;
  const queue = openQueue({
    databaseUrl: site.databaseUrl,
    redisUrl: options.redisUrl,
    name: queueName,
    log: silentLog,
  });
  ground.onClose(() => queue.close());
  const desk: Desk = {
    db,
    now: () => new Date(Date.now() + ahead),
    random: systemRandom,
    enqueue: queue.enqueue,
    appUrl: 'http://127.0.0.1:3000',
  };
  const manager = await makeManager(db);
  const learners = people.map((person, index) => {
    const course = courses[index % courses.length];
    if (!course) throw new Error('content/ holds no course');
    return { personId: person.id, slug: course.slug, courseId: course.id };
  });
  const [first] = courses;
  if (first) {
    const quiet = { ...desk, enqueue: async () => 'unavailable' as const };
    await applyBatch(desk, await assignUnit(quiet, manager, { courseCode: first.code, agencyCode: 'VN.P01' }));
  }
  for (const course of courses) {
    const theirs = learners.filter((learner) => learner.courseId === course.id).map((learner) => learner.personId);
    await enrolAndRead(db, theirs, course.id, desk.now());
  }
  const attempts = learners.map(() => '');
  await eachOf(learners, 8, async (learner, index) => {
    attempts[index] = (await beginQuiz(desk, learner)).attemptId;
  });

  await queue.ready({ withinMs: 30_000 });
  const worker = runWorker(ground, site, { redisUrl: options.redisUrl, queueName });
  await worker.ready();
  const plan = planMoments(seed, options);
  const since = Date.now();
  const until = (ms: number) => sleep(Math.max(0, since + ms - Date.now()));
  let done = 0;
  const pass = async (index: number) => {
    const { personId, slug } = learners[index] ?? { personId: '', slug: '' };
    await passQuiz(desk, { personId, slug, attemptId: attempts[index] ?? '' });
    done++;
  };
  const submitting: Promise<unknown>[] = plan.spread.map((ms, index) => until(ms).then(() => pass(index)));
  const deaths: Moment[] = [];
  for (const [turn, moment] of plan.kills.entries()) {
    await until(moment.at);
    if (moment.whenReady) await worker.ready();
    submitting.push(...moment.burst.map(pass));
    // In the middle of it everybody is assigned the last course: work that is cut into pieces dies between them.
    if (turn === Math.floor(plan.kills.length / 2)) {
      submitting.push(assignUnit(desk, manager, { courseCode: courses.at(-1)?.code ?? '', agencyCode: 'VN' }));
    }
    await sleep(moment.after);
    if (!options.isDisturbed) continue;
    const death = await worker.kill();
    const [reserved, deltas, depth] = await Promise.all([
      db.certificate.count({ where: { status: 'RESERVED' } }),
      db.rollupDelta.count(),
      queue.depth().catch(() => null),
    ]);
    deaths.push({ ...death, reserved, deltas, inHand: depth?.active ?? 0 });
    say(
      `  ${String(deaths.length).padStart(2)}  pid ${death.pid} killed ${death.at.toISOString()} after ${death.livedMs} ms${death.wasReady ? '' : ' (starting)'}: ` +
        `${done} completed, ${reserved} to issue, ${deltas} deltas, ${depth?.active ?? '?'} jobs in hand`,
    );
  }
  await Promise.all(submitting);
  const endedAt = Date.now();
  await settle(site, completions);
  const settledAfterMs = Date.now() - endedAt;
  const { compared, differences } = await recountRollups({ db, now: desk.now });
  const result = {
    deaths,
    outcome: await readOutcome(db),
    documents: await checkDocuments(site),
    completions: await db.completion.count(),
    settledAfterMs,
    pendingDeltas: await db.rollupDelta.count(),
    batchesLeft: await db.assignmentBatch.count({ where: { finishedAt: null } }),
    compared,
    differences,
    unavailable: queue.failures(),
  };
  await worker.stop();
  await queue.close();
  return result;
}

type Plan = {
  /** When the completions outside the bursts come. */
  spread: number[];
  kills: { at: number; whenReady: boolean; after: number; burst: number[] }[];
};

/**
 * When what happens: half of the completions anywhere, half in bursts into which the kills fall, so that they hit work
 * in hand. One kill in five does not wait for the successor of the last one to be at work.
 */
function planMoments(
  seed: string,
  { completions, kills, seconds }: { completions: number; kills: number; seconds: number },
): Plan {
  const dice = makeDice(seededRandom(`kill ${seed}`));
  const span = seconds * 1000;
  const size = Math.floor(completions / 2 / kills);
  const alone = completions - size * kills;
  const moments = Array.from({ length: kills }, () => dice.between(0, span)).sort((a, b) => a - b);
  return {
    spread: Array.from({ length: alone }, () => dice.between(0, span)),
    kills: moments.map((at, turn) => ({
      at,
      whenReady: dice.chance(0.8),
      after: dice.between(0, 400),
      burst: Array.from({ length: size }, (_, index) => alone + turn * size + index),
    })),
  };
}

/** Waits until nothing is left to do: every certificate issued, every batch worked off, every delta folded. */
async function settle({ db }: { db: Desk['db'] }, completions: number): Promise<void> {
  const until = Date.now() + SETTLE_MS;
  for (;;) {
    const [issued, deltas, batches] = await Promise.all([
      db.certificate.count({ where: { status: 'ISSUED' } }),
      db.rollupDelta.count(),
      db.assignmentBatch.count({ where: { finishedAt: null } }),
    ]);
    if ((issued >= completions && deltas + batches === 0) || Date.now() > until) return;
    await sleep(250);
  }
}

function judge({ say, completions, kills }: KillOptions, disturbed: Run, control: Run): boolean {
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  for (const [name, run] of [
    ['with kills', disturbed],
    ['control', control],
  ] as const) {
    const { documents } = run;
    say(
      `${name}: ${run.completions} completions, ${documents.certificates} certificates, ${documents.issued} issued, ${documents.wrong.length} with another document; ` +
        `${run.pendingDeltas} deltas left, ${run.differences} of ${run.compared} roll-ups differ from the recount; ${run.outcome.length} rows compared; ` +
        `settled ${(run.settledAfterMs / 1000).toFixed(1)} s after the last completion; ` +
        `${documents.strayFiles} stray and ${documents.halfFiles} half-written files; ${run.unavailable} hints not queued`,
    );
    demand(run.completions === completions, `${name}: not ${completions} completions`);
    demand(documents.certificates === completions, `${name}: not ${completions} certificates`);
    demand(documents.issued === completions, `${name}: not all certificates are issued`);
    demand(
      documents.wrong.length === 0,
      `${name}: documents differ from their rows: ${documents.wrong.slice(0, 5).join(', ')}`,
    );
    demand(run.pendingDeltas === 0, `${name}: deltas are left`);
    demand(run.batchesLeft === 0, `${name}: a batch is not worked off`);
    demand(run.differences === 0 && run.compared > 0, `${name}: roll-ups differ from the recount`);
  }
  const pids = new Set(disturbed.deaths.map((death) => death.pid));
  demand(disturbed.deaths.length === kills && pids.size === kills, `not ${kills} processes died`);
  const hit = disturbed.deaths.filter((death) => death.inHand > 0).length;
  const ready = disturbed.deaths.filter((death) => death.wasReady).length;
  say(`killed: ${[...pids].join(' ')}; ${ready} at work, ${hit} with jobs in hand`);
  const differing = compareOutcomes(disturbed.outcome, control.outcome);
  for (const line of differing.slice(0, 10)) say(`  ${line}`);
  demand(differing.length === 0, `${differing.length} rows differ between the two runs`);
  for (const fault of faults) say(`✗ ${fault}`);
  if (faults.length === 0) say('✓ every certificate came once, and both runs ended with the same rows');
  return faults.length === 0;
}
