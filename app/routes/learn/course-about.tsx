import { dueDay } from '#app/domain/calendar.ts';
import { Facts } from '#app/ui/facts.tsx';
import { DueTag } from '#app/ui/tag.tsx';
import { courseWords } from '#app/words/course.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './course.tsx';

/** Who assigned the course and until when, how long it takes, what it counts for, which edition it is. */
export function CourseAbout({ course, now }: Loaded) {
  const locale = useLocale();
  const words = courseWords(locale);
  const lessonCount = course.modules.reduce((sum, module) => sum + module.lessons.length, 0);
  const assignment = course.mine?.assignment ?? null;
  const due = assignment && assignment.status !== 'COMPLETED' ? dueDay(new Date(assignment.dueAt)) : null;
  return (
    <aside aria-label={words.about} className="stack">
      {due ? <DueTag locale={locale} dueAt={due} now={now} /> : null}
      <Facts
        items={[
          ...(assignment ? [{ term: words.assignedBy, value: assignment.from[locale] }] : []),
          ...(assignment?.note ? [{ term: words.note, value: assignment.note }] : []),
          { term: words.duration, value: words.durationText(lessonCount, course.minutes[locale]) },
          {
            term: words.countsFor,
            value:
              course.countsFor.length > 0
                ? course.countsFor.map((each) => each.name[locale]).join('; ')
                : words.countsForNothing,
          },
          { term: words.languages, value: words.languagesText },
          {
            term: words.edition,
            value: words.editionText(course.edition.number, course.edition.publishedAt, course.edition.note),
          },
          { term: words.reviewed, value: words.reviewedText(course.edition.reviewedOn, course.edition.reviewBy) },
        ]}
      />
    </aside>
  );
}
