import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyKindOfQuestion } from '#tests/support/every-kind-of-question.ts';
import type { Section } from './choose-questions.ts';
import { drawPaper, stillDrawn } from './draw-paper.ts';
import { gradePaper } from './grade-paper.ts';
import { type Bank, paperKeyOf, showPaper } from './paper.ts';
import type { Answer } from './question.ts';
import { reviewPaper } from './review-paper.ts';
import { shuffle } from './shuffle.ts';
import { openPaper, storePaper } from './store-paper.ts';

/** Bytes that depend on the seed alone. */
function seeded(seed: string) {
  let at = 0;
  return (length: number) => createHash('shake256', { outputLength: length }).update(`${seed}:${at++}`).digest();
}

const { bank, keys } = everyKindOfQuestion(false);
/** Nothing was asked before, nothing is to be kept for later. */
const FIRST = { lastSeen: new Map(), attemptsAfter: 0 };

/** What is kept, what is shown, and what grades it. */
function draw(sections: readonly Section[], bytes: (length: number) => Uint8Array) {
  const drawn = drawPaper(bank, sections, bytes, FIRST);
  return { drawn, paper: showPaper(drawn, bank), paperKey: paperKeyOf(drawn, keys) };
}

/** As many from each of the three lessons. */
const each = (questions: number) => ['L1', 'L2', 'L3'].map((lessonCode) => ({ lessonCode, questions }));

describe('drawing a paper', () => {
  test('the same bytes give the same paper, and what is shown does not depend on any key', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const one = draw(each(3), seeded(seed));
        const twin = everyKindOfQuestion(true);
        expect(drawPaper(twin.bank, each(3), seeded(seed), FIRST)).toEqual(one.drawn);
        expect(JSON.stringify(showPaper(one.drawn, twin.bank))).toBe(JSON.stringify(one.paper));
        expect(JSON.stringify(paperKeyOf(one.drawn, twin.keys))).not.toBe(JSON.stringify(one.paperKey));
        expect(JSON.stringify([one.drawn, one.paper])).not.toContain('CANARY');
      }),
    );
  });

  test('each section gives what it declares, no question comes twice, slots count from one', () => {
    const draws = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(fc.string(), fc.tuple(draws, draws, draws), (seed, numbers) => {
        const sections = each(0).map(({ lessonCode }, at) => ({ lessonCode, questions: numbers[at] ?? 0 }));
        const { paper, paperKey } = draw(sections, seeded(seed));
        const count = numbers.reduce((sum, number) => sum + number, 0);
        expect(paper.slots.map((slot) => slot.slot)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
        for (const { lessonCode, questions } of sections) {
          expect(paper.slots.filter((slot) => slot.lessonCode === lessonCode)).toHaveLength(questions);
        }
        expect(new Set(paperKey.slots.map((slot) => slot.questionVersionId)).size).toBe(count);
      }),
    );
  });

  test('what is kept of a paper is short, and is opened to the paper that was drawn; so is one that names everything', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 8 }), (seed, questions) => {
        const { drawn } = draw(each(questions), seeded(seed));
        const kept = JSON.stringify(storePaper(drawn, bank));
        expect(kept.length).toBeLessThan(60 + 12 * drawn.slots.length);
        expect(openPaper(JSON.parse(kept), bank)).toEqual(drawn);
        expect(openPaper(JSON.parse(JSON.stringify(drawn)), bank)).toEqual(drawn);
      }),
    );
    const [first = ''] = bank.keys();
    const other: Bank = new Map([...bank].filter(([id]) => id === first));
    expect(() => openPaper({ slots: 'beef 2ab' }, other)).toThrow('no question 2ab');
    expect(() => openPaper({ slots: 'beef 1z' }, bank)).toThrow('item z');
    expect(() =>
      storePaper({ slots: [{ slot: 1, questionVersionId: first, items: [['x1a', 'gone']] }] }, bank),
    ).toThrow(RangeError);
  });

  test('a section cannot give more than it has', () => {
    expect(() => drawPaper(bank, [{ lessonCode: 'L2', questions: 9 }], seeded('x'), FIRST)).toThrow(
      'section L2 draws 9 of 8',
    );
  });

  test('a shuffle draws again what would make one place likelier, and draws for every place but the last', () => {
    const asked: number[] = [];
    const values = [0xffffffff, 0xfffffffe, 1];
    const bytes = (length: number) => {
      asked.push(length);
      const value = values[asked.length - 1] ?? 0;
      return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
    };
    // The first is the first value beyond the last whole multiple of three; the second gives place 2 of 0, 1, 2.
    expect(shuffle(['a', 'b', 'c'], bytes)).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([4, 4, 4]);
  });

  test('ids of options mean something on one paper alone', () => {
    const ids = (seed: string) =>
      draw(each(8), seeded(seed)).paper.slots.flatMap(({ question }) =>
        [question.options, question.steps, question.left, question.right].flatMap((items) =>
          (items ?? []).map((item) => item.id),
        ),
      );
    const first = ids('a');
    expect(new Set(first).size).toBe(first.length);
    expect(ids('b').some((id) => first.includes(id))).toBe(false);
  });

  test('the key of the paper grades a fully right set of answers with every point', () => {
    const { paper, paperKey } = draw(each(8), seeded('x'));
    const answers = new Map<number, Answer>(
      paperKey.slots.map(({ slot, key }): [number, Answer] => {
        switch (key.type) {
          case 'single_choice':
            return [slot, { choice: key.correct[0] ?? '' }];
          case 'multiple_choice':
            return [slot, { choices: key.correct }];
          case 'true_false':
            return [slot, { value: key.value }];
          case 'scenario':
            return [slot, { choice: Object.entries(key.scores).find(([, score]) => score.n === score.d)?.[0] ?? '' }];
          case 'numeric':
            return [slot, { text: key.value }];
          case 'short_text':
            return [slot, { text: key.accepted.vi[0] ?? '' }];
          case 'matching':
            return [slot, { pairs: key.pairs }];
          case 'ordering':
            return [slot, { positions: Object.fromEntries(key.order.map((id, at) => [id, at + 1])) }];
          default:
            return key satisfies never;
        }
      }),
    );
    const grade = gradePaper(paperKey, answers, 70);
    expect(grade.earned).toEqual({ n: 24, d: 1 });
    expect(grade.passed).toBe(true);
    const hidden = reviewPaper({ paper, paperKey: null, answers: [], marks: grade.marks });
    expect(JSON.stringify(hidden)).not.toContain('CANARY');
    const shown = reviewPaper({ paper, paperKey, answers: [], marks: grade.marks });
    expect(shown.every((slot) => slot.right && slot.right.length > 0 && slot.explanation)).toBe(true);
    // Line by line: one part for each of what stands on the left, one for each place.
    for (const { question, right } of shown) {
      if (question.type === 'matching') expect(right).toHaveLength(question.left?.length ?? 0);
      if (question.type === 'ordering')
        expect(right?.map((step) => step.vi).sort()).toEqual(question.steps?.map((step) => step.vi).sort());
    }
  });

  test('what is said to whoever chose an option follows the option, and is told only with the key', () => {
    const said = { o1: { vi: 'hay', en: 'good' }, o2: { vi: 'vội', en: 'hasty' } };
    const [id = '', scenario] = [...bank].find(([, { content }]) => content.type === 'scenario') ?? [];
    const key = keys.get(id);
    if (!scenario || key?.type !== 'scenario') throw new Error('the bank has no scenario');
    const drawn = drawPaper(new Map([[id, scenario]]), [{ lessonCode: 'L1', questions: 1 }], seeded('y'), FIRST);
    const paper = showPaper(drawn, bank);
    const paperKey = paperKeyOf(drawn, new Map([[id, { ...key, feedback: said }]]));
    const options = paper.slots[0]?.question.options ?? [];
    for (const [itemId, words] of Object.entries(said)) {
      const shownAs = scenario.content.options?.find((option) => option.id === itemId)?.vi;
      const choice = options.find((option) => option.vi === shownAs)?.id ?? '';
      const answers = [{ slot: 1, answer: { choice } }];
      expect(reviewPaper({ paper, paperKey, answers, marks: [] })[0]?.feedback).toEqual(words);
      expect(reviewPaper({ paper, paperKey: null, answers, marks: [] })[0]?.feedback).toBeUndefined();
    }
  });

  test('of two options, steps or pairs either comes first about as often, and so does every question', () => {
    const firsts = new Map<string, number>();
    const bytes = seeded('either');
    const rounds = 600;
    for (let round = 0; round < rounds; round++) {
      const { slots } = drawPaper(bank, [{ lessonCode: 'L1', questions: 8 }], bytes, FIRST);
      const [opening] = slots;
      firsts.set(
        `opening ${opening?.questionVersionId}`,
        (firsts.get(`opening ${opening?.questionVersionId}`) ?? 0) + 1,
      );
      for (const { questionVersionId, items, right } of slots) {
        for (const [side, list] of [
          ['items', items],
          ['right', right],
        ] as const) {
          const first = list?.[0]?.[1];
          if (first === undefined) continue;
          const name = `${questionVersionId} ${side} of ${list?.length}: ${first}`;
          firsts.set(name, (firsts.get(name) ?? 0) + 1);
        }
      }
    }
    const sizes = new Map<string, number>();
    for (const name of firsts.keys()) {
      const list = name.replace(/:? ?[^ ]*$/, '');
      sizes.set(list, (sizes.get(list) ?? 0) + 1);
    }
    for (const [name, count] of firsts) {
      const size = name.startsWith('opening') ? 8 : Number(/ of (\d+):/.exec(name)?.[1]);
      expect(sizes.get(name.replace(/:? ?[^ ]*$/, '')), name).toBe(size);
      expect(Math.abs(count - rounds / size), name).toBeLessThan(rounds / size / 2);
    }
  });

  test('draws are even: over many papers each question of a lesson is drawn about as often as others of its kind', () => {
    const counts = new Map<string, number>();
    const bytes = seeded('even');
    for (let round = 0; round < 2000; round++) {
      for (const { questionVersionId } of drawPaper(bank, each(3), bytes, FIRST).slots)
        counts.set(questionVersionId, (counts.get(questionVersionId) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Each lesson has one scenario, and a paper needs three: they are on every one.
    const share = (id: string) => (bank.get(id)?.content.type === 'scenario' ? 1 : 2 / 7);
    for (const [id, count] of counts) expect(Math.abs(count / (2000 * share(id)) - 1), id).toBeLessThan(0.2);
  });
});

test('of withdrawn questions none is drawn, and a section draws no more than are left of its own lesson', () => {
  const ids = ['a1', 'a2', 'a3', 'b1', 'b2'];
  const [any] = everyKindOfQuestion(false).bank.values();
  if (!any) throw new Error('the bank is empty');
  const bank: Bank = new Map(ids.map((id) => [id, { ...any, lessonCode: id[0] ?? '' }]));
  const sections: Section[] = [
    { lessonCode: 'a', questions: 2 },
    { lessonCode: 'b', questions: 1 },
  ];
  expect(stillDrawn(bank, sections, new Set())).toEqual({ bank, sections });
  const left = stillDrawn(bank, sections, new Set(['a1', 'a2', 'elsewhere']));
  expect([...left.bank.keys()]).toEqual(['a3', 'b1', 'b2']);
  expect(left.sections).toEqual([
    { lessonCode: 'a', questions: 1 },
    { lessonCode: 'b', questions: 1 },
  ]);
  expect(stillDrawn(bank, sections, new Set(['b1'])).sections).toEqual(sections);
});
