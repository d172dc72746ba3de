import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Known, openOutbox } from '#app/domain/assessment/outbox.ts';
import type { Conflict } from '#app/domain/assessment/weigh-saves.ts';
import { onLineBack } from '#app/http/line.ts';
import { newestOf } from './ask-answers.ts';
import type { Keeper } from './keep-answers.ts';
import type { KeeperState } from './keeper-state.ts';
import { keeperHere, keeperOf } from './open-keepers.ts';

type Loaded = {
  personId: string;
  attemptId: string;
  answers: readonly ({ slot: number; savedAt: string } & Known)[];
  conflicts: readonly Conflict[];
};

const NEVER = () => () => undefined;

/**
 * The answers of an attempt as this page has them. Until script runs, and where it never does, they are what the server
 * showed; `keeper` is null then.
 */
export function useAnswers(loaded: Loaded): { state: KeeperState; keeper: Keeper | null } {
  // A page that script has yet to take over finds none.
  const [keeper, setKeeper] = useState<Keeper | null>(() => keeperHere(loaded));
  useEffect(
    () => setKeeper(keeperOf(loaded, openOutbox(loaded.answers, loaded.conflicts), newestOf(loaded.answers))),
    [loaded],
  );
  useEffect(() => (keeper ? lookWhenSeen(keeper) : undefined), [keeper]);
  const shown = useMemo<KeeperState>(
    () => ({
      outbox: openOutbox(loaded.answers, loaded.conflicts),
      savedAt: newestOf(loaded.answers),
      sending: false,
      trouble: null,
      deviceRefuses: false,
      leftWaits: false,
      holdsOthers: false,
      handInSince: null,
      takenBack: null,
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

/** Another device may have answered while this page was not looked at, or had no line. */
function lookWhenSeen(keeper: Keeper): () => void {
  const look = () => document.visibilityState === 'visible' && keeper.look();
  const lookAgain = (event: PageTransitionEvent) => event.persisted && look();
  const stop = onLineBack(look);
  addEventListener('online', look);
  addEventListener('pageshow', lookAgain);
  document.addEventListener('visibilitychange', look);
  return () => {
    stop();
    removeEventListener('online', look);
    removeEventListener('pageshow', lookAgain);
    document.removeEventListener('visibilitychange', look);
  };
}
