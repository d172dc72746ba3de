import type { QuestionType } from '#app/domain/catalogue/question-version.ts';
import { locales } from '#app/words/locale.ts';
import type { CourseQuestion } from './parse-quiz.ts';
import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';

/** So many papers of one person are to ask nothing twice, with three scenarios on each. */
const PAPERS = 3;
const SCENARIOS = 9;
/** These ask to do something with what was read; half of a bank does. */
const APPLYING: readonly QuestionType[] = ['scenario', 'numeric', 'matching', 'ordering'];
/** The right option is the longest, or the shortest, in no larger share of the questions where one is right. */
const TELLING_SHARE = 0.3;
/** A multiple choice has so many wrong options at most; no number of them stands in a larger share. */
const WRONG_OPTIONS = { most: 4, share: 0.5 } as const;

/** What keeps a bank from serving three attempts, and from testing judgement rather than test-taking. */
export function bankProblems(course: ParsedCourse): Problem[] {
  const { questions } = course;
  const messages = [
    ...thinLessons(course),
    ...(questions.filter(({ type }) => type === 'scenario').length < SCENARIOS
      ? [`the bank has fewer than ${SCENARIOS} scenarios: ${PAPERS} papers hold three each`]
      : []),
    ...(questions.filter(({ type }) => APPLYING.includes(type)).length * 2 < questions.length
      ? ['fewer than half of the questions apply something (scenario, numeric, matching, ordering)']
      : []),
    ...tellingLengths(questions),
    ...tellingNumbers(questions),
  ];
  return messages.map((message) => ({ file: `courses/${course.slug}/quiz.yaml`, line: 1, message }));
}

const thinLessons = ({ quiz, questions }: ParsedCourse): string[] =>
  quiz.sections.flatMap(({ lessonCode, questions: drawn }) => {
    const has = questions.filter((question) => question.lessonCode === lessonCode).length;
    return has < PAPERS * drawn
      ? [`lesson ${lessonCode} has ${has} questions: ${PAPERS} papers ask ${PAPERS * drawn}`]
      : [];
  });

/** The ids of the options that are fully right. */
function rightOptions({ answerKey }: CourseQuestion): string[] {
  if (answerKey.type === 'single_choice' || answerKey.type === 'multiple_choice') return answerKey.correct;
  if (answerKey.type !== 'scenario') return [];
  return Object.entries(answerKey.scores).flatMap(([id, score]) => (score.n === score.d ? [id] : []));
}

function tellingLengths(questions: readonly CourseQuestion[]): string[] {
  const choices = questions.filter(({ type }) => type === 'single_choice' || type === 'scenario');
  return locales.flatMap((locale) => {
    let [longest, shortest] = [0, 0];
    for (const question of choices) {
      const right = rightOptions(question);
      const lengths = (of: boolean) =>
        (question.content.options ?? [])
          .filter(({ id }) => right.includes(id) === of)
          .map((option) => option[locale].length);
      if (Math.min(...lengths(true)) > Math.max(...lengths(false))) longest++;
      if (Math.max(...lengths(true)) < Math.min(...lengths(false))) shortest++;
    }
    const tell = (times: number, look: string) =>
      times > choices.length * TELLING_SHARE
        ? [`in ${times} of ${choices.length} choices and scenarios the right option is the ${look} (${locale})`]
        : [];
    return [...tell(longest, 'longest'), ...tell(shortest, 'shortest')];
  });
}

function tellingNumbers(questions: readonly CourseQuestion[]): string[] {
  const multiples = questions.filter(({ type }) => type === 'multiple_choice');
  const wrong = multiples.map((question) => (question.content.options ?? []).length - rightOptions(question).length);
  const { most, share } = WRONG_OPTIONS;
  const outside = multiples.flatMap(({ code }, at) => {
    const count = wrong[at] ?? 0;
    return count > most ? [`${code}: ${count} options are wrong: at most ${most} are`] : [];
  });
  const habit = [...new Set(wrong)].flatMap((count) => {
    const times = wrong.filter((each) => each === count).length;
    return multiples.length > 1 && times > multiples.length * share
      ? [`in ${times} of ${multiples.length} multiple choices ${count} options are wrong: let the number vary`]
      : [];
  });
  return [...outside, ...habit];
}
