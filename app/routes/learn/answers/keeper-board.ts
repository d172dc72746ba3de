import { heldBy, isWaiting, type Outbox, viewOf } from '#app/domain/assessment/outbox.ts';
import type { DeviceBox } from './device-box.ts';
import type { KeeperState } from './keeper-state.ts';

export type Board = ReturnType<typeof openBoard>;

/** What a keeper holds, on the device and for those who listen. */
export function openBoard(outbox: Outbox, savedAt: string | null, box: DeviceBox) {
  const listeners = new Set<() => void>();
  let state: KeeperState = {
    outbox,
    savedAt,
    sending: false,
    trouble: null,
    deviceRefuses: false,
    leftWaits: box.holdsLeft(),
    holdsOthers: box.holdsOthers(),
    handInSince: null,
    takenBack: null,
    handedIn: false,
    versions: new Map(),
  };
  /** To be told with what is set next. */
  const note = (more: Partial<KeeperState>) => {
    state = { ...state, ...more };
  };
  const set = (more: Partial<KeeperState>) => {
    note(more);
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
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { state: () => state, note, set, put, subscribe };
}

export type Wish = ReturnType<typeof openWish>;

/** Her wish to hand in, and what became of one that she took back. */
export function openWish(board: Board, now: () => number) {
  let wentOnAt = Number.NEGATIVE_INFINITY;
  const wish = {
    /** A hand-in is with the server just now. */
    underWay: false,
    /** The server may have carried out a hand-in without our having heard of it. */
    mayBeThere: false,
    isDue: () => board.state().handInSince !== null || board.state().outbox.over,
    /** What was written while the paper was being taken is sent after it, to go on record. */
    hasWork(): boolean {
      const { outbox, handedIn } = board.state();
      return heldBy(outbox).some(isWaiting) || (!handedIn && wish.isDue());
    },
    /** Of two wishes the older one; what was wished elsewhere before she went on writing here is none. */
    withLeft(left: number | null): number | null {
      const since = [board.state().handInSince, left !== null && left > wentOnAt ? left : null];
      const wished = since.filter((each) => each !== null);
      return wished.length > 0 ? Math.min(...wished) : null;
    },
    takeBack(): void {
      wentOnAt = now();
      const { outbox, handInSince } = board.state();
      if (handInSince === null) return;
      board.note({ takenBack: { since: handInSince, mayBeThere: wish.mayBeThere || wish.underWay } });
      board.put(outbox, { handInSince: null });
    },
  };
  return wish;
}

const sameView = (a: Outbox, b: Outbox, slot: number): boolean =>
  JSON.stringify(viewOf(a, slot).answer) === JSON.stringify(viewOf(b, slot).answer) &&
  viewOf(a, slot).flagged === viewOf(b, slot).flagged;
