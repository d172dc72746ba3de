import { askingOf } from '#app/domain/assessment/asking.ts';
import type { CoursePage, CoursePageLesson } from '#app/domain/learning/get-course.server.ts';

/** How she stands without an attempt left, by the name of its words. */
export type NoneLeft = 'may-ask' | 'waiting' | 'declined' | 'asked-enough';

export const noneLeft = (attempts: Parameters<typeof askingOf>[0]): NoneLeft | null => {
  const asking = askingOf(attempts);
  if (asking.kind === 'attempts-left') return null;
  return asking.kind === 'may-ask' && asking.declined ? 'declined' : asking.kind;
};

export type NextStepOfCourse =
  | { kind: 'begin' }
  | { kind: 'lesson'; lesson: CoursePageLesson }
  | { kind: 'quiz-open'; attemptId: string }
  | { kind: 'quiz'; attemptsLeft: number }
  /** No attempt is left: she may ask for one more, waits, or was declined. */
  | { kind: 'none-left'; standing: NoneLeft }
  | { kind: 'done'; completedAt: Date; certificateId: string | null };

/** The lesson to go on with: the one opened last, else the unread one that follows it, else the first unread. */
function lessonToGoOnWith(lessons: readonly CoursePageLesson[]): CoursePageLesson | undefined {
  const last = lessons.reduce(
    (found, each, at) => (Number(each.lastOpenedAt ?? 0) > Number(lessons[found]?.lastOpenedAt ?? 0) ? at : found),
    0,
  );
  const isUnread = (each: CoursePageLesson) => !each.readAt;
  return lessons.slice(last).find(isUnread) ?? lessons.find(isUnread);
}

/** The one next thing of a person in a course. */
export function nextStepOf({ mine, modules }: Pick<CoursePage, 'mine' | 'modules'>): NextStepOfCourse {
  if (!mine?.enrolment) return { kind: 'begin' };
  if (mine.completion)
    return { kind: 'done', completedAt: mine.completion.completedAt, certificateId: mine.certificate?.id ?? null };
  if (mine.attempts.inProgressId) return { kind: 'quiz-open', attemptId: mine.attempts.inProgressId };
  const lesson = lessonToGoOnWith(modules.flatMap((module) => module.lessons));
  if (lesson) return { kind: 'lesson', lesson };
  const standing = noneLeft(mine.attempts);
  return standing
    ? { kind: 'none-left', standing }
    : { kind: 'quiz', attemptsLeft: mine.attempts.allowed - mine.attempts.used };
}
