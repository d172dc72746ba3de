import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Known, openOutbox } from '#app/domain/assessment/outbox.ts';
import type { Conflict } from '#app/domain/assessment/weigh-saves.ts';
import { newWord } from '#app/http/ask-server.ts';
import { askAnswers } from './ask-answers.ts';
import { openDeviceBox, openStorage } from './device-box.ts';
import { type Keeper, type KeeperState, openKeeper } from './keep-answers.ts';

type Loaded = {
  personId: string;
  attemptId: string;
  answers: readonly ({ slot: number; savedAt: string } & Known)[];
  conflicts: readonly Conflict[];
};

const keyOf = (personId: string, attemptId: string) => `${personId}/${attemptId}`;

/** By person and attempt: they go on when the page is left, until the server has everything. */
const keepers = new Map<string, Keeper>();

/** A save's name. */
function newSaveId(): string {
  const word = newWord();
  return `${word.slice(0, 8)}-${word.slice(8, 12)}-4${word.slice(13, 16)}-a${word.slice(17, 20)}-${word.slice(20)}`;
}

const newestOf = (answers: Loaded['answers']): string | null =>
  answers
    .map((each) => each.savedAt)
    .sort()
    .at(-1) ?? null;

function keeperOf({ personId, attemptId, answers, conflicts }: Loaded): Keeper {
  const key = keyOf(personId, attemptId);
  const fresh = openOutbox(answers, conflicts);
  const there = keepers.get(key);
  if (there) {
    there.refresh(fresh);
    return there;
  }
  const locks = typeof navigator.locks?.query === 'function' ? navigator.locks : null;
  const keeper = openKeeper(fresh, newestOf(answers), {
    ask: askAnswers(attemptId, Date.now),
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
  keepers.set(key, keeper);
  addEventListener('online', () => keeper.wake());
  addEventListener('pageshow', () => keeper.wake());
  document.addEventListener('visibilitychange', () => keeper.wake({ leaving: document.visibilityState === 'hidden' }));
  return keeper;
}

const NEVER = () => () => undefined;

/** The keeper that this tab has had since an earlier visit. A page that script has yet to take over finds none. */
const keeperHere = ({ personId, attemptId }: Loaded): Keeper | null => keepers.get(keyOf(personId, attemptId)) ?? null;

/**
 * The answers of an attempt as this page has them. Until script runs, and where it never does, they are what the server
 * showed; `keeper` is null then.
 */
export function useAnswers(loaded: Loaded): { state: KeeperState; keeper: Keeper | null } {
  const [keeper, setKeeper] = useState<Keeper | null>(() => keeperHere(loaded));
  useEffect(() => setKeeper(keeperOf(loaded)), [loaded]);
  const shown = useMemo<KeeperState>(
    () => ({
      outbox: openOutbox(loaded.answers, loaded.conflicts),
      savedAt: newestOf(loaded.answers),
      sending: false,
      trouble: null,
      deviceRefuses: false,
      holdsOthers: false,
      handInSince: null,
      handedIn: false,
      versions: new Map(),
    }),
    [loaded],
  );
  const state = useSyncExternalStore(
    keeper?.subscribe ?? NEVER,
    () => keeper?.state() ?? shown,
    () => shown,
  );
  return { state, keeper };
}
