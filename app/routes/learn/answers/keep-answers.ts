import * as outboxes from '#app/domain/assessment/outbox.ts';
import { type Entry, heldBy, isWaiting, type Outbox, viewOf } from '#app/domain/assessment/outbox.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import type { Asked } from '#app/http/ask-server.ts';
import type { AnswersTold, AskAnswers, AskStanding } from './ask-answers.ts';
import type { DeviceBox } from './device-box.ts';

/*
 * Drives an outbox: keeps it on the device, sends it, listens to what the server says, and tries again after growing
 * pauses. One request at a time; nothing that she does waits for one.
 */

const DEBOUNCE_MS = 600;
/** Somebody who writes on and on is saved on the way. */
const LONGEST_UNSAVED_MS = 3_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
export const LONGEST_PAUSE_MS = 15_000;

export type Trouble = 'offline' | 'unheard' | 'signed-out' | 'other-account';

export type KeeperState = {
  outbox: Outbox;
  /** The server's word for when it last stored something. */
  savedAt: string | null;
  sending: boolean;
  /** Why the last request came to nothing; null while there is none. */
  trouble: Trouble | null;
  /** The browser refuses to keep anything, or has no room. */
  deviceRefuses: boolean;
  /** Answers of another person wait on this device. */
  holdsOthers: boolean;
  /** Since when she has wanted to hand in. */
  handInSince: number | null;
  /** The wish to hand in that she took back last, until she goes on: since when it was, and whether the server may have heard it. */
  takenBack: { since: number; mayBeThere: boolean } | null;
  handedIn: boolean;
  /** By slot: how often the answer became another without her writing it here. */
  versions: ReadonlyMap<number, number>;
};

export type Keeper = {
  state(): KeeperState;
  subscribe(listener: () => void): () => void;
  change(slot: number, answer: Answer | null, flagged: boolean): void;
  choose(slot: number, chosen: string | null): void;
  handIn(): void;
  /** Takes back the wish to hand in, as writing does. */
  goOnWriting(): void;
  /** She has come to another page of the paper: whoever goes to a question to write does not hand in. */
  arrive(where: { toWrite: boolean }): void;
  /** Now is a good moment: the line is back, the page is looked at again, or about to be left. */
  wake(options?: { leaving?: boolean }): void;
  /** Asks what stands at the server; what she wrote here stays. */
  look(): void;
  /** What the server showed of the attempt meanwhile. */
  refresh(fresh: Outbox, savedAt: string | null): void;
};

export type KeeperWorld = {
  ask: AskAnswers;
  askStanding: AskStanding;
  box: DeviceBox;
  now: () => number;
  newId: () => string;
  /** Between 0 and 1. */
  chance: () => number;
  isOnline: () => boolean;
  setTimer: (act: () => void, ms: number) => () => void;
};

export function openKeeper(first: Outbox, savedAt: string | null, world: KeeperWorld): Keeper {
  const { ask, askStanding, box, now, newId, chance, isOnline, setTimer } = world;
  const listeners = new Set<() => void>();
  let state: KeeperState = {
    outbox: first,
    savedAt,
    sending: false,
    trouble: null,
    deviceRefuses: false,
    holdsOthers: box.holdsOthers(),
    handInSince: null,
    takenBack: null,
    handedIn: false,
    versions: new Map(),
  };
  let failures = 0;
  let most = 40;
  let saving = false;
  let handingIn = false;
  let asks = 0;
  let looking = false;
  let wantsLook = false;
  let changedSince: number | null = null;
  let wentOnAt = Number.NEGATIVE_INFINITY;
  let mayBeThere = false;
  let stopTimer: (() => void) | null = null;

  const set = (more: Partial<KeeperState>) => {
    state = { ...state, ...more };
    for (const listener of listeners) listener();
  };
  /** Another outbox: kept on the device first, and where an answer became another than she wrote here, the page shows it anew. */
  const put = (
    outbox: Outbox,
    { wrote, handInSince = state.handInSince }: { wrote?: number; handInSince?: number | null } = {},
  ) => {
    const versions = new Map(state.versions);
    for (const slot of new Set([...outbox.known.keys(), ...outbox.own.keys(), ...state.outbox.own.keys()]))
      if (slot !== wrote && !sameView(state.outbox, outbox, slot)) versions.set(slot, (versions.get(slot) ?? 0) + 1);
    const kept = box.keep({ entries: heldBy(outbox), handInSince });
    set({ outbox, versions, handInSince, deviceRefuses: !kept && (heldBy(outbox).length > 0 || handInSince !== null) });
  };
  const stop = () => {
    stopTimer?.();
    stopTimer = null;
  };
  const later = (ms: number) => {
    stop();
    stopTimer = setTimer(() => {
      stopTimer = null;
      void run();
    }, ms);
  };

  async function adoptLeft(): Promise<void> {
    for (const { held, done } of await box.takeLeft(takeOver)) {
      const left = held.handInSince !== null && held.handInSince > wentOnAt ? held.handInSince : null;
      const since = [state.handInSince, left].filter((each) => each !== null);
      put(outboxes.adopt(state.outbox, held.entries), { handInSince: since.length > 0 ? Math.min(...since) : null });
      if (!state.deviceRefuses) done();
    }
  }

  /** One save at a time; handing in waits for none, since it carries what is not saved. */
  async function run({ leaving = false } = {}): Promise<void> {
    const wantsHandIn = isHandInDue();
    if (handingIn || (saving && !wantsHandIn) || (state.handedIn && !hasWork())) return;
    stop();
    if (wantsHandIn) handingIn = true;
    else saving = true;
    try {
      await adoptLeft();
      // She may have taken it back meanwhile.
      const handIn = wantsHandIn && isHandInDue();
      const { outbox, batch } = outboxes.takeBatch(state.outbox, { all: handIn, most });
      if (batch.length === 0 && !handIn) {
        // What waits for her choice may have been settled elsewhere, and a hand-in that she took back may have come all
        // the same: no answer to a save will tell.
        wantsLook ||= mayBeThere || heldBy(outbox).length > 0;
        return;
      }
      changedSince = null;
      asks += 1;
      state = { ...state, sending: true };
      put(outbox);
      const asked = await ask({ handIn, batch }, { keepalive: leaving });
      if (handIn && mayHaveCome(asked, isOnline())) mayBeThere = true;
      hear(asked, batch);
    } finally {
      if (wantsHandIn) handingIn = false;
      else saving = false;
      set({ sending: saving || handingIn });
      if (failures === 0 && hasWork()) later(0);
      if (wantsLook) void look();
    }
  }

  /** What is told while a save is under way may be older than what the save is told: then it is asked once more. */
  async function look(): Promise<void> {
    wantsLook = true;
    if (looking || saving || handingIn || state.handedIn) return;
    looking = true;
    wantsLook = false;
    const before = asks;
    const asked = await askStanding();
    looking = false;
    if (asked.outcome !== 'answered' || !asked.body) {
      if (mayBeThere) again();
      return;
    }
    if (asks !== before) return void look();
    mayBeThere = false;
    refresh(asked.body.outbox, asked.body.savedAt);
    if (hasWork()) return;
    failures = 0;
    set({ trouble: null });
  }

  function refresh(fresh: Outbox, shown: string | null): void {
    set({ savedAt: state.savedAt ?? shown });
    put(outboxes.refresh(state.outbox, fresh));
    if (hasWork()) wake();
  }

  /** What was written while the paper was being taken is sent after it, to go on record. */
  const hasWork = () => heldBy(state.outbox).some(isWaiting) || (!state.handedIn && isHandInDue());
  const isHandInDue = () => state.handInSince !== null || state.outbox.over;

  function takeBack(): void {
    wentOnAt = now();
    if (state.handInSince === null) return;
    state = { ...state, takenBack: { since: state.handInSince, mayBeThere: mayBeThere || handingIn } };
    put(state.outbox, { handInSince: null });
  }

  function hear(asked: Asked<AnswersTold>, batch: readonly Entry[]): void {
    if (asked.outcome === 'answered' && asked.status === 200 && asked.body) {
      failures = 0;
      const { savedAt: at, graded } = asked.body;
      const { outbox } = state;
      put(outboxes.receive(outbox, batch, asked.body), graded ? { handInSince: null } : {});
      set({ trouble: null, savedAt: at ?? state.savedAt, handedIn: graded });
      return;
    }
    if (asked.outcome === 'answered' && (asked.status === 413 || asked.status === 400)) most = Math.max(1, most >> 1);
    set({ trouble: troubleOf(asked, isOnline()) });
    again();
  }

  /** After growing pauses. */
  function again(): void {
    const pause = PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)] ?? LONGEST_PAUSE_MS;
    later(pause * (0.7 + 0.3 * chance()));
  }

  const wake = ({ leaving = false } = {}) => void run({ leaving });
  function takeOver(): void {
    void adoptLeft().then(() => hasWork() && wake());
  }
  takeOver();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(slot, answer, flagged) {
      if (state.handedIn) return;
      const next = outboxes.change(state.outbox, slot, { answer, flagged }, { saveId: newId(), now: now() });
      if (next === state.outbox) return;
      takeBack();
      put(next, { wrote: slot });
      // While the line is away, the next try comes at its own time, if there is one to come.
      changedSince ??= now();
      if (failures === 0 || !stopTimer)
        later(Math.max(0, Math.min(DEBOUNCE_MS, changedSince + LONGEST_UNSAVED_MS - now())));
    },
    choose(slot, chosen) {
      if (state.handedIn) return;
      put(outboxes.choose(state.outbox, slot, chosen, { saveId: newId(), now: now() }));
      wake();
    },
    handIn() {
      if (state.handedIn) return;
      state = { ...state, takenBack: null };
      put(state.outbox, { handInSince: state.handInSince ?? now() });
      wake();
    },
    goOnWriting: takeBack,
    arrive({ toWrite }) {
      if (state.takenBack) set({ takenBack: null });
      if (toWrite) takeBack();
    },
    wake,
    look: () => void look(),
    refresh,
  };
}

const sameView = (a: Outbox, b: Outbox, slot: number): boolean =>
  JSON.stringify(viewOf(a, slot).answer) === JSON.stringify(viewOf(b, slot).answer) &&
  viewOf(a, slot).flagged === viewOf(b, slot).flagged;

/** Whether our server may have carried out what was asked, although it did not say so. */
const mayHaveCome = (asked: Asked<unknown>, isOnline: boolean): boolean =>
  asked.outcome !== 'answered' && (asked.outcome !== 'offline' || isOnline);

function troubleOf(asked: Asked<unknown>, isOnline: boolean): Trouble {
  if (asked.outcome === 'answered' && asked.status === 401) return 'signed-out';
  if (asked.outcome === 'answered' && asked.status === 404) return 'other-account';
  return asked.outcome === 'offline' || !isOnline ? 'offline' : 'unheard';
}
