import { setTimeout as sleep } from 'node:timers/promises';
import { errorWords } from '#app/words/errors.ts';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { NOTHING } from './answers.ts';
import { type Device, isAlive, lookAt, ownerOf, type Seen, type Tab } from './device.ts';
import type { Learner } from './ground.ts';
import type { Finding } from './judge.ts';
import type { Entry, Walk } from './state.ts';

const { saved } = uiWords('vi');
const SAVED = saved.saved('').trim();
/** From a keystroke on, a page may take so long to say that it is saving. */
const SAYING_MS = 1_500;

/** What a page says that is not so, at this moment. */
export async function observe(walk: Walk, tab: Tab): Promise<Finding[]> {
  const seen = await lookAt(tab);
  if (!seen) return [];
  const seenAt = Date.now();
  const findings: Finding[] = [];
  const { device, name } = tab;
  if (seen.text.includes(errorWords('vi')[500].title)) {
    const failed = device.line.log.filter(
      ({ status, answeredAt }) => (status ?? 0) >= 500 && seenAt - (answeredAt ?? 0) < 60_000,
    );
    findings.push({
      kind: 'blamed',
      text:
        failed.length > 0
          ? `${name}: the product failed at ${failed.at(-1)?.path}`
          : `${name}: a failure of the line is called ours`,
    });
  }
  // A page that stood there before she left it is not what the device shows to somebody else.
  const isNew = seen.loadedAt > device.since;
  for (const { mark, attemptId } of walk.learners.filter((each) => each !== device.learner))
    if (seen.text.includes(mark) && (isNew || !seen.path.includes(attemptId)))
      findings.push({ kind: 'foreign', text: `${name}: ${device.learner.mark} sees what ${mark} wrote` });
  if (seen.saving.includes(SAVED)) findings.push(...(await findUntrue(walk, tab, seen, seenAt)));
  return findings;
}

/**
 * "Saved" is said of everything entered on this page: it is stored, or she has chosen against it. What was entered on
 * the page that stood there before may also be kept beside what stands, for another page to ask her about it.
 */
async function findUntrue(walk: Walk, tab: Tab, seen: Seen, seenAt: number): Promise<Finding[]> {
  const { attemptId } = ownerOf(tab, walk.learners);
  if (!seen.path.includes(attemptId)) return [];
  const last = new Map(
    walk.entries
      .filter((entry) => entry.tab === tab.name && entry.attemptId === attemptId && entry.isScripted)
      .map((entry) => [entry.slot, entry]),
  );
  const due = [...last.values()].filter(({ at, value }) => at < seenAt - SAYING_MS && value !== NOTHING);
  if (due.length === 0) return [];
  let unsafe = await unsafeOf(walk, attemptId, due, seen);
  if (unsafe.length > 0 && unsafe.every(({ at }) => at < seen.loadedAt)) {
    if (await isCorrectedSoon(tab, seen)) return [];
    // What the page has found on the device it may have brought to the server meanwhile.
    unsafe = await unsafeOf(walk, attemptId, due, seen);
  }
  if (unsafe.length === 0) return [];
  const { kept, standing } = await walk.ground.witness.outcomeOf(attemptId);
  return unsafe.map(({ slot, value }) => ({
    kind: 'untrue',
    text: `${tab.name} says saved; question ${slot} ${value} was never stored; there are ${[...(kept.get(slot) ?? [])].join(', ')}, and ${standing.get(slot)} stands`,
  }));
}

/** Those of the entries that are neither stored nor kept beside what stands. */
async function unsafeOf(walk: Walk, attemptId: string, entries: readonly Entry[], seen: Seen): Promise<Entry[]> {
  const versions = await walk.ground.witness.versionsOf(attemptId);
  const unstored = entries.filter(
    (entry) => !versions.some(({ slot, value }) => slot === entry.slot && value === entry.value),
  );
  if (unstored.length === 0) return [];
  const { kept, settled } = await walk.ground.witness.outcomeOf(attemptId);
  return unstored.filter(
    ({ slot, value, at }) => !((seen.loadedAt > at ? kept : settled).get(slot)?.has(value) ?? false),
  );
}

/** A page that was just opened says what the server told it, until its script has looked at what the device holds. */
async function isCorrectedSoon(tab: Tab, seen: Seen): Promise<boolean> {
  if (!(await isAlive(tab.page))) return true;
  await sleep(SAYING_MS);
  const again = await lookAt(tab);
  return again === null || again.loadedAt !== seen.loadedAt || !again.saving.includes(SAVED);
}

/** Null when the page has come to rest; else what it still does. */
export async function isSettled(walk: Walk, tab: Tab): Promise<string | null> {
  const seen = await lookAt(tab);
  if (!seen) return 'no page';
  if (!tab.device.isScripted) return null;
  if (seen.busy) return `a button is busy on ${seen.path}`;
  const isHers = ownerOf(tab, walk.learners) === tab.device.learner && !tab.device.isSignedOut;
  if (isHers && seen.saving.includes(saved.handedIn)) return 'handed in, and its result does not open';
  if (isHers && seen.saving.includes(saved.signedOut)) return 'it asks her to sign in, and she has';
  if (
    [saved.saving, saved.retrying, saved.offline, saved.refused, saved.handInWaits].some((words) =>
      seen.saving.includes(words),
    )
  )
    return `it says ${seen.saving}`;
  const owner = ownerOf(tab, walk.learners);
  const { attemptId } = owner;
  if (!seen.path.includes(attemptId) || !seen.storage.includes(attemptId)) return null;
  return (await asksHer(tab.device, owner)) ? null : 'answers of hers wait on the device';
}

/**
 * Whether a page of this device asks her for something: a choice, or to sign in. Until then answers may wait on it; once
 * she is signed in, nothing waits for that.
 */
async function asksHer(device: Device, owner: Learner): Promise<boolean> {
  const seen = (await Promise.all(device.tabs.map(lookAt))).filter((each) => each !== null);
  const says = (words: string) => seen.some(({ text }) => text.includes(words));
  if (says(saved.choose)) return true;
  const isHere = device.learner === owner && !device.isSignedOut;
  // Somebody else's paper is nowhere to be found for who is signed in.
  const isElsewhere = says(quizWords('vi').line.otherAccount) || says(errorWords('vi')[404].title);
  return !isHere && (says(saved.signedOut) || isElsewhere);
}
