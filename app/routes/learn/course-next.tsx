import { Form } from '@remix-run/react';
import { dueDay } from '#app/domain/calendar.ts';
import { NextStep } from '#app/ui/blocks.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { courseWords } from '#app/words/course.ts';
import { daysBetween } from '#app/words/format.ts';
import { learnWords } from '#app/words/learn.ts';
import { useLocale, useSite } from '../site.tsx';
import type { Loaded } from './course.tsx';
import type { NextStepOfCourse } from './next-step.ts';

type CourseNextProps = Loaded & { step: NextStepOfCourse };

/** The one next thing of the reader in this course, and until when it is to be done. */
export function CourseNext({ course, now, step }: CourseNextProps) {
  const { person: signedIn } = useSite();
  const locale = useLocale();
  const words = courseWords(locale);
  const asking = attemptRequestWords(locale).short;
  const { slug, quiz } = course;
  const lessons = course.modules.flatMap((module) => module.lessons);
  const assignment = course.mine?.assignment;
  const due = assignment && assignment.status !== 'COMPLETED' ? dueDay(new Date(assignment.dueAt)) : null;
  const left = due ? daysBetween(now, due) : 0;
  const over = due ? (left < 0 ? words.overdue(-left) : words.due(due)) : undefined;
  switch (step.kind) {
    case 'begin':
      return (
        <NextStep
          over={over}
          title={assignment ? words.beginAssigned : words.beginOwn}
          action={
            signedIn ? (
              <Form method="post">
                <Button>{words.begin}</Button>
              </Form>
            ) : (
              <ButtonLink href={`/sign-in?${new URLSearchParams({ to: `/courses/${slug}` })}`}>
                {words.signInToBegin}
              </ButtonLink>
            )
          }
        >
          {words.beginText(lessons.length, course.minutes[locale])}
        </NextStep>
      );
    case 'lesson':
      return (
        <NextStep
          over={over}
          title={
            !step.lesson.openedAt && lessons.every((lesson) => !lesson.readAt)
              ? words.startWith(step.lesson.code)
              : words.goOnWith(step.lesson.code)
          }
          action={<ButtonLink href={`/courses/${slug}/lessons/${step.lesson.slug}`}>{words.goOn}</ButtonLink>}
        >
          {`${step.lesson.title[locale]} · ${learnWords(locale).courses.minutes(step.lesson.minutes[locale])}`}
        </NextStep>
      );
    case 'quiz-open':
      return (
        <NextStep
          over={over}
          title={words.quizOpen}
          action={<ButtonLink href={`/attempts/${step.attemptId}`}>{words.goOn}</ButtonLink>}
        >
          {words.quizOpenText}
        </NextStep>
      );
    case 'quiz':
      return (
        <NextStep
          over={over}
          title={words.quizNext}
          action={<ButtonLink href={`/courses/${slug}/quiz`}>{words.toQuiz}</ButtonLink>}
        >
          {words.quizNextText(quiz.questionCount, quiz.passPercent, step.attemptsLeft)}
        </NextStep>
      );
    case 'none-left':
      return (
        <NextStep
          over={over}
          title={asking[step.standing].title}
          action={<ButtonLink href={`/courses/${slug}/quiz`}>{asking[step.standing].way}</ButtonLink>}
        >
          {asking[step.standing].text}
        </NextStep>
      );
    case 'done':
      return (
        <NextStep
          title={words.done}
          action={
            step.certificateId ? (
              <ButtonLink href={`/certificates/${step.certificateId}`}>{words.seeCertificate}</ButtonLink>
            ) : null
          }
        >
          {words.doneText(step.completedAt)}
        </NextStep>
      );
    default:
      return step satisfies never;
  }
}
