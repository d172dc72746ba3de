import { change, choose, type Outbox } from '#app/domain/assessment/outbox.ts';
import type { Answer } from '#app/domain/assessment/question.ts';
import { openBoard, openWish } from './keeper-board.ts';
import { openLine } from './keeper-line.ts';
import type { KeeperState, KeeperWorld } from './keeper-state.ts';

/*
 * Drives an outbox: keeps it on the device, sends it, listens to what the server says, and tries again after growing
 * pauses. One request at a time; nothing that she does waits for one.
 */

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

export function openKeeper(first: Outbox, savedAt: string | null, world: KeeperWorld): Keeper {
  const { now, newId } = world;
  const board = openBoard(first, savedAt, world.box);
  const wish = openWish(board, now);
  const line = openLine(board, wish, world);
  const { put } = board;
  line.takeOver();

  return {
    state: board.state,
    subscribe: board.subscribe,
    change(slot, answer, flagged) {
      const { outbox, handedIn } = board.state();
      if (handedIn) return;
      const next = change(outbox, slot, { answer, flagged }, { saveId: newId(), now: now() });
      if (next === outbox) return;
      wish.takeBack();
      put(next, { wrote: slot });
      line.saveSoon();
    },
    choose(slot, chosen) {
      const { outbox, handedIn } = board.state();
      if (handedIn) return;
      put(choose(outbox, slot, chosen, { saveId: newId(), now: now() }));
      line.wake();
    },
    handIn() {
      const { outbox, handedIn, handInSince } = board.state();
      if (handedIn) return;
      board.note({ takenBack: null });
      put(outbox, { handInSince: handInSince ?? now() });
      line.wake();
    },
    goOnWriting: wish.takeBack,
    arrive({ toWrite }) {
      if (board.state().takenBack) board.set({ takenBack: null });
      if (toWrite) wish.takeBack();
    },
    wake: line.wake,
    look: () => void line.look(),
    refresh: line.refresh,
  };
}
