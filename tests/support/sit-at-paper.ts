import { type Entry, openOutbox } from '#app/domain/assessment/outbox.ts';
import type { SlotOutcome } from '#app/domain/assessment/weigh-saves.ts';
import type { Asked } from '#app/http/ask-server.ts';
import type { AnswersTold, Standing } from '#app/routes/learn/answers/ask-answers.ts';
import { openDeviceBox } from '#app/routes/learn/answers/device-box.ts';
import { openKeeper } from '#app/routes/learn/answers/keep-answers.ts';
import type { KeeperWorld } from '#app/routes/learn/answers/keeper-state.ts';

/** A browser's storage in memory, which several pages share. */
export function memory(most = Number.POSITIVE_INFINITY): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > most) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

export const saved = (batch: readonly Entry[], revision = 1): SlotOutcome[] =>
  batch.map(({ saveId, slot }) => ({ saveId, slot, outcome: 'saved', revision }));
export const ok = (slots: SlotOutcome[], more: Partial<AnswersTold> = {}): Asked<AnswersTold> => ({
  outcome: 'answered',
  status: 200,
  body: { open: true, slots, conflicts: [], savedAt: '2026-11-22T02:00:00.000Z', graded: false, ...more },
});

/** A page over a line that a test answers by hand, with a clock that a test moves. */
export function sit({ storage = memory(), person = 'lan', writer = 'w1', gone = [] as string[] } = {}) {
  const asks: { handIn: boolean; batch: readonly Entry[]; answer: (asked: Asked<AnswersTold>) => Promise<void> }[] = [];
  const looks: { answer: (asked: Asked<Standing>) => Promise<void> }[] = [];
  let at = 0;
  let timer: { act: () => void; due: number } | null = null;
  let names = 0;
  const waiting = new Map<string, () => void>();
  const locks = {
    request: (name: string, given: () => void) =>
      new Promise<void>((resolve) => {
        if (name !== `truc.outbox.${writer}`) waiting.set(name, () => resolve(given()));
      }),
    query: async () => ({
      held: ['w1', 'w2', 'w3'].filter((each) => !gone.includes(each)).map((each) => ({ name: `truc.outbox.${each}` })),
    }),
  } as unknown as LockManager;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const answerBy =
    <T>(resolve: (asked: T) => void) =>
    async (asked: T) => {
      resolve(asked);
      await settle();
    };
  const world: KeeperWorld = {
    ask: (what) => new Promise((resolve) => asks.push({ ...what, answer: answerBy(resolve) })),
    askStanding: () => new Promise((resolve) => looks.push({ answer: answerBy(resolve) })),
    box: openDeviceBox({ personId: person, attemptId: 'a', writer, storage, locks }),
    now: () => at,
    newId: () => `${writer}-${names++}`,
    chance: () => 1,
    isOnline: () => true,
    setTimer(act, ms) {
      const mine = { act, due: at + ms };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
  };
  const keeper = openKeeper(openOutbox([], []), null, world);
  return {
    keeper,
    asks,
    looks,
    storage,
    settle,
    async pass(ms: number) {
      const until = at + ms;
      for (await settle(); timer && timer.due <= until; await settle()) {
        const { act, due } = timer;
        timer = null;
        at = due;
        act();
      }
      at = until;
      await settle();
    },
    held: () => Array.from({ length: storage.length }, (_, index) => storage.key(index)),
    /** Another page goes. */
    leave(other: string) {
      gone.push(other);
      waiting.get(`truc.outbox.${other}`)?.();
    },
  };
}
