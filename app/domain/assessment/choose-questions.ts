import type { Bank } from './paper.ts';
import { type Bytes, shuffle } from './shuffle.ts';

/** How many questions about a lesson a paper draws. */
export type Section = { lessonCode: string; questions: number };

/** What is known of whoever the paper is for. */
export type Before = {
  /** When her papers last asked a question, by its version in this bank; what never was asked is not in it. */
  lastSeen: ReadonlyMap<string, number>;
  /** How many attempts she has after this one. */
  attemptsAfter: number;
};

/** Whether the rule of scenarios holds on a paper: by new ones alone, by some seen before, or not, for want of them. */
export type ScenarioRule = 'kept' | 'repeated' | 'given-up';

/** A paper holds so many scenarios; of one lesson only so many count for that, so that they come from two at least. */
const SCENARIOS = 3;
const OF_ONE_LESSON = 2;

type Candidate = { id: string; scenario: boolean; facts: readonly string[]; lastSeen: number };
/** What a lesson has to give to the paper, and what it has given. */
type Pool = { questions: number; left: Candidate[]; chosen: Candidate[] };
/** A paper in the making. `ruled`: the bank has the scenarios that the rule needs. */
type Draw = { pools: readonly Pool[]; ruled: boolean; attemptsAfter: number; asked: Set<string> };

const NEVER = Number.NEGATIVE_INFINITY;
const isScenario = ({ scenario }: Candidate) => scenario;
const isNew = ({ lastSeen }: Candidate) => lastSeen === NEVER;
const isNewScenario = (each: Candidate) => isScenario(each) && isNew(each);

const countOf = <T>(items: readonly T[], has: (item: T) => boolean) => items.filter(has).length;
const sumOf = <T>(items: readonly T[], number: (item: T) => number) =>
  items.reduce((sum, item) => sum + number(item), 0);

const roomIn = (pool: Pool) => pool.questions - pool.chosen.length;
/** How many scenarios of a lesson can count on one paper, and how many do so already. */
const canCount = (pool: Pool) => Math.min(OF_ONE_LESSON, pool.questions);
const counted = (pool: Pool) => Math.min(OF_ONE_LESSON, countOf(pool.chosen, isScenario));

/**
 * Chooses the questions of a paper: from each section as many as it declares, none twice. In a lesson those that she has
 * never seen come first, then the least recently seen; among equals those with a fact that is not asked yet, then chance.
 * The paper holds three scenarios, from at least two lessons, and leaves as many new ones as the attempts after it need;
 * where new ones run out, the least recently seen are taken again; where the bank has too few, the rule is given up.
 * @throws RangeError when a section has fewer candidates than it draws
 */
export function chooseQuestions(
  bank: Bank,
  sections: readonly Section[],
  bytes: Bytes,
  { lastSeen, attemptsAfter }: Before,
): { chosen: string[]; scenarios: ScenarioRule } {
  const pools = shuffle(sections, bytes).map((section) => poolOf(bank, section, bytes, lastSeen));
  const possible = sumOf(pools, (pool) => Math.min(canCount(pool), countOf(pool.left, isScenario)));
  const draw = { pools, ruled: possible >= SCENARIOS, attemptsAfter, asked: new Set<string>() };
  if (draw.ruled) takeScenarios(draw);
  const repeated = pools.some((pool) => !pool.chosen.every(isNew));
  for (const pool of pools) while (roomIn(pool) > 0) takeBest(draw, [pool], () => true);
  return {
    chosen: pools.flatMap((pool) => pool.chosen.map(({ id }) => id)),
    scenarios: !draw.ruled ? 'given-up' : repeated ? 'repeated' : 'kept',
  };
}

function poolOf(bank: Bank, section: Section, bytes: Bytes, lastSeen: ReadonlyMap<string, number>): Pool {
  const candidates = [...bank].filter(([, question]) => question.lessonCode === section.lessonCode);
  if (candidates.length < section.questions) {
    throw new RangeError(`section ${section.lessonCode} draws ${section.questions} of ${candidates.length}`);
  }
  const left = candidates.map(([id, { content, facts }]) => ({
    id,
    scenario: content.type === 'scenario',
    facts,
    lastSeen: lastSeen.get(id) ?? NEVER,
  }));
  return { questions: section.questions, left: shuffle(left, bytes), chosen: [] };
}

/** The scenarios without which the paper breaks its rule. */
function takeScenarios(draw: Draw): void {
  // Where a lesson has too few other new questions, new scenarios are asked anyway: they count first.
  for (const pool of draw.pools) {
    const others = countOf(pool.left, (each) => isNew(each) && !isScenario(each));
    while (roomIn(pool) > others && takeBest(draw, [pool], isNewScenario));
  }
  while (sumOf(draw.pools, counted) < SCENARIOS) {
    const open = draw.pools.filter((pool) => roomIn(pool) > 0 && counted(pool) < OF_ONE_LESSON);
    takeBest(draw, open, isScenario);
  }
}

/** Moves the best of what may be taken onto the paper; false when there is none. Lists are shuffled: chance decides among equals. */
function takeBest(draw: Draw, from: readonly Pool[], may: (each: Candidate) => boolean): boolean {
  let best: { pool: Pool; candidate: Candidate; weight: number[] } | null = null;
  for (const pool of from) {
    const spare = hasToSpare(draw, pool);
    for (const candidate of pool.left.filter(may)) {
      const asksNothingNew = candidate.facts.length > 0 && candidate.facts.every((fact) => draw.asked.has(fact));
      const weight = [candidate.lastSeen, Number(isNewScenario(candidate) && !spare), Number(asksNothingNew)];
      if (!best || isLess(weight, best.weight)) best = { pool, candidate, weight };
    }
  }
  if (!best) return false;
  const { pool, candidate } = best;
  pool.left.splice(pool.left.indexOf(candidate), 1);
  pool.chosen.push(candidate);
  for (const fact of candidate.facts) draw.asked.add(fact);
  return true;
}

/**
 * Whether a new scenario of this lesson can be taken and enough are left for the attempts after this one. Each of them
 * can use two of a lesson: what a lesson has beyond that is missed by none.
 */
function hasToSpare({ pools, ruled, attemptsAfter }: Draw, pool: Pool): boolean {
  const left = (each: Pool) => countOf(each.left, isNewScenario);
  const useful = (each: Pool) => attemptsAfter * canCount(each);
  if (!ruled || left(pool) > useful(pool)) return true;
  return sumOf(pools, (each) => Math.min(left(each), useful(each))) > SCENARIOS * attemptsAfter;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
