import { describe, expect, test } from 'vitest';
import { type Entry, openOutbox } from '#app/domain/assessment/outbox.ts';
import { memory, ok, saved, sit } from '#tests/support/sit-at-paper.ts';
import { savingOf } from '../line-notes.tsx';

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

  test('what came too late is never called saved, also before the paper is handed in', async () => {
    const page = sit();
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    await page.asks[0]?.answer(ok(saved(page.asks[0].batch)));
    expect(savingOf(page.keeper.state())).toMatchObject({ state: 'saved' });
    page.keeper.change(2, { text: 'b' }, false);
    await page.pass(1_000);
    const [{ saveId, slot } = { saveId: '', slot: 0 }] = page.asks[1]?.batch ?? [];
    await page.asks[1]?.answer(ok([{ saveId, slot, outcome: 'late' }], { open: false }));
    expect(page.keeper.state()).toMatchObject({ handedIn: false });
    expect(savingOf(page.keeper.state())).toEqual({ state: 'saving' });
    await page.pass(0);
    await page.asks[2]?.answer({ outcome: 'offline' });
    expect(savingOf(page.keeper.state())).toEqual({ state: 'handInWaits' });
    await page.pass(1_000);
    await page.asks[3]?.answer(graded([]));
    expect(savingOf(page.keeper.state())).toEqual({ state: 'handedIn' });
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

  test('taken back after the server may have taken it, it is asked after until that is known, and what waited goes', async () => {
    const page = sit();
    const standing = { answer: { text: 'b' }, revision: 1, device: null, savedAt: '2026-11-22T02:00:00.000Z' };
    page.keeper.change(1, { text: 'a' }, false);
    await page.pass(1_000);
    const saveId = page.asks[0]?.batch[0]?.saveId ?? '';
    await page.asks[0]?.answer(
      ok([{ saveId, slot: 1, outcome: 'conflict' }], { conflicts: [{ slot: 1, standing, rivals: [] }] }),
    );
    page.keeper.handIn();
    await page.settle();
    await page.asks[1]?.answer({ outcome: 'timed-out' });
    page.keeper.goOnWriting();
    await page.pass(60_000);
    expect(page.asks).toHaveLength(2);
    expect(page.looks).toHaveLength(1);
    await page.looks[0]?.answer({ outcome: 'offline' });
    await page.pass(60_000);
    expect(page.looks).toHaveLength(2);
    const outbox = { ...openOutbox([], []), over: true };
    await page.looks[1]?.answer({ outcome: 'answered', status: 200, body: { outbox, savedAt: null } });
    await page.pass(1_000);
    expect(page.asks.slice(2)).toMatchObject([{ handIn: true, batch: [{ slot: 1 }] }]);
    await page.asks[2]?.answer(ok([{ saveId, slot: 1, outcome: 'late' }], { open: false, graded: true }));
    expect(page.keeper.state()).toMatchObject({ handedIn: true, trouble: null });
    expect(page.held()).toEqual([]);
  });

  test('taken back, and not carried out, it is asked after once and holds up nothing', async () => {
    const page = sit();
    page.keeper.handIn();
    await page.settle();
    await page.asks[0]?.answer({ outcome: 'timed-out' });
    page.keeper.goOnWriting();
    await page.pass(60_000);
    await page.looks[0]?.answer({
      outcome: 'answered',
      status: 200,
      body: { outbox: openOutbox([], []), savedAt: null },
    });
    await page.pass(60_000);
    page.keeper.wake();
    await page.pass(60_000);
    expect([page.asks.length, page.looks.length]).toEqual([1, 1]);
    expect(page.keeper.state()).toMatchObject({ handedIn: false, trouble: null, handInSince: null });
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
