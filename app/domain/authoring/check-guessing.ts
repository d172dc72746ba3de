import { locales } from '#app/words/locale.ts';
import type { LinedQuestion } from './parse-quiz.ts';
import type { Problem } from './problem.ts';
import type { Question } from './question-sheet.ts';

/** A right answer longer than every wrong one by more than this, or as much shorter, can be told by its looks. */
const TELLING_LENGTH = 1.4;
/** Between options that are all shorter, in characters, length tells nothing. */
const SHORT = 25;
/** So many questions, and more than this share of them with the right answer at one place, is a habit. */
const HABIT = { questions: 5, share: 0.6 } as const;

/** Warnings: a right answer that its length gives away. */
export function checkLengths(file: string, questions: readonly LinedQuestion[]): Problem[] {
  return questions.flatMap((question) => {
    const { content, answerKey } = question;
    if (answerKey.type !== 'single_choice' && answerKey.type !== 'scenario') return [];
    const isRight = (id: string) =>
      answerKey.type === 'single_choice'
        ? answerKey.correct.includes(id)
        : answerKey.scores[id]?.n === answerKey.scores[id]?.d;
    return locales.flatMap((locale): Problem[] => {
      const lengths = (right: boolean) =>
        (content.options ?? []).filter((option) => isRight(option.id) === right).map((option) => option[locale].length);
      const [right = 0, ...more] = lengths(true);
      const wrong = lengths(false);
      if (more.length > 0 || wrong.length === 0 || Math.max(right, ...wrong) < SHORT) return [];
      const isLongest = right > Math.max(...wrong) * TELLING_LENGTH;
      if (!isLongest && right * TELLING_LENGTH >= Math.min(...wrong)) return [];
      const look = isLongest ? 'longest' : 'shortest';
      const message = `${question.code}: the right answer is the ${look} by far (${locale}): it can be guessed`;
      return [{ file, line: question.line, message, isWarning: true }];
    });
  });
}

/** A warning: the writer's habit of putting the right answer at one place. Papers shuffle it, exports may not. */
export function checkPlaces(file: string, questions: readonly Question[]): Problem[] {
  const places = questions.flatMap((question) =>
    question.type === 'single_choice' ? [question.options.findIndex((option) => option.correct)] : [],
  );
  const most = Math.max(...[0, 1, 2, 3].map((place) => places.filter((each) => each === place).length));
  if (places.length < HABIT.questions || most <= places.length * HABIT.share) return [];
  const message = `in ${most} of ${places.length} single choices the right answer stands at the same place: it can be guessed`;
  return [{ file, line: 1, message, isWarning: true }];
}
