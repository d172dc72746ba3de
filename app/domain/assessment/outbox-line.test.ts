import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fresh, Server, send, text, write } from '#tests/support/outbox-server.ts';
import {
  adopt,
  choose,
  type Entry,
  heldBy,
  type Outbox,
  receive,
  rivalsOf,
  savesOf,
  takeBatch,
  viewOf,
} from './outbox.ts';
import { isAnswered } from './question.ts';
import type { Standing } from './weigh-saves.ts';

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
