import { type Outbox, openOutbox } from '#app/domain/assessment/outbox.ts';
import { newWord } from '#app/http/ask-server.ts';
import { askAnswers, askStanding } from './ask-answers.ts';
import { openDeviceBox, openStorage } from './device-box.ts';
import { heldAttempts } from './held-attempts.ts';
import { type Keeper, openKeeper } from './keep-answers.ts';

/*
 * The keepers of this tab. One of an attempt goes on when its page is left, until the server has everything; and what a
 * page that is gone left on the device goes on from any page of the person it belongs to.
 */

type Owner = { personId: string; attemptId: string };

const keyOf = ({ personId, attemptId }: Owner) => `${personId}/${attemptId}`;
const keepers = new Map<string, Keeper>();
/** Those that were opened on another page than their attempt's, which she has not come to since. */
const elsewhere = new Set<string>();

/** A save's name. */
function newSaveId(): string {
  const word = newWord();
  return `${word.slice(0, 8)}-${word.slice(8, 12)}-4${word.slice(13, 16)}-a${word.slice(17, 20)}-${word.slice(20)}`;
}

/** The keeper that this tab has of an attempt, if any. */
export const keeperHere = (owner: Owner): Keeper | null => keepers.get(keyOf(owner)) ?? null;

/** The keeper of an attempt in this tab, with what the server showed of the attempt. */
export function keeperOf(owner: Owner, fresh: Outbox, savedAt: string | null): Keeper {
  const there = keeperHere(owner);
  if (there) {
    there.refresh(fresh, savedAt);
    return there;
  }
  const { personId, attemptId } = owner;
  const locks = typeof navigator.locks?.query === 'function' ? navigator.locks : null;
  const keeper = openKeeper(fresh, savedAt, {
    ask: askAnswers(attemptId, Date.now),
    askStanding: askStanding(attemptId),
    box: openDeviceBox({ personId, attemptId, writer: newWord(), storage: openStorage(), locks }),
    now: Date.now,
    newId: newSaveId,
    chance: Math.random,
    isOnline: () => navigator.onLine,
    setTimer(act, ms) {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  keepers.set(keyOf(owner), keeper);
  keeper.subscribe(tell);
  otherPages();
  tellOfEndAndChoices(owner, keeper);
  addEventListener('online', () => keeper.wake());
  addEventListener('pageshow', () => keeper.wake());
  document.addEventListener('visibilitychange', () => keeper.wake({ leaving: document.visibilityState === 'hidden' }));
  return keeper;
}

let pages: BroadcastChannel | null = null;

/** The pages of this browser, each of which may have the same attempt open or hold answers of it. */
function otherPages(): BroadcastChannel | null {
  if (pages || typeof BroadcastChannel !== 'function') return pages;
  pages = new BroadcastChannel('truc.attempt');
  pages.onmessage = ({ data }) => keepers.get(String(data))?.look();
  return pages;
}

/** The other pages of this browser that have something of this attempt ask what stands. */
export const tellOtherPages = (owner: Owner): void => otherPages()?.postMessage(keyOf(owner));

/** Tells them once the paper is taken, and when there is another choice for her to make. */
function tellOfEndAndChoices(owner: Owner, keeper: Keeper): void {
  const read = () => {
    const { handedIn, outbox } = keeper.state();
    return JSON.stringify([
      handedIn,
      outbox.conflicts.map(({ slot, rivals }) => [slot, rivals.map((each) => each.saveId)]),
    ]);
  };
  let told = read();
  keeper.subscribe(() => {
    const before = told;
    told = read();
    if (told !== before) tellOtherPages(owner);
  });
}

/** Lets everything go on that this device holds of this person, but for the attempt whose page is open. */
export function sendHeld(personId: string, open: string | null): void {
  for (const attemptId of heldAttempts(personId)) {
    const owner = { personId, attemptId };
    if (attemptId === open) continue;
    const there = keeperHere(owner);
    if (there) {
      there.wake();
      continue;
    }
    elsewhere.add(keyOf(owner));
    keeperOf(owner, openOutbox([], []), null);
  }
}

/** What became of answers while she is on another page than their attempt's, and what she is to know or do. */
export type Tiding = {
  attemptId: string;
  what: 'handed-in' | 'choose' | 'refused' | 'hand-in-waits' | 'waits' | 'saved';
};

const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of [...listeners]) listener();
}

/** What there is to tell this person, in whose browser others may have answers too. */
export function readTidings(personId: string): Tiding[] {
  return [...keepers].flatMap(([key, keeper]): Tiding[] => {
    const [owner, attemptId = ''] = key.split('/');
    const what = owner === personId ? tidingOf(key, keeper) : null;
    return what ? [{ attemptId, what }] : [];
  });
}

function tidingOf(key: string, keeper: Keeper): Tiding['what'] | null {
  const { handedIn, outbox, trouble, savedAt, handInSince } = keeper.state();
  const own = [...outbox.own.values()];
  if (handedIn) return 'handed-in';
  if (outbox.conflicts.length > 0) return 'choose';
  if (own.some((entry) => entry.state === 'refused')) return 'refused';
  const handsIn = handInSince !== null || outbox.over;
  if (own.length > 0 || handsIn) {
    if (trouble !== 'offline' && trouble !== 'unheard') return null;
    return handsIn ? 'hand-in-waits' : 'waits';
  }
  return savedAt && elsewhere.has(key) ? 'saved' : null;
}

export function watchTidings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** She has come to the pages of this attempt, where she sees it herself; or has been told long enough. */
export function seeAttempt(owner: Owner): void {
  elsewhere.delete(keyOf(owner));
  if (keeperHere(owner)?.state().handedIn) keepers.delete(keyOf(owner));
  tell();
}
