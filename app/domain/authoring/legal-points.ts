import { z } from 'zod';
import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';
import { InBoth, LessonCode, Slug } from './sheets.ts';

/** What a lawyer has to answer: shown on the courses of these lessons until it is. */
const LegalPoint = z.strictObject({ id: Slug, lessons: z.array(LessonCode).min(1), point: InBoth });

/** legal-points.yaml */
export const LegalPointSheet = z.strictObject({ points: z.array(LegalPoint) }).superRefine(({ points }, context) => {
  for (const [index, { id }] of points.entries()) {
    if (points.findIndex((other) => other.id === id) === index) continue;
    context.addIssue({ code: 'custom', path: ['points', index, 'id'], message: `${id} stands here twice` });
  }
});
export type LegalPoint = z.infer<typeof LegalPoint> & { line: number };

/** Points about lessons that are nowhere. */
export function legalPointProblems(courses: readonly ParsedCourse[], points: readonly LegalPoint[]): Problem[] {
  const codes = courses.flatMap((course) =>
    course.modules.flatMap((module) => module.lessons.map((lesson) => lesson.code)),
  );
  return points.flatMap(({ id, lessons, line }) =>
    lessons
      .filter((code) => !codes.includes(code))
      .map((code) => ({ file: 'legal-points.yaml', line, message: `${id}: there is no lesson ${code}` })),
  );
}
