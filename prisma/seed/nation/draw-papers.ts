import { drawPaper } from '#app/domain/assessment/draw-paper.ts';
import { paperKeyOf, showPaper } from '#app/domain/assessment/paper.ts';
import { type StoredMarks, storeMarks } from '#app/domain/assessment/store-marks.ts';
import { type StoredPaper, storePaper } from '#app/domain/assessment/store-paper.ts';
import type { Random } from '#app/platform/random.server.ts';
import { answerPaper } from '../answer-paper.ts';
import { makeDice } from '../dice.ts';
import type { SeedCourse } from '../plan-history.ts';

/** So many different papers of a course are passed, and as many failed; people share them. */
export const PAPERS = 32;

/** A paper as the product draws it, with answers and how the product grades them. */
export type PaperRow = {
  course_no: number;
  passes: boolean;
  variant: number;
  paper: StoredPaper;
  answers: { slot: number; answer: unknown }[];
  earned_numerator: number;
  earned_denominator: number;
  possible: number;
  marks: StoredMarks;
};

export function drawPapers(courses: readonly SeedCourse[], random: Random): PaperRow[] {
  const dice = makeDice(random);
  return courses.flatMap((course, course_no) =>
    [true, false].flatMap((passes) =>
      Array.from({ length: PAPERS }, (_, variant) => {
        const { quiz, bank, keys } = course;
        const before = { lastSeen: new Map<string, number>(), attemptsAfter: quiz.attemptLimit - 1 };
        const drawn = drawPaper(bank, quiz.sections, (length) => random.bytes(length), before);
        const shown = { paper: showPaper(drawn, bank), paperKey: paperKeyOf(drawn, keys) };
        const { answers, grade } = answerPaper(shown, { passes, passPercent: quiz.passPercent }, dice);
        return {
          ...{ course_no, passes, variant, paper: storePaper(drawn, bank) },
          answers: [...answers].map(([slot, answer]) => ({ slot, answer })),
          earned_numerator: grade.earned.n,
          earned_denominator: grade.earned.d,
          possible: grade.possible,
          marks: storeMarks(grade.marks),
        };
      }),
    ),
  );
}
