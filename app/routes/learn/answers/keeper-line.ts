import * as outboxes from '#app/domain/assessment/outbox.ts';
import { type Entry, heldBy, type Outbox } from '#app/domain/assessment/outbox.ts';
import type { Asked } from '#app/http/ask-server.ts';
import type { AnswersTold } from './ask-answers.ts';
import type { DeviceBox } from './device-box.ts';
import type { Board, Wish } from './keeper-board.ts';
import type { KeeperWorld, Trouble } from './keeper-state.ts';

const DEBOUNCE_MS = 600;
/** Somebody who writes on and on is saved on the way. */
const LONGEST_UNSAVED_MS = 3_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
export const LONGEST_PAUSE_MS = 15_000;

/** The next try, after a pause that grows with every one that failed. */
function openTries({ setTimer, chance }: Pick<KeeperWorld, 'setTimer' | 'chance'>, act: () => void) {
  let failures = 0;
  let stopTimer: (() => void) | null = null;
  const stop = () => {
    stopTimer?.();
    stopTimer = null;
  };
  const later = (ms: number) => {
    stop();
    stopTimer = setTimer(() => {
      stopTimer = null;
      act();
    }, ms);
  };
  return {
    stop,
    later,
    /** Once she pauses, or in so long at the latest; while the line is away the next try comes at its own time, if there is one to come. */
    soon(withinMs: number) {
      if (failures === 0 || !stopTimer) later(Math.max(0, Math.min(DEBOUNCE_MS, withinMs)));
    },
    haveFailed: () => failures > 0,
    succeeded() {
      failures = 0;
    },
    again() {
      const pause = PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)] ?? LONGEST_PAUSE_MS;
      later(pause * (0.7 + 0.3 * chance()));
    },
  };
}

/** Takes over what pages that were closed have left on the device. */
async function adoptLeft(box: DeviceBox, board: Board, wish: Wish, wake: () => void): Promise<void> {
  for (const { held, done } of await box.takeLeft(wake)) {
    board.put(outboxes.adopt(board.state().outbox, held.entries), { handInSince: wish.withLeft(held.handInSince) });
    if (!board.state().deviceRefuses) done();
  }
  if (board.state().leftWaits) board.set({ leftWaits: false });
}

/** What goes to the server and what comes from it: one save at a time, and the hand-in, which waits for none. */
export function openLine(board: Board, wish: Wish, world: KeeperWorld) {
  const { ask, askStanding, box, now, isOnline } = world;
  const { state, set, put } = board;
  const tries = openTries(world, () => void run());
  let most = 40;
  let saving = false;
  let asks = 0;
  let looking = false;
  let wantsLook = false;
  let changedSince: number | null = null;

  async function run({ leaving = false } = {}): Promise<void> {
    const wantsHandIn = wish.isDue();
    if (wish.underWay || (saving && !wantsHandIn) || (state().handedIn && !wish.hasWork())) return;
    tries.stop();
    if (wantsHandIn) wish.underWay = true;
    else saving = true;
    try {
      await adoptLeft(box, board, wish, takeOver);
      // She may have taken it back meanwhile.
      await send({ handIn: wantsHandIn && wish.isDue(), leaving });
    } finally {
      if (wantsHandIn) wish.underWay = false;
      else saving = false;
      set({ sending: saving || wish.underWay });
      if (!tries.haveFailed() && wish.hasWork()) tries.later(0);
      if (wantsLook) void look();
    }
  }

  async function send({ handIn, leaving }: { handIn: boolean; leaving: boolean }): Promise<void> {
    const { outbox, batch } = outboxes.takeBatch(state().outbox, { all: handIn, most });
    if (batch.length === 0 && !handIn) {
      // What waits for her choice may have been settled elsewhere, and a hand-in that she took back may have come all
      // the same: no answer to a save will tell.
      wantsLook ||= wish.mayBeThere || heldBy(outbox).length > 0;
      return;
    }
    changedSince = null;
    asks += 1;
    board.note({ sending: true });
    put(outbox);
    const asked = await ask({ handIn, batch }, { keepalive: leaving });
    if (handIn && mayHaveCome(asked, isOnline())) wish.mayBeThere = true;
    hear(asked, batch);
  }

  function hear(asked: Asked<AnswersTold>, batch: readonly Entry[]): void {
    if (asked.outcome === 'answered' && asked.status === 200 && asked.body) {
      tries.succeeded();
      const { savedAt: at, graded } = asked.body;
      put(outboxes.receive(state().outbox, batch, asked.body), graded ? { handInSince: null } : {});
      set({ trouble: null, savedAt: at ?? state().savedAt, handedIn: graded });
      return;
    }
    if (asked.outcome === 'answered' && (asked.status === 413 || asked.status === 400)) most = Math.max(1, most >> 1);
    set({ trouble: troubleOf(asked, isOnline()) });
    tries.again();
  }

  /** What is told while a save is under way may be older than what the save is told: then it is asked once more. */
  async function look(): Promise<void> {
    wantsLook = true;
    if (looking || saving || wish.underWay || state().handedIn) return;
    looking = true;
    wantsLook = false;
    const before = asks;
    const asked = await askStanding();
    looking = false;
    if (asked.outcome !== 'answered' || !asked.body) {
      if (wish.mayBeThere) tries.again();
      return;
    }
    if (asks !== before) return void look();
    wish.mayBeThere = false;
    refresh(asked.body.outbox, asked.body.savedAt);
    if (wish.hasWork()) return;
    tries.succeeded();
    set({ trouble: null });
  }

  function refresh(fresh: Outbox, shown: string | null): void {
    set({ savedAt: state().savedAt ?? shown });
    put(outboxes.refresh(state().outbox, fresh));
    if (wish.hasWork()) wake();
  }

  const wake = ({ leaving = false } = {}) => void run({ leaving });
  function takeOver(): void {
    void adoptLeft(box, board, wish, takeOver).then(() => wish.hasWork() && wake());
  }
  function saveSoon(): void {
    changedSince ??= now();
    tries.soon(changedSince + LONGEST_UNSAVED_MS - now());
  }
  return { wake, look, refresh, takeOver, saveSoon };
}

/** Whether our server may have carried out what was asked, although it did not say so. */
const mayHaveCome = (asked: Asked<unknown>, isOnline: boolean): boolean =>
  asked.outcome !== 'answered' && (asked.outcome !== 'offline' || isOnline);

function troubleOf(asked: Asked<unknown>, isOnline: boolean): Trouble {
  if (asked.outcome === 'answered' && asked.status === 401) return 'signed-out';
  if (asked.outcome === 'answered' && asked.status === 404) return 'other-account';
  return asked.outcome === 'offline' || !isOnline ? 'offline' : 'unheard';
}
