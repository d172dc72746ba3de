import type { Bilingual } from '#app/words/locale.ts';
import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';

/** The current edition, as far as the next one is judged by it. */
export type EditionBefore = {
  number: number;
  lineNumber: number;
  changeCount: number;
  lessons: { code: string; slug: string }[];
  quiz: { passPercent: number; attemptLimit: number; timeLimitSeconds: number | null };
};

export type DeclaredEdition = {
  /** The line that it continues; null: it begins one. */
  lineNumber: number | null;
  changeCount: number;
  note: Bilingual;
};

export type Declaration = { ok: true; edition: DeclaredEdition } | { ok: false; problem: Problem };

/**
 * What a changed course becomes, by what its `changes` say since the edition before: an editorial change continues the
 * line, so running enrolments follow; one material change among them begins a new line. A change that says nothing, or
 * calls itself editorial and changes lessons or the rules of the quiz, is refused.
 */
export function declareEdition(course: ParsedCourse, before: EditionBefore | null): Declaration {
  const { declared, line } = course.changes;
  const refuse = (message: string): Declaration => ({
    ok: false,
    problem: { file: `courses/${course.slug}/course.yaml`, line, message: `changes: ${message}` },
  });
  // An editorial change does not hide why the edition teaches what it teaches; of a first edition there is nothing to tell.
  const told = declared.slice(1).findLast((change) => change.kind === 'material') ?? declared.at(-1);
  const note = told?.note ?? { vi: '', en: '' };
  const edition = { changeCount: declared.length, note };
  if (!before) return { ok: true, edition: { ...edition, lineNumber: null } };

  const fresh = declared.slice(before.changeCount);
  if (fresh.length === 0) {
    return refuse(
      `the course has changed since edition ${before.number} and does not say how: add whether it is editorial or material, and why`,
    );
  }
  if (fresh.some((change) => change.kind === 'material'))
    return { ok: true, edition: { ...edition, lineNumber: null } };

  const namesOf = (lessons: readonly { code: string; slug: string }[]) =>
    lessons.map(({ code, slug }) => `${code} ${slug}`).join(', ');
  const lessons = course.modules.flatMap((module) => module.lessons);
  if (namesOf(lessons) !== namesOf(before.lessons)) {
    return refuse('lessons came, went or changed places since the edition before: that is a material change');
  }
  const { passPercent, attemptLimit, timeLimitSeconds } = course.quiz;
  const sameRules =
    passPercent === before.quiz.passPercent &&
    attemptLimit === before.quiz.attemptLimit &&
    timeLimitSeconds === before.quiz.timeLimitSeconds;
  if (!sameRules)
    return refuse('the rules of the quiz are others than in the edition before: that is a material change');
  return { ok: true, edition: { ...edition, lineNumber: before.lineNumber } };
}
