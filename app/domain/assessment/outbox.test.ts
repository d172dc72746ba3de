import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adopt,
  change,
  choicesOf,
  choose,
  type Entry,
  heldBy,
  isWaiting,
  type Outbox,
  openOutbox,
  receive,
  rivalsOf,
  savesOf,
  type Told,
  takeBatch,
  viewOf,
} from './outbox.ts';
import { type Answer, isAnswered } from './question.ts';
import {
  conflictsOf,
  type Desk,
  type Device,
  type Kept,
  keptKey,
  type Save,
  type Standing,
  weighSaves,
} from './weigh-saves.ts';

/** The server as the rules describe it: what stands and what is kept, in memory. */
class Server {
  standing = new Map<number, Standing>();
  kept = new Map<string, Kept>();
  open = true;
  private ids = 0;

  take(saves: readonly Save[], device: Device | null = null): Told {
    const desk: Desk = {
      open: this.open,
      now: new Date('2026-11-22T02:00:00Z'),
      device,
      standing: this.standing,
      kept: this.kept,
      newId: () => `replaced-${this.ids++}`,
    };
    const { outcomes, write, keep, settle } = weighSaves(saves, desk);
    for (const row of write) {
      const before = this.standing.get(row.slot);
      if (before && JSON.stringify(before.answer) !== JSON.stringify(row.answer))
        expect(row.revision).toBeGreaterThan(before.revision);
      this.standing.set(row.slot, row);
    }
    for (const row of [...keep, ...settle]) this.kept.set(keptKey(row), row);
    return { open: this.open, slots: outcomes, conflicts: this.open ? this.conflicts() : [] };
  }

  conflicts() {
    return conflictsOf(
      [...this.standing.values()].map((row) => ({
        ...row,
        rivals: [...this.kept.values()].filter(
          (kept) => kept.slot === row.slot && kept.reason === 'CONFLICT' && kept.settledAt === null,
        ),
      })),
    );
  }

  show = (): Outbox => openOutbox([...this.standing.values()], this.conflicts());
}

const text = (value: string): Answer => ({ text: value });
let names = 0;
const fresh = () => ({ saveId: `save-${names++}`, now: 0 });
const write = (outbox: Outbox, slot: number, value: string, flagged = false) =>
  change(outbox, slot, { answer: text(value), flagged }, fresh());

/** Sends, and lets the page hear the answer unless the line loses it. */
function send(server: Server, page: Outbox, { arrives = true, heard = true, all = false } = {}): Outbox {
  const { outbox, batch } = takeBatch(page, { all });
  if (!arrives || batch.length === 0) return outbox;
  const told = server.take(savesOf(batch, 0));
  return heard ? receive(outbox, batch, told) : outbox;
}

describe('what a page holds', () => {
  test('is let go only when the server has it', () => {
    const server = new Server();
    let page = write(server.show(), 1, 'a');
    page = send(server, page, { arrives: false });
    expect(heldBy(page)).toHaveLength(1);
    page = send(server, page, { heard: false });
    expect(heldBy(page)).toHaveLength(1);
    page = send(server, page);
    expect(heldBy(page)).toEqual([]);
    expect(viewOf(page, 1)).toMatchObject({ answer: text('a'), revision: 1 });
  });

  test('stays when a question is refused, is not sent again, and goes with the next answer to it', () => {
    const server = new Server();
    const { outbox, batch } = takeBatch(write(server.show(), 1, 'a'));
    let page = receive(outbox, batch, {
      open: true,
      slots: [{ saveId: batch[0]?.saveId ?? '', slot: 1, outcome: 'refused' }],
      conflicts: [],
    });
    expect(heldBy(page)).toMatchObject([{ state: 'refused' }]);
    expect(heldBy(page).some(isWaiting)).toBe(false);
    page = send(server, write(page, 1, 'b'));
    expect(heldBy(page)).toEqual([]);
    expect(server.standing.get(1)?.answer).toEqual(text('b'));
  });

  test('has a new name whenever it says something else than what may have been sent', () => {
    const first = write(openOutbox([], []), 1, 'a');
    const name = first.own.get(1)?.saveId;
    expect(write(first, 1, 'ab').own.get(1)?.saveId).toBe(name);
    const sent = takeBatch(first).outbox;
    const next = write(sent, 1, 'abc').own.get(1);
    expect(next?.saveId).not.toBe(name);
    expect(next?.after).toEqual([name]);
  });

  test('is nothing where she is back at what stands and nothing was sent', () => {
    const stands = openOutbox([{ slot: 1, answer: text('a'), flagged: false, revision: 3 }], []);
    expect(heldBy(write(write(stands, 1, 'b'), 1, 'a'))).toEqual([]);
    const sent = takeBatch(write(stands, 1, 'b')).outbox;
    expect(heldBy(write(sent, 1, 'a'))).toMatchObject([{ answer: text('a'), basedOn: 3 }]);
  });

  test('an answer written while another is under way stands on what the server says of that', () => {
    const server = new Server();
    const { outbox, batch } = takeBatch(write(server.show(), 1, 'a'));
    let page = write(outbox, 1, 'ab');
    page = receive(page, batch, server.take(savesOf(batch, 0)));
    expect(heldBy(page)).toMatchObject([{ answer: text('ab'), basedOn: 1, after: [] }]);
    expect(viewOf(page, 1).answer).toEqual(text('ab'));
    page = send(server, page);
    expect(server.standing.get(1)).toMatchObject({ answer: text('ab'), revision: 2 });
    expect(server.conflicts()).toEqual([]);
  });

  test('a mark that is saved says nothing of an answer that another device wrote meanwhile', () => {
    for (const marksFirst of [true, false]) {
      const server = new Server();
      let office = server.show();
      send(server, write(server.show(), 1, 'phone'));
      office = change(office, 1, { answer: null, flagged: true }, fresh());
      if (marksFirst) office = send(server, office);
      const { outbox, batch } = takeBatch(office);
      office = write(outbox, 1, 'office', true);
      if (!marksFirst) office = receive(office, batch, server.take(savesOf(batch, 0)));
      office = send(server, office);
      expect(server.standing.get(1)?.answer).toEqual(text('phone'));
      expect(rivalsOf(office, 1)).toMatchObject([{ answer: text('office'), here: true }]);
    }
  });

  test('who marks a question first goes on to answer it', () => {
    const server = new Server();
    let page = send(server, change(server.show(), 1, { answer: null, flagged: true }, fresh()));
    page = send(server, write(page, 1, 'a', true));
    expect(server.standing.get(1)?.answer).toEqual(text('a'));
    expect(server.conflicts()).toEqual([]);
    expect(heldBy(page)).toEqual([]);
  });

  test('phone offline 1, 2, 1; office 2; the phone returns: she is asked, and either choice is kept', () => {
    for (const keepsHers of [true, false]) {
      const server = new Server();
      let phone = server.show();
      for (const value of ['1', '2', '1']) phone = send(server, write(phone, 1, value), { arrives: false });
      const office = send(server, write(server.show(), 1, '2'));
      expect(heldBy(office)).toEqual([]);
      phone = send(server, phone);
      expect(server.standing.get(1)?.answer).toEqual(text('2'));
      expect(rivalsOf(phone, 1)).toMatchObject([{ answer: text('1'), here: true }]);
      const [rival] = rivalsOf(phone, 1);
      phone = send(server, choose(phone, 1, keepsHers ? (rival?.saveId ?? '') : null, fresh()));
      expect(heldBy(phone)).toEqual([]);
      expect(server.conflicts()).toEqual([]);
      expect(viewOf(phone, 1).answer).toEqual(text(keepsHers ? '1' : '2'));
      expect(server.standing.get(1)?.answer).toEqual(text(keepsHers ? '1' : '2'));
    }
  });

  test('a conflict that was settled on another device is heard of, and its entry goes', () => {
    const server = new Server();
    let phone = send(server, write(server.show(), 1, 'phone'), { arrives: false });
    let office = send(server, write(server.show(), 1, 'office'));
    phone = send(server, phone);
    expect(heldBy(phone)).toMatchObject([{ state: 'conflict' }]);
    office = server.show();
    office = send(server, choose(office, 1, null, fresh()));
    // Whatever the phone sends next tells it that there is no question any more.
    phone = send(server, write(phone, 2, 'other'));
    phone = send(server, phone);
    expect(heldBy(phone)).toEqual([]);
    expect(viewOf(phone, 1).answer).toEqual(text('office'));
    expect(heldBy(office)).toEqual([]);
  });

  test('what comes after the end is stored as late and goes', () => {
    const server = new Server();
    let page = send(server, write(server.show(), 1, 'in time'));
    page = write(page, 1, 'too late');
    server.open = false;
    page = send(server, page, { all: true });
    expect(page.over).toBe(true);
    expect(heldBy(page)).toEqual([]);
    expect(server.standing.get(1)?.answer).toEqual(text('in time'));
    expect([...server.kept.values()]).toMatchObject([{ reason: 'LATE', answer: text('too late') }]);
  });
});

type Step =
  | { do: 'write'; page: number; slot: number; value: string; flagged: boolean }
  | { do: 'send'; page: number; arrives: boolean; heard: boolean }
  | { do: 'repeat'; page: number }
  | { do: 'load'; page: number }
  | { do: 'choose'; page: number; slot: number; mine: boolean };

const page = fc.nat({ max: 2 });
const slot = fc.integer({ min: 1, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      page,
      slot,
      value: fc.constantFrom('a', 'b', 'c', ''),
      flagged: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('send' as const), page, arrives: fc.boolean(), heard: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('load' as const), page }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('choose' as const), page, slot, mine: fc.boolean() }) },
);

/**
 * Three pages of one paper on any line: requests that do not arrive, answers that are lost, late repeats, pages that are
 * closed and opened again. Values carry where and when they were written, so that each can be looked for.
 */
test('on any line: no acknowledged answer is replaced by one whose writer had not seen it, none is lost, nothing is stuck', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const server = new Server();
      const pages: Outbox[] = [server.show(), server.show(), server.show()];
      const lost: Entry[][] = [[], [], []];
      /** What each page showed when it last wrote: the texts that its writer had seen. */
      const seen = new Map<string, Set<string>>();
      let count = 0;

      const check = (before: Map<number, Standing>) => {
        for (const [at, row] of server.standing) {
          const was = before.get(at);
          if (!was || was.revision === row.revision) continue;
          const old = JSON.stringify(was.answer);
          const now = JSON.stringify(row.answer);
          const kept = [...server.kept.values()].some((each) => JSON.stringify(each.answer) === old);
          expect(
            seen.get(now)?.has(old) || kept || !isAnswered(was.answer),
            `${old} was replaced by ${now} unseen`,
          ).toBe(true);
        }
      };
      const at = (index: number) => pages[index] as Outbox;

      for (const each of steps) {
        const before = new Map(server.standing);
        const here = at(each.page);
        if (each.do === 'write') {
          const value = each.value === '' ? '' : `${each.value}${count++}`;
          const shown = viewOf(here, each.slot).answer;
          const entry = here.own.get(each.slot);
          const known = new Set([
            JSON.stringify(shown),
            ...(entry ? (seen.get(JSON.stringify(entry.answer)) ?? []) : []),
          ]);
          const next = JSON.stringify(text(value));
          seen.set(next, new Set([...(seen.get(next) ?? []), ...known]));
          pages[each.page] = write(here, each.slot, value, each.flagged);
        } else if (each.do === 'send') {
          const { outbox, batch } = takeBatch(here);
          pages[each.page] = outbox;
          lost[each.page] = batch;
          if (each.arrives && batch.length > 0) {
            const told = server.take(savesOf(batch, 0));
            if (each.heard) pages[each.page] = receive(outbox, batch, told);
          }
        } else if (each.do === 'repeat') {
          // A request that was given up arrives after all.
          const batch = lost[each.page] ?? [];
          if (batch.length > 0) server.take(savesOf(batch, 0));
        } else if (each.do === 'load') {
          pages[each.page] = adopt(server.show(), JSON.parse(JSON.stringify(heldBy(here))) as Entry[]);
        } else {
          const [rival] = rivalsOf(here, each.slot);
          const conflict = here.conflicts.find((one) => one.slot === each.slot);
          if (conflict && rival) {
            const next = JSON.stringify(rival.answer);
            seen.set(next, new Set([...(seen.get(next) ?? []), JSON.stringify(conflict.standing.answer)]));
          }
          pages[each.page] = choose(here, each.slot, each.mine && rival ? rival.saveId : null, fresh());
        }
        check(before);
      }

      // The line is back: everything arrives, and she answers what she is asked.
      const hadAll = pages
        .flatMap((one) => heldBy(one))
        .flatMap((entry) => (entry.answer && isAnswered(entry.answer) ? [JSON.stringify(entry.answer)] : []));
      for (let round = 0; round < 12; round++)
        for (const index of [0, 1, 2]) {
          const before = new Map(server.standing);
          pages[index] = send(server, at(index));
          for (const conflict of at(index).conflicts) {
            const [rival] = rivalsOf(at(index), conflict.slot);
            if (rival) {
              const next = JSON.stringify(rival.answer);
              seen.set(next, new Set([...(seen.get(next) ?? []), JSON.stringify(conflict.standing.answer)]));
            }
            pages[index] = choose(at(index), conflict.slot, rival && round % 2 ? rival.saveId : null, fresh());
          }
          check(before);
        }
      for (const index of [0, 1, 2]) {
        pages[index] = send(server, send(server, at(index)));
        expect(
          heldBy(at(index)).filter((entry) => entry.state !== 'refused'),
          `page ${index} is stuck`,
        ).toEqual([]);
      }
      const there = new Set(
        [...server.standing.values(), ...server.kept.values()].map((row) => JSON.stringify(row.answer)),
      );
      const followed = new Set([...seen.values()].flatMap((each) => [...each]));
      for (const answer of hadAll)
        expect(there.has(answer) || followed.has(answer), `${answer} was held and is nowhere`).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('nothing is put in the place of what she is writing: she is asked once it has been sent', () => {
  const server = new Server();
  let stale = server.show();
  send(server, write(server.show(), 1, '11'));
  const { outbox, batch } = takeBatch(write(stale, 1, 'tra lờ'));
  stale = write(outbox, 1, 'tra lời 13 ký');
  stale = receive(stale, batch, server.take(savesOf(batch, 0)));
  expect(stale.conflicts).toHaveLength(1);
  expect(choicesOf(stale)).toEqual([]);
  stale = send(server, stale);
  expect(choicesOf(stale)).toHaveLength(1);
  expect(rivalsOf(stale, 1).map((rival) => rival.answer)).toEqual([text('tra lời 13 ký')]);
});
