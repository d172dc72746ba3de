import type { ParsedCourse } from './parsed-course.ts';
import type { Problem } from './problem.ts';

/** Warnings: lessons whose review is due on this day (YYYY-MM-DD) or was before. */
export const overdueReviews = (course: ParsedCourse, today: string): Problem[] =>
  course.modules
    .flatMap((module) => module.lessons)
    .filter((lesson) => lesson.reviewBy <= today)
    .map((lesson) => ({
      file: `courses/${course.slug}/lessons/${lesson.slug}/lesson.yaml`,
      line: 1,
      message: `${lesson.code} was to be reviewed by ${lesson.reviewBy}`,
      isWarning: true,
    }));
