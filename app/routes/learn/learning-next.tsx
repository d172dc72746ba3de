import { dueDay } from '#app/domain/calendar.ts';
import type { ListedCourse } from '#app/domain/learning/list-courses.server.ts';
import { NextStep } from '#app/ui/blocks.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { courseWords } from '#app/words/course.ts';
import { daysBetween, formatDate } from '#app/words/format.ts';
import { learnWords } from '#app/words/learn.ts';
import type { Locale } from '#app/words/locale.ts';
import { useLocale } from '../site.tsx';
import { AttemptsText, attemptsLine } from './attempts-line.tsx';

/** Where going on with a course leads. */
function wayOn({ slug, mine }: Pick<ListedCourse, 'slug' | 'mine'>): string {
  if (!mine?.enrolment) return `/courses/${slug}`;
  if (mine.attempts.inProgressId) return `/attempts/${mine.attempts.inProgressId}`;
  if (mine.nextLesson) return `/courses/${slug}/lessons/${mine.nextLesson.slug}`;
  return `/courses/${slug}/quiz`;
}

/** What going on with a course is called. */
function titleOf(locale: Locale, { title, mine }: Pick<ListedCourse, 'title' | 'mine'>): string {
  const words = learnWords(locale).learning;
  if (!mine?.enrolment) return words.start(title[locale]);
  const lesson = mine.attempts.inProgressId ? null : mine.nextLesson;
  return lesson ? words.goOn(lesson.code, lesson.title[locale]) : words.quiz(title[locale]);
}

/** The one next thing among all her courses. */
export function LearningNext({ first, now }: { first: ListedCourse; now: Date }) {
  const locale = useLocale();
  const words = learnWords(locale).learning;
  const due = first.mine?.assignment ? dueDay(new Date(first.mine.assignment.dueAt)) : null;
  const nextLesson = first.mine?.attempts.inProgressId ? null : first.mine?.nextLesson;
  const attempts = attemptsLine(locale, first.mine);
  return (
    <NextStep
      over={
        due ? words.nextDue(formatDate(locale, due, { weekday: true }), words.left(daysBetween(now, due))) : words.next
      }
      title={attempts ? attempts.title(first.title[locale]) : titleOf(locale, first)}
      action={
        <ButtonLink href={wayOn(first)}>
          {attempts?.way ?? (first.mine?.enrolment ? courseWords(locale).goOn : words.open)}
        </ButtonLink>
      }
    >
      {attempts ? (
        <AttemptsText locale={locale} line={attempts} />
      ) : (
        <>
          {nextLesson ? (
            <p>
              {first.title[locale]} · {learnWords(locale).courses.minutes(nextLesson.minutes[locale])}
            </p>
          ) : null}
          <p>{words.rest(first.lessonCount - (first.mine?.lessonsRead ?? 0))}</p>
        </>
      )}
    </NextStep>
  );
}
