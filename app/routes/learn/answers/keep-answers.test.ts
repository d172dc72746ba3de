import { describe, expect, test } from 'vitest';
import { type Entry, heldBy, openOutbox, viewOf } from '#app/domain/assessment/outbox.ts';
import type { SlotOutcome } from '#app/domain/assessment/weigh-saves.ts';
import type { Asked } from '#app/http/ask-server.ts';
import type { AnswersTold, Standing } from './ask-answers.ts';
import { openDeviceBox } from './device-box.ts';
import { type KeeperWorld, LONGEST_PAUSE_MS, openKeeper } from './keep-answers.ts';

/** A browser's storage in memory, which several pages share. */
function memory(most = Number.POSITIVE_INFINITY): Storage {
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

const saved = (batch: readonly Entry[], revision = 1): SlotOutcome[] =>
  batch.map(({ saveId, slot }) => ({ saveId, slot, outcome: 'saved', revision }));
const ok = (slots: SlotOutcome[], more: Partial<AnswersTold> = {}): Asked<AnswersTold> => ({
  outcome: 'answered',
  status: 200,
  body: { open: true, slots, conflicts: [], savedAt: '2026-11-22T02:00:00.000Z', graded: false, ...more },
});

/** A page over a line that a test answers by hand, with a clock that a test moves. */
function sit({ storage = memory(), person = 'lan', writer = 'w1', gone = [] as string[] } = {}) {
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

const REFUSALS: Asked<AnswersTold>[] = [
  { outcome: 'not-ours' },
  { outcome: 'offline' },
  { outcome: 'timed-out' },
  ...[400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 502, 503].map(
    (status): Asked<AnswersTold> => ({ outcome: 'answered', status, body: null }),
  ),
];

describe('an answer stays on the device', () => {
  test.each(REFUSALS)('after %o, and is sent again until the server has it', async (refusal) => {
    const page = sit();
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    await page.asks[0]?.answer(refusal);
    expect(page.keeper.state().trouble).not.toBeNull();
    expect(page.held()).toHaveLength(1);
    await page.pass(LONGEST_PAUSE_MS);
    expect(page.asks).toHaveLength(2);
    expect(page.asks[1]?.batch).toMatchObject([{ answer: { text: 'a' }, saveId: page.asks[0]?.batch[0]?.saveId }]);
    await page.asks[1]?.answer(ok(saved(page.asks[1].batch)));
    expect(page.held()).toEqual([]);
    expect(page.keeper.state()).toMatchObject({ trouble: null, savedAt: '2026-11-22T02:00:00.000Z' });
  });

  test('before it is sent: a page that is closed in the middle leaves it to the next one', async () => {
    const storage = memory();
    const first = sit({ storage });
    first.keeper.change(1, { text: 'a' }, true);
    const next = sit({ storage, writer: 'w2', gone: ['w1'] });
    await next.pass(0);
    expect(viewOf(next.keeper.state().outbox, 1)).toMatchObject({ answer: { text: 'a' }, flagged: true });
    expect(next.asks[0]?.batch).toMatchObject([{ saveId: 'w1-0', answer: { text: 'a' } }]);
    await next.asks[0]?.answer(ok(saved(next.asks[0].batch)));
    expect(next.held()).toEqual([]);
  });

  test('a page that still lived when the next one opened leaves it to that one as soon as it goes', async () => {
    const storage = memory();
    const first = sit({ storage });
    first.keeper.change(1, { text: 'a' }, false);
    const next = sit({ storage, writer: 'w2' });
    await next.pass(60_000);
    expect(next.asks).toEqual([]);
    next.leave('w1');
    await next.pass(0);
    expect(viewOf(next.keeper.state().outbox, 1)).toMatchObject({ answer: { text: 'a' } });
    expect(next.asks[0]?.batch).toMatchObject([{ saveId: 'w1-0', answer: { text: 'a' } }]);
  });

  test('a page that lives keeps its own; neither touches what the other wrote', async () => {
    const storage = memory();
    const [first, second] = [sit({ storage }), sit({ storage, writer: 'w2' })];
    first.keeper.change(1, { text: 'a' }, false);
    second.keeper.change(1, { text: 'b' }, false);
    second.keeper.change(2, { text: 'c' }, false);
    await first.pass(1_000);
    await second.pass(1_000);
    expect(first.asks[0]?.batch).toMatchObject([{ slot: 1, answer: { text: 'a' } }]);
    expect(second.asks[0]?.batch).toMatchObject([{ answer: { text: 'b' } }, { answer: { text: 'c' } }]);
    await first.asks[0]?.answer(ok(saved(first.asks[0].batch)));
    expect(first.held()).toHaveLength(1);
  });

  test('of another person is told of and not read', async () => {
    const storage = memory();
    const hers = sit({ storage, person: 'lan' });
    hers.keeper.change(1, { text: 'a' }, false);
    const other = sit({ storage, person: 'minh', writer: 'w2', gone: ['w1'] });
    await other.pass(60_000);
    expect(other.keeper.state().holdsOthers).toBe(true);
    expect(other.asks).toEqual([]);
    expect(heldBy(other.keeper.state().outbox)).toEqual([]);
    expect(other.held()).toHaveLength(1);
  });

  test('where there is room for it; where there is none she is told, and it is sent all the same', async () => {
    const page = sit({ storage: memory(10) });
    page.keeper.change(1, { text: 'a' }, false);
    expect(page.keeper.state().deviceRefuses).toBe(true);
    await page.pass(1_000);
    await page.asks[0]?.answer(ok(saved(page.asks[0].batch)));
    expect(page.keeper.state().deviceRefuses).toBe(false);
  });
});

describe('the line', () => {
  test('pauses grow and never exceed the longest', async () => {
    const page = sit();
    page.keeper.change(1, { text: 'a' }, false);
    const since: number[] = [];
    let at = 0;
    await page.pass(600);
    for (let time = 0; time < 8; time++) {
      const before = page.asks.length;
      await page.asks.at(-1)?.answer({ outcome: 'timed-out' });
      let waited = 0;
      while (page.asks.length === before && waited <= LONGEST_PAUSE_MS) {
        await page.pass(500);
        waited += 500;
      }
      since.push(waited);
      at += waited;
    }
    expect(since).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
    expect(at).toBeGreaterThan(0);
  });

  test('one request at a time; somebody who writes on and on is saved on the way', async () => {
    const page = sit();
    for (let time = 0; time < 20; time++) {
      page.keeper.change(1, { text: 'x'.repeat(time + 1) }, false);
      await page.pass(300);
    }
    expect(page.asks).toHaveLength(1);
    await page.asks[0]?.answer(ok(saved(page.asks[0].batch)));
    await page.pass(1_000);
    expect(page.asks).toHaveLength(2);
    expect(page.asks[1]?.batch).toMatchObject([{ answer: { text: 'x'.repeat(20) }, basedOn: 1, after: [] }]);
  });

  test('a refusal of the whole for its size is answered with smaller pieces', async () => {
    const page = sit();
    for (let slot = 1; slot <= 50; slot++) page.keeper.change(slot, { text: 'a' }, false);
    await page.pass(1_000);
    expect(page.asks[0]?.batch).toHaveLength(40);
    await page.asks[0]?.answer({ outcome: 'answered', status: 413, body: null });
    await page.pass(2_000);
    expect(page.asks[1]?.batch).toHaveLength(20);
    for (let time = 1; time < 4; time++) {
      await page.asks[time]?.answer(ok(saved(page.asks[time]?.batch ?? [])));
      await page.pass(0);
    }
    expect(page.held()).toEqual([]);
  });
});

describe('what another device wrote meanwhile', () => {
  const stands = (revision: number, text: string, over = false): Asked<Standing> => ({
    outcome: 'answered',
    status: 200,
    body: {
      outbox: {
        ...openOutbox(
          [1, 2].map((slot) => ({ slot, answer: { text }, revision, flagged: false })),
          [],
        ),
        over,
      },
      savedAt: '2026-11-22T02:00:00.000Z',
    },
  });

  test('is shown once it is looked for, and never in place of what was written here', async () => {
    const page = sit();
    page.keeper.change(1, { text: 'mine' }, false);
    page.keeper.look();
    await page.looks[0]?.answer(stands(3, 'theirs'));
    const { outbox, versions } = page.keeper.state();
    expect(viewOf(outbox, 1)).toMatchObject({ answer: { text: 'mine' } });
    expect(viewOf(outbox, 2)).toMatchObject({ answer: { text: 'theirs' }, revision: 3 });
    expect([versions.get(1), versions.get(2)]).toEqual([undefined, 1]);
    await page.pass(1_000);
    expect(page.asks[0]?.batch).toMatchObject([{ slot: 1, basedOn: 0 }]);
  });

  test('is asked for once more where a save went out meanwhile, and not while one is under way', async () => {
    const page = sit();
    page.keeper.look();
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    await page.looks[0]?.answer(stands(7, 'older than the save'));
    expect(viewOf(page.keeper.state().outbox, 2).answer).toBeNull();
    expect(page.looks).toHaveLength(1);
    await page.asks[0]?.answer(ok(saved(page.asks[0].batch)));
    expect(page.looks).toHaveLength(2);
    await page.looks[1]?.answer(stands(8, 'b'));
    expect(viewOf(page.keeper.state().outbox, 1).answer).toEqual({ text: 'b' });
  });

  test('a paper handed in there is at its end here too', async () => {
    const page = sit();
    page.keeper.look();
    await page.looks[0]?.answer(stands(1, 'a', true));
    expect(page.asks[0]).toMatchObject({ handIn: true, batch: [] });
  });

  test.each([{ outcome: 'offline' }, { outcome: 'answered', status: 401, body: null }] as Asked<Standing>[])(
    '%o changes nothing',
    async (asked) => {
      const page = sit();
      page.keeper.look();
      await page.looks[0]?.answer(asked);
      expect(page.keeper.state()).toMatchObject({ trouble: null, savedAt: null });
    },
  );
});

describe('handing in', () => {
  const graded = (batch: readonly Entry[]) => ok(saved(batch), { open: false, graded: true, savedAt: null });

  test('does not wait for a save that hangs, and carries what it would have saved', async () => {
    const page = sit();
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    expect(page.asks).toHaveLength(1);
    page.keeper.handIn();
    await page.settle();
    expect(page.asks[1]).toMatchObject({ handIn: true, batch: [{ answer: { text: 'a' } }] });
    await page.asks[1]?.answer(graded(page.asks[1].batch));
    expect(page.keeper.state().handedIn).toBe(true);
    await page.asks[0]?.answer({ outcome: 'timed-out' });
    await page.pass(60_000);
    expect(page.asks).toHaveLength(2);
    expect(page.held()).toEqual([]);
  });

  test('offline goes on by itself, also after the page was closed, and ends once', async () => {
    const storage = memory();
    const page = sit({ storage });
    page.keeper.change(1, { text: 'a' }, false);
    page.keeper.handIn();
    await page.settle();
    await page.asks[0]?.answer({ outcome: 'offline' });
    expect(page.keeper.state()).toMatchObject({ trouble: 'offline', handedIn: false, handInSince: 0 });
    const next = sit({ storage, writer: 'w2', gone: ['w1'] });
    await next.pass(0);
    expect(next.asks[0]).toMatchObject({ handIn: true, batch: [{ saveId: 'w1-0' }] });
    await next.asks[0]?.answer(graded(next.asks[0].batch));
    await next.pass(60_000);
    expect(next.asks).toHaveLength(1);
    expect(next.held()).toEqual([]);
  });

  test('can be taken back while it waits', async () => {
    const page = sit();
    page.keeper.handIn();
    await page.settle();
    await page.asks[0]?.answer({ outcome: 'offline' });
    page.keeper.goOnWriting();
    await page.pass(60_000);
    expect(page.asks).toHaveLength(1);
    expect(page.held()).toEqual([]);
  });

  test('taken back after it failed, with nothing left to send, it holds up nothing that she writes later', async () => {
    const page = sit();
    page.keeper.handIn();
    await page.settle();
    await page.asks[0]?.answer({ outcome: 'not-ours' });
    page.keeper.goOnWriting();
    await page.pass(60_000);
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    expect(page.asks.slice(1)).toMatchObject([{ handIn: false, batch: [{ slot: 1 }] }]);
  });

  test('taken back before it was sent, it is never sent; what she wrote is', async () => {
    const page = sit();
    page.keeper.handIn();
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(60_000);
    expect(page.asks).toMatchObject([{ handIn: false, batch: [{ slot: 1 }] }]);
  });

  test('is taken back by going to a question and by writing, and that is told until she goes on', async () => {
    for (const goOn of ['arrive', 'change'] as const) {
      const page = sit();
      page.keeper.handIn();
      await page.settle();
      await page.asks[0]?.answer({ outcome: 'offline' });
      page.keeper.arrive({ toWrite: false });
      expect(page.keeper.state()).toMatchObject({ handInSince: 0, takenBack: null });
      if (goOn === 'arrive') page.keeper.arrive({ toWrite: true });
      else page.keeper.change(1, { text: 'a' }, false);
      expect(page.keeper.state()).toMatchObject({ handInSince: null, takenBack: { since: 0 } });
      await page.pass(60_000);
      expect(page.asks.slice(1).filter((each) => each.handIn)).toEqual([]);
      page.keeper.arrive({ toWrite: true });
      expect(page.keeper.state().takenBack).toBeNull();
    }
  });

  test('taken back, it may be there all the same where the server may have heard it', async () => {
    for (const [asked, mayBeThere] of [
      [null, true],
      [{ outcome: 'timed-out' }, true],
      [{ outcome: 'answered', status: 503, body: null }, false],
    ] as const) {
      const page = sit();
      page.keeper.handIn();
      await page.settle();
      if (asked) await page.asks[0]?.answer(asked);
      page.keeper.goOnWriting();
      expect(page.keeper.state().takenBack).toEqual({ since: 0, mayBeThere });
    }
  });

  test('what a closed page wished before she went on writing here is no wish any more', async () => {
    const storage = memory();
    const left = sit({ storage });
    left.keeper.handIn();
    await left.settle();
    await left.asks[0]?.answer({ outcome: 'offline' });
    const page = sit({ storage, writer: 'w2' });
    await page.pass(1_000);
    page.keeper.change(1, { text: 'a' }, false);
    page.leave('w1');
    await page.pass(5_000);
    expect(page.asks.map((each) => each.handIn)).toEqual([false]);
  });

  test('what was written while the paper was being taken is sent after it, and nothing is taken once it is', async () => {
    const page = sit();
    page.keeper.handIn();
    await page.settle();
    page.keeper.change(1, { text: 'a' }, false);
    await page.asks[0]?.answer(graded([]));
    await page.pass(0);
    expect(page.asks[1]).toMatchObject({ handIn: true, batch: [{ answer: { text: 'a' } }] });
    page.keeper.change(2, { text: 'b' }, false);
    page.keeper.handIn();
    await page.asks[1]?.answer(graded(page.asks[1]?.batch ?? []));
    await page.pass(60_000);
    expect(page.asks).toHaveLength(2);
    expect(page.keeper.state()).toMatchObject({ handedIn: true, handInSince: null });
    expect(page.held()).toEqual([]);
  });

  test('is done by itself when the time is over', async () => {
    const page = sit();
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    const { saveId = '', slot = 0 } = page.asks[0]?.batch[0] ?? {};
    await page.asks[0]?.answer(ok([{ saveId, slot, outcome: 'late' }], { open: false }));
    await page.pass(0);
    expect(page.asks[1]).toMatchObject({ handIn: true, batch: [] });
  });
});
