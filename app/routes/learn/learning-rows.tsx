import { dueDay } from '#app/domain/calendar.ts';
import type { ListedCourse } from '#app/domain/learning/list-courses.server.ts';
import { Row, Rows } from '#app/ui/blocks.tsx';
import { Culm } from '#app/ui/culm.tsx';
import { A } from '#app/ui/link.tsx';
import { DueTag, StatusTag, Tag } from '#app/ui/tag.tsx';
import { learnWords } from '#app/words/learn.ts';
import { uiWords } from '#app/words/ui.ts';
import { useLocale } from '../site.tsx';
import { AttemptsMeta } from './attempts-line.tsx';

type RowsProps = { courses: readonly ListedCourse[] };

/** What was assigned to her, with the day until when. */
export function AssignedCourses({ courses, now }: RowsProps & { now: Date }) {
  const locale = useLocale();
  const words = learnWords(locale).learning;
  if (courses.length === 0) return null;
  return (
    <section aria-labelledby="assigned">
      <h2 id="assigned">{words.assigned}</h2>
      <Rows>
        {courses.map(({ slug, code, title, lessonCount, mine }) => (
          <Row
            key={slug}
            title={<A href={`/courses/${slug}`}>{title[locale]}</A>}
            meta={[
              code,
              mine?.assignment ? words.assignedBy(mine.assignment.from[locale]) : null,
              uiWords(locale).lessons(mine?.lessonsRead ?? 0, lessonCount),
            ]}
            end={
              mine?.assignment ? (
                <DueTag locale={locale} dueAt={dueDay(new Date(mine.assignment.dueAt))} now={now} />
              ) : null
            }
          >
            <Culm done={mine?.lessonsRead ?? 0} all={lessonCount} />
            <AttemptsMeta locale={locale} mine={mine} href={`/courses/${slug}/quiz`} />
          </Row>
        ))}
      </Rows>
    </section>
  );
}

/** What she began of her own accord. */
export function OwnCourses({ courses }: RowsProps) {
  const locale = useLocale();
  const words = learnWords(locale).learning;
  if (courses.length === 0) return null;
  return (
    <section aria-labelledby="own">
      <h2 id="own">{words.own}</h2>
      <Rows>
        {courses.map(({ slug, code, title, lessonCount, mine }) => (
          <Row
            key={slug}
            title={<A href={`/courses/${slug}`}>{title[locale]}</A>}
            meta={[
              code,
              mine?.enrolment ? words.ownMeta(mine.enrolment.enrolledAt) : null,
              uiWords(locale).lessons(mine?.lessonsRead ?? 0, lessonCount),
            ]}
            end={<Tag icon="half">{words.noDue}</Tag>}
          >
            <Culm done={mine?.lessonsRead ?? 0} all={lessonCount} />
            <AttemptsMeta locale={locale} mine={mine} href={`/courses/${slug}/quiz`} />
          </Row>
        ))}
      </Rows>
    </section>
  );
}

/** What she completed, with its certificate. */
export function DoneCourses({ courses }: RowsProps) {
  const locale = useLocale();
  const words = learnWords(locale).learning;
  if (courses.length === 0) return null;
  return (
    <section aria-labelledby="done">
      <h2 id="done">{words.done}</h2>
      <Rows>
        {courses.map(({ slug, code, title, mine }) => (
          <Row
            key={slug}
            title={<A href={`/courses/${slug}`}>{title[locale]}</A>}
            meta={[code, mine?.completedAt ? words.doneMeta(mine.completedAt) : null]}
            end={
              mine?.certificate ? (
                <A href={`/certificates/${mine.certificate.id}`}>{words.certificate}</A>
              ) : (
                <StatusTag locale={locale} status="passed" />
              )
            }
          />
        ))}
      </Rows>
    </section>
  );
}
