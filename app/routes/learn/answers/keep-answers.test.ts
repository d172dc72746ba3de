import { describe, expect, test } from 'vitest';
import { heldBy, openOutbox, viewOf } from '#app/domain/assessment/outbox.ts';
import type { Asked } from '#app/http/ask-server.ts';
import { memory, ok, saved, sit } from '#tests/support/sit-at-paper.ts';
import { savingOf } from '../line-notes.tsx';
import type { AnswersTold, Standing } from './ask-answers.ts';
import { LONGEST_PAUSE_MS } from './keeper-line.ts';

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
    // Until it has looked at the device it calls nothing saved.
    expect(savingOf(next.keeper.state())).toEqual({ state: 'saving' });
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

  test('what waits for her choice is asked after whenever the page wakes, and goes once the paper was handed in there', async () => {
    const page = sit();
    page.keeper.change(1, { text: 'mine' }, false);
    await page.pass(1_000);
    const saveId = page.asks[0]?.batch[0]?.saveId ?? '';
    const standing = { answer: { text: 'theirs' }, revision: 1, device: null, savedAt: '2026-11-22T02:00:00.000Z' };
    const conflicts = [{ slot: 1, standing, rivals: [] }];
    await page.asks[0]?.answer(ok([{ saveId, slot: 1, outcome: 'conflict' }], { conflicts }));
    await page.pass(60_000);
    expect([page.asks.length, page.looks.length]).toEqual([1, 0]);
    page.keeper.wake();
    await page.settle();
    await page.looks[0]?.answer({
      outcome: 'answered',
      status: 200,
      body: { outbox: openOutbox([], conflicts), savedAt: null },
    });
    await page.pass(60_000);
    expect([page.asks.length, page.looks.length, page.held().length]).toEqual([1, 1, 1]);
    page.keeper.wake();
    await page.settle();
    await page.looks[1]?.answer(stands(1, 'theirs', true));
    expect(page.asks[1]).toMatchObject({ handIn: true, batch: [{ slot: 1 }] });
    await page.asks[1]?.answer(
      ok([{ saveId, slot: 1, outcome: 'settled', revision: 1, answer: null, flagged: false }], {
        open: false,
        graded: true,
      }),
    );
    expect(page.held()).toEqual([]);
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
