import type { CoursePage, CoursePageLesson } from '#app/domain/catalogue/get-course.server.ts';

export type NextStepOfCourse =
  | { kind: 'begin' }
  | { kind: 'lesson'; lesson: CoursePageLesson }
  | { kind: 'quiz-open'; attemptId: string }
  | { kind: 'quiz'; attemptsLeft: number }
  | { kind: 'none-left' }
  | { kind: 'done'; completedAt: Date; certificateId: string | null };

/** The one next thing of a person in a course. The lesson is the unread one opened last, else the first unread. */
export function nextStepOf({ mine, modules, quiz }: Pick<CoursePage, 'mine' | 'modules' | 'quiz'>): NextStepOfCourse {
  if (!mine?.enrolment) return { kind: 'begin' };
  if (mine.completion)
    return { kind: 'done', completedAt: mine.completion.completedAt, certificateId: mine.certificate?.id ?? null };
  if (mine.attempts.inProgressId) return { kind: 'quiz-open', attemptId: mine.attempts.inProgressId };
  const unread = modules.flatMap((module) => module.lessons).filter((each) => !each.readAt);
  const opened = unread.filter((each) => each.openedAt).sort((a, b) => Number(b.openedAt) - Number(a.openedAt));
  const lesson = opened[0] ?? unread[0];
  if (lesson) return { kind: 'lesson', lesson };
  const attemptsLeft = quiz.attemptLimit - mine.attempts.used;
  return attemptsLeft > 0 ? { kind: 'quiz', attemptsLeft } : { kind: 'none-left' };
}
