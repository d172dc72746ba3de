import { type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { dueDay } from '#app/domain/calendar.ts';
import { type ListedCourse, listCourses } from '#app/domain/learning/list-courses.server.ts';
import { markCorrectionsSeen, unseenCorrections } from '#app/domain/progress/unseen-corrections.server.ts';
import { markAssignmentsSeen } from '#app/domain/training/read-assignments.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, NextStep, Row, Rows } from '#app/ui/blocks.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Culm } from '#app/ui/culm.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { DueTag, StatusTag, Tag } from '#app/ui/tag.tsx';
import { courseWords } from '#app/words/course.ts';
import { daysBetween, formatDate } from '#app/words/format.ts';
import { learnWords } from '#app/words/learn.ts';
import { uiWords } from '#app/words/ui.ts';
import { Site, useLocale } from '../site.tsx';
import { AttemptsMeta, AttemptsText, attemptsLine } from './attempts-line.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${learnWords(data.locale).learning.title} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, locale }) => {
  const [listed, corrected] = await Promise.all([
    listCourses(world.db, { personId: actor.personId }),
    unseenCorrections(world.db, actor.personId),
  ]);
  const courses = listed.filter(
    (course) =>
      course.mine && (course.mine.enrolment || (course.mine.assignment && course.mine.assignment.status !== 'WAIVED')),
  );
  return { locale, courses, corrected, now: world.now() };
});

/** The notice of new assignments was seen, or that of corrections in courses completed before them. */
export const action = serveActor(async ({ world, actor, request }) => {
  const form = await request.formData();
  if (form.get('do') === 'corrections') {
    const seen = form.getAll('correction').flatMap((value) => {
      const [, code, number] = /^([A-Z]\d{1,2}):(\d{1,4})$/.exec(String(value)) ?? [];
      return code && number ? [{ code, changeNumber: Number(number) }] : [];
    });
    await markCorrectionsSeen(world.db, { personId: actor.personId, seen, now: world.now() });
  } else await markAssignmentsSeen(world.db, actor.personId, world.now());
  return redirect('/learning');
});

/** Where going on with a course leads. */
function wayOn({ slug, mine }: Pick<ListedCourse, 'slug' | 'mine'>): string {
  if (!mine?.enrolment) return `/courses/${slug}`;
  if (mine.attempts.inProgressId) return `/attempts/${mine.attempts.inProgressId}`;
  if (mine.nextLesson) return `/courses/${slug}/lessons/${mine.nextLesson.slug}`;
  return `/courses/${slug}/quiz`;
}

export default function Learning() {
  const { courses, corrected, now } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = learnWords(locale).learning;
  const open = courses.filter((course) => !course.mine?.completedAt);
  const done = courses.filter((course) => course.mine?.completedAt);
  const assigned = open
    .filter((course) => course.mine?.assignment)
    .sort(
      (a, b) => Number(new Date(a.mine?.assignment?.dueAt ?? 0)) - Number(new Date(b.mine?.assignment?.dueAt ?? 0)),
    );
  const own = open.filter((course) => !course.mine?.assignment);
  const unseen = assigned.filter((course) => !course.mine?.assignment?.seenAt);
  const first = assigned[0] ?? own[0];
  const due = first?.mine?.assignment ? dueDay(new Date(first.mine.assignment.dueAt)) : null;
  const nextLesson = first?.mine?.attempts.inProgressId ? null : first?.mine?.nextLesson;
  const lessonsLeft = first ? first.lessonCount - (first.mine?.lessonsRead ?? 0) : 0;
  const attempts = first ? attemptsLine(locale, first.mine) : null;
  const titleOf = (course: (typeof courses)[number]) => {
    const title = course.title[locale];
    if (!course.mine?.enrolment) return words.start(title);
    const lesson = course.mine.attempts.inProgressId ? null : course.mine.nextLesson;
    return lesson ? words.goOn(lesson.code, lesson.title[locale]) : words.quiz(title);
  };
  return (
    <Site>
      <Title>{words.title}</Title>
      <div className="stack-wide">
        {unseen.length > 0 ? (
          <Note tone="info" title={words.newTitle(unseen.length)}>
            <ul className="plainlist">
              {unseen.map((course) => (
                <li key={course.slug}>
                  <A href={`/courses/${course.slug}`}>{course.title[locale]}</A>
                  {course.mine?.assignment?.note ? `: ${course.mine.assignment.note}` : null}
                </li>
              ))}
            </ul>
            <Form method="post">
              <Button look="quiet" slim>
                {words.seen}
              </Button>
            </Form>
          </Note>
        ) : null}
        {corrected.length > 0 ? (
          <Note tone="warn" icon="info" title={words.corrected(new Set(corrected.map(({ code }) => code)).size)}>
            <p>{words.correctedText}</p>
            <ul className="bullets">
              {corrected.map(({ slug, code, title, changeNumber, lessons, correctedOn }) => (
                <li key={`${code} ${changeNumber}`}>
                  <A href={`/courses/${slug}`}>{title[locale]}</A>
                  <ul className="bullets">
                    {lessons.map((lesson) => (
                      <li key={lesson.code}>
                        <strong>{learnWords(locale).lesson.correctedOf(lesson.code, correctedOn)}.</strong>{' '}
                        {lesson.text[locale]}{' '}
                        <span className="muted">{learnWords(locale).lesson.source(lesson.source[locale])}</span>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
            <Form method="post">
              {corrected.map(({ code, changeNumber }) => (
                <input
                  key={`${code} ${changeNumber}`}
                  type="hidden"
                  name="correction"
                  value={`${code}:${changeNumber}`}
                />
              ))}
              <Button look="quiet" slim name="do" value="corrections">
                {words.seen}
              </Button>
            </Form>
          </Note>
        ) : null}
        {first ? (
          <NextStep
            over={
              due
                ? words.nextDue(formatDate(locale, due, { weekday: true }), words.left(daysBetween(now, due)))
                : words.next
            }
            title={attempts ? attempts.title(first.title[locale]) : titleOf(first)}
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
                <p>{words.rest(lessonsLeft)}</p>
              </>
            )}
          </NextStep>
        ) : null}
        {courses.length === 0 ? (
          <Empty title={words.empty} actions={<ButtonLink href="/courses">{words.choose}</ButtonLink>}>
            {words.emptyText}
          </Empty>
        ) : null}
        {assigned.length > 0 ? (
          <section aria-labelledby="assigned">
            <h2 id="assigned">{words.assigned}</h2>
            <Rows>
              {assigned.map(({ slug, code, title, lessonCount, mine }) => (
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
        ) : null}
        {own.length > 0 ? (
          <section aria-labelledby="own">
            <h2 id="own">{words.own}</h2>
            <Rows>
              {own.map(({ slug, code, title, lessonCount, mine }) => (
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
        ) : null}
        {done.length > 0 ? (
          <section aria-labelledby="done">
            <h2 id="done">{words.done}</h2>
            <Rows>
              {done.map(({ slug, code, title, mine }) => (
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
        ) : null}
      </div>
    </Site>
  );
}
