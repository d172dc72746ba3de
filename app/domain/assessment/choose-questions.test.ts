import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inPieces, seededRandom } from '#app/platform/random.server.ts';
import { chooseQuestions, type Section } from './choose-questions.ts';
import type { Bank } from './paper.ts';

/** A lesson as the tests describe it: what a paper asks about it, and what its bank holds. */
type Lesson = { questions: number; scenarios: number; others: number };

const bytesOf = (seed: string) => inPieces(seededRandom(seed).bytes);
const idOf = (lesson: number, kind: 's' | 'o', at: number) => `L${lesson + 1}-${kind}${at}`;
const isScenario = (id: string) => id.includes('-s');
const lessonOf = (id: string) => id.slice(0, id.indexOf('-'));

function quizOf(lessons: readonly Lesson[], factsOf: (id: string) => string[] = () => []) {
  const sections: Section[] = lessons.map(({ questions }, at) => ({ lessonCode: `L${at + 1}`, questions }));
  const bank: Bank = new Map(
    lessons
      .flatMap(({ scenarios, others }, lesson) => [
        ...Array.from({ length: scenarios }, (_, at) => idOf(lesson, 's', at)),
        ...Array.from({ length: others }, (_, at) => idOf(lesson, 'o', at)),
      ])
      .map((id) => {
        const type = isScenario(id) ? ('scenario' as const) : ('single_choice' as const);
        return [id, { lessonCode: lessonOf(id), content: { type, text: { vi: id, en: id } }, facts: factsOf(id) }];
      }),
  );
  return { bank, sections };
}

/** Papers of one person, one after the other, of `attempts` that she has. */
function papersOf(
  { bank, sections }: ReturnType<typeof quizOf>,
  { papers, attempts = papers, seed }: { papers: number; attempts?: number; seed: string },
) {
  const bytes = bytesOf(seed);
  const lastSeen = new Map<string, number>();
  return Array.from({ length: papers }, (_, at) => {
    const paper = chooseQuestions(bank, sections, bytes, { lastSeen, attemptsAfter: Math.max(0, attempts - at - 1) });
    for (const id of paper.chosen) lastSeen.set(id, at);
    return paper;
  });
}

/** Scenarios of a paper, at most two of a lesson counted: three of them come from two lessons at least. */
const counted = (chosen: readonly string[]) => {
  const of = new Map<string, number>();
  for (const id of chosen.filter(isScenario)) of.set(lessonOf(id), (of.get(lessonOf(id)) ?? 0) + 1);
  return [...of.values()].reduce((sum, count) => sum + Math.min(2, count), 0);
};

const anyLesson = fc
  .record({ questions: fc.integer({ min: 0, max: 4 }), scenarios: fc.nat(6), others: fc.nat(6) })
  .map((lesson) => ({ ...lesson, questions: Math.min(lesson.questions, lesson.scenarios + lesson.others) }));
/** Enough for three papers without a repeat. */
const fullLesson = fc
  .record({ questions: fc.integer({ min: 1, max: 3 }), scenarios: fc.nat(9), more: fc.nat(2) })
  .map(({ questions, scenarios, more }) => ({
    questions,
    scenarios,
    others: Math.max(0, 3 * questions - scenarios) + more,
  }));
const usableByThree = (lessons: readonly Lesson[]) =>
  lessons.reduce((sum, { scenarios, questions }) => sum + Math.min(scenarios, 3 * Math.min(2, questions)), 0);

describe('choosing the questions of a paper', () => {
  test('each section gives what it declares and nothing twice, whatever the bank and whatever she has seen', () => {
    fc.assert(
      fc.property(fc.array(anyLesson, { minLength: 1, maxLength: 7 }), fc.string(), (lessons, seed) => {
        const quiz = quizOf(lessons);
        for (const { chosen } of papersOf(quiz, { papers: 5, attempts: 3, seed })) {
          expect(new Set(chosen).size).toBe(chosen.length);
          expect(
            quiz.sections.map(({ lessonCode }) => chosen.filter((id) => lessonOf(id) === lessonCode).length),
          ).toEqual(lessons.map(({ questions }) => questions));
        }
      }),
    );
  });

  test('the rule is given up where the bank cannot hold it, kept everywhere else, and the paper says which', () => {
    fc.assert(
      fc.property(fc.array(anyLesson, { minLength: 1, maxLength: 7 }), fc.string(), (lessons, seed) => {
        const possible = lessons.reduce((sum, { questions, scenarios }) => sum + Math.min(2, questions, scenarios), 0);
        const seen = new Set<string>();
        for (const { chosen, scenarios } of papersOf(quizOf(lessons), { papers: 5, attempts: 3, seed })) {
          if (possible < 3) expect(scenarios).toBe('given-up');
          else {
            expect(scenarios).not.toBe('given-up');
            expect(counted(chosen)).toBeGreaterThanOrEqual(3);
            const fresh = chosen.filter((id) => !seen.has(id));
            if (counted(fresh) >= 3) expect(scenarios).toBe('kept');
            if (!fresh.some(isScenario)) expect(scenarios).toBe('repeated');
          }
          for (const id of chosen) seen.add(id);
        }
      }),
    );
  });

  test('three attempts see no question twice and three scenarios each, where the bank has three times each quota', () => {
    fc.assert(
      fc.property(
        fc.array(fullLesson, { minLength: 2, maxLength: 7 }).filter((lessons) => usableByThree(lessons) >= 9),
        fc.string(),
        (lessons, seed) => {
          const papers = papersOf(quizOf(lessons), { papers: 3, seed });
          const all = papers.flatMap(({ chosen }) => chosen);
          expect(new Set(all).size).toBe(all.length);
          expect(papers.map(({ scenarios }) => scenarios)).toEqual(['kept', 'kept', 'kept']);
          const unseen = lessons.reduce((sum, lesson) => sum + lesson.scenarios, 0);
          const drawn = papers.map(({ chosen }) => chosen.filter(isScenario).length);
          expect(Math.min(...drawn)).toBeGreaterThanOrEqual(3);
          expect(drawn[0]).toBeLessThanOrEqual(unseen - 6);
          expect(drawn[1]).toBeLessThanOrEqual(unseen - (drawn[0] ?? 0) - 3);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('without a rule to hold, never seen comes first, then the least recently seen', () => {
    const quiz = quizOf([{ questions: 2, scenarios: 1, others: 4 }]);
    const papers = papersOf(quiz, { papers: 20, attempts: 3, seed: 'recent' });
    for (const [at, { chosen }] of papers.entries()) {
      const seenAt = (id: string) => papers.findLastIndex((paper, index) => index < at && paper.chosen.includes(id));
      const others = [...quiz.bank.keys()].filter((id) => !chosen.includes(id));
      expect(Math.max(...chosen.map(seenAt))).toBeLessThanOrEqual(Math.min(...others.map(seenAt)));
    }
  });

  test('where new scenarios run out, the least recently seen ones are taken again before other new questions', () => {
    const quiz = quizOf([
      { questions: 2, scenarios: 2, others: 10 },
      { questions: 2, scenarios: 2, others: 10 },
    ]);
    const papers = papersOf(quiz, { papers: 4, seed: 'again' });
    expect(papers.map(({ scenarios }) => scenarios)).toEqual(['kept', 'repeated', 'repeated', 'repeated']);
    const [first, second] = papers.map(({ chosen }) => chosen.filter(isScenario));
    const fresh = [...quiz.bank.keys()].filter((id) => isScenario(id) && !first?.includes(id));
    expect(fresh).toHaveLength(1);
    expect(second).toEqual(expect.arrayContaining(fresh));
    expect(second).toHaveLength(3);
  });

  test('among equals questions with a fact that is not asked yet are preferred', () => {
    const facts = (id: string) => [id.endsWith('o0') || id.endsWith('o1') ? 'SAME' : id];
    const quiz = quizOf([{ questions: 2, scenarios: 0, others: 3 }], facts);
    for (let round = 0; round < 50; round++) {
      const { chosen } = chooseQuestions(quiz.bank, quiz.sections, bytesOf(`facts ${round}`), {
        lastSeen: new Map(),
        attemptsAfter: 0,
      });
      expect(new Set(chosen.flatMap(facts)).size).toBe(2);
    }
  });

  test('a fourth attempt keeps nothing back and repeats what was seen longest ago', () => {
    const lessons = Array.from({ length: 5 }, () => ({ questions: 2, scenarios: 2, others: 4 }));
    const papers = papersOf(quizOf(lessons), { papers: 4, attempts: 3, seed: 'fourth' });
    expect(papers[3]?.scenarios).toBe('repeated');
    const first = new Set(papers[0]?.chosen);
    expect(papers[3]?.chosen.filter((id) => first.has(id)).length).toBe(10);
  });
});
