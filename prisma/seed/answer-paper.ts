import { gradePaper, type PaperGrade } from '#app/domain/assessment/grade-paper.ts';
import type { Paper, PaperKey } from '#app/domain/assessment/paper.ts';
import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import type { AnswerKey } from '#app/domain/catalogue/question-version.ts';
import type { Dice } from './dice.ts';

/** The answer that earns everything: known to who reads the database, never to a browser. */
export function rightAnswer(key: AnswerKey): Answer {
  switch (key.type) {
    case 'single_choice':
      return { choice: key.correct[0] ?? '' };
    case 'multiple_choice':
      return { choices: key.correct };
    case 'true_false':
      return { value: key.value };
    case 'scenario': {
      const best = Object.entries(key.scores).sort(([, a], [, b]) => b.n / b.d - a.n / a.d)[0];
      return { choice: best?.[0] ?? '' };
    }
    case 'numeric':
      return { text: key.value };
    case 'short_text':
      return { text: key.accepted.vi[0] ?? '' };
    case 'matching':
      return { pairs: key.pairs };
    case 'ordering':
      return { positions: Object.fromEntries(key.order.map((step, index) => [step, index + 1])) };
    default:
      return key satisfies never;
  }
}

/** A mistake that somebody could make; it may still earn a part. */
function wrongAnswer(key: AnswerKey, question: PublicQuestion, dice: Dice): Answer {
  const options = (question.options ?? []).map((option) => option.id);
  switch (key.type) {
    case 'single_choice':
      return { choice: dice.pick(options.filter((id) => !key.correct.includes(id))) };
    case 'multiple_choice':
      return {
        choices:
          key.correct.length > 1
            ? key.correct.slice(1)
            : [...key.correct, dice.pick(options.filter((id) => !key.correct.includes(id)))],
      };
    case 'true_false':
      return { value: !key.value };
    case 'scenario': {
      const worst = Object.entries(key.scores).sort(([, a], [, b]) => a.n / a.d - b.n / b.d)[0];
      return { choice: worst?.[0] ?? '' };
    }
    case 'numeric':
      return { text: String(Math.round(Number(key.value) + 2 * Number(key.tolerance) + dice.whole(1, 9))) };
    case 'short_text':
      return { text: 'không nhớ' };
    case 'matching': {
      const left = Object.keys(key.pairs);
      const right = left.map((id) => key.pairs[id] ?? '');
      return { pairs: Object.fromEntries(left.map((id, index) => [id, right[(index + 1) % right.length] ?? ''])) };
    }
    case 'ordering':
      return { positions: Object.fromEntries([...key.order].reverse().map((step, index) => [step, index + 1])) };
    default:
      return key satisfies never;
  }
}

/** Answers of somebody who passes, or does not, and how the grader marks them. */
export function answerPaper(
  { paper, paperKey }: { paper: Paper; paperKey: PaperKey },
  { passes, passPercent }: { passes: boolean; passPercent: number },
  dice: Dice,
): { answers: Map<number, Answer>; grade: PaperGrade } {
  const count = paperKey.slots.length;
  const needed = Math.ceil((count * passPercent) / 100);
  let known = passes ? dice.whole(needed, count) : dice.whole(Math.max(1, needed - 4), needed - 1);
  for (;;) {
    const right = new Set(dice.shuffle(paperKey.slots.map(({ slot }) => slot)).slice(0, known));
    const answers = new Map(
      paperKey.slots.map(({ slot, key }) => {
        const question = paper.slots.find((one) => one.slot === slot)?.question;
        if (!question) throw new Error(`the paper lacks slot ${slot}`);
        return [slot, right.has(slot) ? rightAnswer(key) : wrongAnswer(key, question, dice)];
      }),
    );
    const grade = gradePaper(paperKey, answers, passPercent);
    if (grade.passed === passes) return { answers, grade };
    known += passes ? 1 : -1;
    if (known < 0 || known > count) throw new Error(`no answers to this paper ${passes ? 'pass' : 'fail'}`);
  }
}
