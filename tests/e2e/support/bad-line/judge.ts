import { canonical, NOTHING } from './answers.ts';
import type { Learner } from './ground.ts';
import type { Fault, Passed } from './line.ts';
import type { Entry, Walk } from './state.ts';
import type { Outcome, Version } from './witness.ts';

/**
 * What must not happen: an answer lost, or replaced by one not based on it; a page that says saved and is wrong; work
 * that stands still though the line is back; a submission graded twice; another's answers shown; a failure of the line
 * called ours; a move between questions that waits for the network; a paper handed in while she goes on writing.
 */
export const KINDS = [
  'lost',
  'replaced',
  'untrue',
  'stuck',
  'doubled',
  'foreign',
  'blamed',
  'slow',
  'unwanted',
] as const;
export type Kind = (typeof KINDS)[number];
export type Finding = { kind: Kind; text: string };

const matches = (entry: Entry, value: string) => entry.value === value || entry.between.includes(value);

/** When the browser had something of the answer: of a page that is cut off it shows what came. */
const reachedAt = ({ fault, deliveredAt, answeredAt }: Passed): number | null =>
  deliveredAt ?? (fault === 'cut-answer' || fault === 'drip-answer' ? answeredAt : null);

/** Whether this device had an answer of the product between the two moments, about this attempt. */
const couldKnow = (log: readonly Passed[], attemptId: string, after: number, before: number) =>
  log.some((passed) => {
    const at = reachedAt(passed);
    return passed.path.includes(attemptId) && passed.beganAt >= after - 200 && at !== null && at <= before + 200;
  });

const NEVER_ARRIVES: readonly Fault[] = ['refuse', 'hang', 'cut-request', 'bad-gateway'];
const arrives = ({ fault }: Passed) => !NEVER_ARRIVES.includes(fault) && !fault.startsWith('portal');

/** The devices whose request was with the product when this came to stand. */
const sendersOf = (walk: Walk, attemptId: string, { at }: Version): Set<string> =>
  new Set(
    walk.devices
      .filter(({ line }) =>
        line.log.some(
          (each) =>
            arrives(each) &&
            each.method === 'POST' &&
            each.path.includes(attemptId) &&
            each.beganAt <= at + 200 &&
            (each.answeredAt ?? at) >= at - 200,
        ),
      )
      .map(({ name }) => name),
  );

/** Whether this request brought the product an answer that stood already, before it had the one that came to stand over it. */
function broughtSame(
  { method, path, body, answeredAt }: Passed,
  attemptId: string,
  old: Version,
  next: Version,
): boolean {
  if (method !== 'POST' || !path.endsWith(`${attemptId}/answers`) || answeredAt === null) return false;
  if (answeredAt < old.at - 200 || answeredAt > next.at) return false;
  const { saves = [] } = JSON.parse(body) as { saves?: { slot: number; answer?: unknown }[] };
  return saves.some(({ slot, answer }) => slot === old.slot && canonical(answer ?? null) === old.value);
}

/**
 * Whether an entry was made in knowledge of what stood before: her own page led from one to the other, it had shown her
 * what stood after it came to stand, or she had given the same answer herself and went on from it.
 */
function isBasedOn(walk: Walk, entry: Entry, old: Version, next: Version, attemptId: string): boolean {
  const chain = walk.entries.filter(
    (each) => each.tab === entry.tab && each.attemptId === attemptId && each.slot === old.slot && each.at <= entry.at,
  );
  const senders = sendersOf(walk, attemptId, old);
  const isOwn = chain.some((each) => matches(each, old.value) && each.at <= old.at);
  if (isOwn && (senders.size !== 1 || senders.has(entry.device))) return true;
  const log = walk.devices.find(({ name }) => name === entry.device)?.line.log ?? [];
  const gaveSame = chain.some((each) => matches(each, old.value));
  if (gaveSame && log.some((each) => arrives(each) && broughtSame(each, attemptId, old, next))) return true;
  return chain.some(
    (each) => each.shown.includes(old.value) && couldKnow(log, attemptId, old.at, each.at) && each.at >= old.at - 200,
  );
}

/**
 * Every answer that came to stand over another was given in knowledge of the other; and where that was her choice
 * between the two, the other is kept.
 */
export function findReplaced(
  walk: Walk,
  { attemptId, mark }: Learner,
  versions: readonly Version[],
  { kept }: Outcome,
): Finding[] {
  const findings: Finding[] = [];
  const standing = new Map<number, Version>();
  for (const version of versions) {
    const { slot, value } = version;
    const old = standing.get(slot);
    standing.set(slot, version);
    if (!old || old.value === NOTHING || old.value === value) continue;
    const makers = walk.entries.filter(
      (each) =>
        each.attemptId === attemptId && each.slot === slot && each.at <= version.at + 200 && matches(each, value),
    );
    const told = `${mark} question ${slot}: ${old.value} gave way to ${value}`;
    const based = makers.filter((each) => isBasedOn(walk, each, old, version, attemptId));
    if (based.length > 0) {
      if (based.every((each) => each.isChoice) && !kept.get(slot)?.has(old.value))
        findings.push({ kind: 'lost', text: `${told}, her choice, and is not kept` });
      continue;
    }
    if (walk.doubts.some((each) => each.attemptId === attemptId && each.slot === slot)) continue;
    const from = makers.map(({ tab }) => tab).join(', ') || 'nobody';
    findings.push({ kind: 'replaced', text: `${told} (from ${from}), which was not based on it` });
  }
  return findings;
}

/** The last that was entered for each question on each tab. */
function lastEntries(walk: Walk, attemptId: string): Entry[] {
  const last = new Map<string, Entry>();
  for (const entry of walk.entries) if (entry.attemptId === attemptId) last.set(`${entry.tab} ${entry.slot}`, entry);
  return [...last.values()];
}

/** Nothing stands or stood nowhere of what was entered last on a page with script. */
export function findLost(
  walk: Walk,
  { attemptId, mark }: Learner,
  versions: readonly Version[],
  outcome: Outcome,
  storages: ReadonlyMap<string, string>,
): Finding[] {
  const findings: Finding[] = [];
  const final = new Map<number, string>();
  for (const { slot, value } of versions) final.set(slot, value);
  for (const [slot, value] of final)
    if (outcome.standing.get(slot) !== value)
      findings.push({ kind: 'lost', text: `${mark} question ${slot}: ${value} was stored and is gone` });
  for (const entry of lastEntries(walk, attemptId)) {
    if (!entry.isScripted || entry.value === NOTHING) continue;
    const ofSlot = versions.filter(({ slot }) => slot === entry.slot);
    const before = ofSlot.filter(({ at }) => at < entry.at).at(-1);
    const stood = ofSlot.some((each) => each.value === entry.value && (each.at >= entry.at - 200 || each === before));
    const kept = outcome.kept.get(entry.slot)?.has(entry.value) ?? false;
    const followed = walk.entries.some(
      (each) =>
        each !== entry &&
        each.device === entry.device &&
        each.attemptId === attemptId &&
        each.slot === entry.slot &&
        each.at > entry.at &&
        each.shown.includes(entry.value),
    );
    if (stood || kept || followed) continue;
    const onDevice =
      storages.get(entry.device)?.includes(JSON.stringify(Object.values(JSON.parse(entry.value))[0]).slice(1, -1)) ??
      false;
    findings.push({
      kind: onDevice ? 'stuck' : 'lost',
      text: `${mark} question ${entry.slot} on ${entry.tab}: ${entry.value} was entered and ${onDevice ? 'only the device still has it' : 'is nowhere'}`,
    });
  }
  return findings;
}

/**
 * A paper that a page handed in by itself after she went on writing on it: she had wished it before, and nowhere on the
 * device after. What was on its way already is hers.
 */
export function findUnwanted(walk: Walk, { attemptId, mark }: Learner): Finding[] {
  const taken = walk.devices
    .flatMap(({ line }) => line.log)
    .find(({ path, answer }) => path.endsWith(`${attemptId}/hand-in`) && answer.includes('"outcome":"graded"'));
  if (!taken) return [];
  const wishes = walk.wishes.filter(
    (each) => each.attemptId === attemptId && each.device === taken.device && each.at <= taken.beganAt,
  );
  const wanted = wishes.some(({ wentOnAt }) => wentOnAt === null || wentOnAt + 200 >= taken.beganAt);
  return wanted || wishes.length === 0
    ? []
    : [{ kind: 'unwanted', text: `${mark}: handed in from ${taken.device} after she went on writing` }];
}

/** One submission, graded once, at most. */
export function findDoubled({ mark }: Learner, { state, gradings, attempts }: Outcome): Finding[] {
  const findings: Finding[] = [];
  if (gradings > 1) findings.push({ kind: 'doubled', text: `${mark}: graded ${gradings} times` });
  if (state === 'FINISHED' && gradings !== 1)
    findings.push({ kind: 'lost', text: `${mark}: finished without a grading` });
  if (attempts > 1) findings.push({ kind: 'doubled', text: `${mark}: ${attempts} attempts, begun once` });
  return findings;
}
