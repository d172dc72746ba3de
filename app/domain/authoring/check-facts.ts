import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';
import type { Registers } from './registers.ts';

/** Warnings: lessons and questions that rest on a fact which no longer holds on this day (YYYY-MM-DD). */
export function endedFacts(course: ParsedCourse, facts: Registers['facts'], today: string): Problem[] {
  const ended = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const until = facts.get(id)?.until;
      return until !== undefined && until < today ? [`${id} held until ${until}`] : [];
    });
  const warn = (file: string, subject: string) => (message: string) => ({
    file: `courses/${course.slug}/${file}`,
    line: 1,
    message: `${subject}: ${message}`,
    isWarning: true as const,
  });
  const lessons = course.modules.flatMap((module) => module.lessons);
  return [
    ...lessons.flatMap(({ code, slug, facts: ids }) => ended(ids).map(warn(`lessons/${slug}/lesson.yaml`, code))),
    ...course.questions.flatMap(({ code, facts: ids }) => ended(ids).map(warn('quiz.yaml', code))),
  ];
}
