import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { seededRandom } from '#app/platform/random.server.ts';
import { makeDice } from '#prisma/seed/dice.ts';
import { SLOWEST_MOVE_MS } from './act.ts';
import {
  clearUp,
  closeDevice,
  type Device,
  goTo,
  isAlive,
  lookAt,
  openDevice,
  openTab,
  ownerOf,
  signInOn,
  type Tab,
} from './device.ts';
import { makeLearner, type WalkGround } from './ground.ts';
import { type Finding, findDoubled, findLost, findReplaced, findUnwanted } from './judge.ts';
import type { Passed } from './line.ts';
import { isSettled, observe } from './observe.ts';
import type { Walk } from './state.ts';
import { closingActs, step } from './step.ts';
import { eventually, within } from './waiting.ts';

export type WalkResult = {
  seed: string;
  acts: number;
  /** Answers that the product said were stored. */
  acknowledged: number;
  findings: Finding[];
  /** From the return of the line until every page had come to rest. */
  settledMs: number;
  /** Milliseconds from the click to the other question, script only. */
  moves: number[];
  trace: string[];
};

/** How long a page may take to come to rest after the line is back; a page's own clock may run faster. */
const restMs = (pace: number) => 45_000 / pace + (pace > 1 ? 10_000 : 0);

const QUIET_LOOKS = 4;

const WIDTHS = [360, 1280];

async function begin(browser: Browser, ground: WalkGround, seed: string, pace: number): Promise<Walk> {
  const dice = makeDice(seededRandom(`bad line ${seed}`));
  const name = seed.replace(/\W/g, '');
  const hasColleague = dice.chance(0.35);
  const learners = [await makeLearner(ground, `${name}4`)];
  if (hasColleague) learners.push(await makeLearner(ground, `${name}7`));
  const walk: Walk = {
    seed,
    dice,
    pace,
    ground,
    learners,
    devices: [],
    entries: [],
    doubts: [],
    handedIn: [],
    wishes: [],
    finished: [],
    words: 0,
    since: Date.now(),
    moves: [],
    trace: [],
  };
  const isScripted = dice.chance(0.8);
  const count = dice.chance(0.55) ? 2 : 1;
  for (let at = 1; at <= count; at++) {
    const width = WIDTHS[(at + dice.whole(0, 1)) % 2] ?? 360;
    const device = await openDevice(browser, ground, {
      name: `d${at}`,
      width,
      isScripted,
      pace,
      learner: learners[0] as never,
    });
    walk.devices.push(device);
    await openTab(device, `/attempts/${device.learner.attemptId}`, { withinMs: 30_000 });
  }
  walk.trace.push(`${learners.length} learners, ${count} devices, ${isScripted ? 'script' : 'no script'}`);
  return walk;
}

/** Waits for every page to come to rest; names those that do not. */
async function rest(walk: Walk, tabs: readonly Tab[]): Promise<Finding[]> {
  const restless = new Map<Tab, string>();
  let quiet = 0;
  await eventually(async () => {
    restless.clear();
    for (const tab of tabs) {
      const why = await isSettled(walk, tab);
      if (why) restless.set(tab, why);
    }
    // A page that has just been opened begins with what the server told it.
    quiet = restless.size === 0 ? quiet + 1 : 0;
    return quiet > QUIET_LOOKS;
  }, restMs(walk.pace));
  return [...restless].map(([tab, why]) => ({ kind: 'stuck', text: `${tab.name}: ${why}` }));
}

/** The line comes back; what the browser itself gave up on is loaded again, as a person would. */
async function lineReturns(walk: Walk): Promise<Tab[]> {
  const tabs = walk.devices.flatMap((device) => device.tabs);
  for (const device of walk.devices) await clearUp(device);
  for (const tab of tabs) {
    const seen = await lookAt(tab);
    const isDead = !seen || (tab.device.isScripted && !(await isAlive(tab.page)));
    if (isDead) await goTo(tab, `/attempts/${tab.device.learner.attemptId}`, 10_000);
  }
  return tabs;
}

const deviceOf = (tab: string): string => tab.split('.')[0] ?? '';

/** Whoever used a device comes to it once more, so that it can give what it still keeps for her. */
async function comeBack(walk: Walk): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const device of walk.devices) {
    const deeds = [
      ...walk.entries,
      ...walk.handedIn.map((deed) => ({ ...deed, device: deviceOf(deed.tab) })),
      ...walk.finished.map(({ learner, tab }) => ({ attemptId: learner.attemptId, device: deviceOf(tab) })),
    ];
    const did = new Set(deeds.filter((deed) => deed.device === device.name).map((deed) => deed.attemptId));
    for (const learner of walk.learners.filter(({ attemptId }) => did.has(attemptId))) {
      await signInOn(device, walk.ground, learner);
      const tab = device.tabs[0] as Tab;
      await goTo(tab, `/attempts/${learner.attemptId}`, 10_000);
      const hers = device.tabs.filter((each) => ownerOf(each, walk.learners) === learner);
      findings.push(...(await rest(walk, hers)), ...(await observe(walk, tab)));
    }
  }
  return findings;
}

const storageOf = async (device: Device): Promise<string> => {
  const seen = await Promise.all(device.tabs.map(lookAt));
  return seen.map((each) => each?.storage ?? '').join('\n');
};

async function judge(walk: Walk): Promise<Finding[]> {
  const findings: Finding[] = [];
  const storages = new Map<string, string>();
  for (const device of walk.devices) storages.set(device.name, await storageOf(device));
  for (const learner of walk.learners) {
    const { witness } = walk.ground;
    const [versions, outcome] = await Promise.all([
      witness.versionsOf(learner.attemptId),
      witness.outcomeOf(learner.attemptId),
    ]);
    findings.push(
      ...findReplaced(walk, learner, versions, outcome),
      ...findLost(walk, learner, versions, outcome, storages),
      ...findDoubled(learner, outcome),
      ...findUnwanted(walk, learner),
    );
  }
  return findings;
}

/** What she set going and did not see done is done by itself once the line is back. */
async function findUndone({ handedIn, finished, ground, pace }: Walk): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { attemptId, tab } of handedIn) {
    const done = async () => (await ground.witness.outcomeOf(attemptId)).state === 'FINISHED';
    if (!(await eventually(done, restMs(pace))))
      findings.push({ kind: 'stuck', text: `${tab}: handed in, not finished` });
  }
  for (const { learner, tab } of finished) {
    const done = () => ground.witness.isLessonRead(learner.personId, learner.lessonPath.split('/').at(-1) ?? '');
    if (!(await eventually(done, restMs(pace))))
      findings.push({ kind: 'stuck', text: `${tab}: lesson finished, not recorded` });
  }
  return findings;
}

const tellPassed = ({ device, method, path, fault, beganAt, answeredAt, status, deliveredAt }: Passed): string => {
  const after = (at: number | null) => (at === null ? '–' : `${at - beganAt} ms`);
  return `${device} ${method} ${path} ${fault}: ${status ?? '–'} after ${after(answeredAt)}, delivered after ${after(deliveredAt)}`;
};

const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((each) => [`${each.kind} ${each.text}`, each])).values(),
];

/** Where every act runs into its limit the walk goes on to its end, which needs its time as well. */
const LONGEST_ACTS_MS = 120_000;
/** A walk that has not ended by then hangs in a page that answers nothing at all. */
const LONGEST_WALK_MS = 300_000;
const CLOSING_MS = 10_000;

/** One walk of one seed: a bad day of one learner, then the line comes back, then judgement. */
export async function walkBadLine(
  browser: Browser,
  ground: WalkGround,
  { seed, pace }: { seed: string; pace: number },
): Promise<WalkResult> {
  const walk = await begin(browser, ground, seed, pace);
  try {
    const ended = await Promise.race([walkThrough(walk), sleep(LONGEST_WALK_MS, null, { ref: false })]);
    const { findings, settledMs } = ended ?? {
      findings: [{ kind: 'stuck' as const, text: 'the walk did not come to its end' }],
      settledMs: LONGEST_WALK_MS,
    };
    return {
      seed,
      acts: walk.trace.length,
      acknowledged: countAcknowledged(walk),
      findings: unique(findings),
      settledMs,
      moves: walk.moves,
      trace: walk.trace,
    };
  } finally {
    await within(CLOSING_MS, Promise.all(walk.devices.map(closeDevice)), null);
  }
}

async function walkThrough(walk: Walk): Promise<Pick<WalkResult, 'findings' | 'settledMs'>> {
  const findings: Finding[] = [];
  const look = async () => {
    for (const tab of walk.devices.flatMap((device) => device.tabs)) findings.push(...(await observe(walk, tab)));
  };
  const acts = walk.dice.whole(14, 24);
  for (let at = 0; at < acts && Date.now() - walk.since < LONGEST_ACTS_MS; at++) {
    await step(walk);
    await look();
  }
  await closingActs(walk);
  await look();
  walk.trace.push('the line is back');
  const since = Date.now();
  findings.push(...(await rest(walk, await lineReturns(walk))));
  for (const ms of walk.moves)
    if (ms > SLOWEST_MOVE_MS) findings.push({ kind: 'slow', text: 'a move between questions waited for the network' });
  const settledMs = Date.now() - since;
  for (const { line } of walk.devices) walk.trace.push(...line.log.slice(-4).map(tellPassed));
  await look();
  findings.push(...(await comeBack(walk)), ...(await findUndone(walk)), ...(await judge(walk)));
  return { findings, settledMs };
}

/** Answers that the product said were stored; of a form without script, its answer that leads on. */
function countAcknowledged({ devices }: Walk): number {
  const stored = ({ status, answer }: Passed) =>
    status === 302 ? 1 : (answer.match(/"outcome":"saved","revision"|"outcome":"saved","slot"/g) ?? []).length;
  return devices
    .flatMap(({ line }) => line.log)
    .filter(({ method, path }) => method === 'POST' && path.startsWith('/attempts/'))
    .reduce((sum, passed) => sum + stored(passed), 0);
}
