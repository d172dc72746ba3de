import { type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { changeEdition } from '#app/domain/assessment/change-edition.server.ts';
import { dueDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { serve, serveActor } from '#app/http/serve.server.ts';
import { NextStep } from '#app/ui/blocks.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Stalk, StalkItem } from '#app/ui/culm.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { DueTag, StatusTag, Tag } from '#app/ui/tag.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { courseWords } from '#app/words/course.ts';
import { daysBetween } from '#app/words/format.ts';
import { learnWords } from '#app/words/learn.ts';
import { Site, useLocale, useSite } from '../site.tsx';
import { nextStepOf } from './next-step.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.course.code} ${data.course.title[data.locale]} – Trúc` : 'Trúc' },
];

export const loader = serve(async ({ world, context, params, locale }) => {
  const actor = await context.actor();
  const course = await getCourse(world.db, { slug: params.slug ?? '', personId: actor?.personId ?? null });
  if (!course) throw new DomainError('not-found', { slug: params.slug ?? '' });
  // What is read in one language travels in one; of a first edition there is nothing to tell.
  const note = course.edition.number > 1 ? course.edition.note[locale] : '';
  const legalPoints = course.legalPoints
    .map(({ lessons, point }) => ({ about: lessons.join(', '), point: point[locale] }))
    .sort((a, b) => a.about.localeCompare(b.about, 'vi', { numeric: true }));
  const outcomes = course.outcomes.map((outcome) => outcome[locale]);
  return {
    locale,
    course: {
      ...course,
      ...{ legalPoints, outcomes, summary: course.summary[locale] },
      edition: { ...course.edition, note },
    },
    now: world.now(),
  };
});

/** Begins the course and opens its first lesson; a second press finds it begun. Or goes on with the current edition. */
export const action = serveActor(async ({ world, actor, params, request }) => {
  const slug = params.slug ?? '';
  if ((await request.formData()).get('do') === 'change-edition') {
    // Of everything but a change the page itself says how she stands.
    await changeEdition(world, { personId: actor.personId, slug });
    return redirect(`/courses/${encodeURIComponent(slug)}`, 303);
  }
  const begun = await enrol(world, { personId: actor.personId, slug });
  if (begun.outcome === 'no-such-course') throw new DomainError('not-found', { slug });
  const course = await getCourse(world.db, { slug, personId: actor.personId });
  const step = course ? nextStepOf(course) : null;
  return redirect(step?.kind === 'lesson' ? `/courses/${slug}/lessons/${step.lesson.slug}` : `/courses/${slug}`);
});

export default function Course() {
  const { course, now } = useLoaderData<typeof loader>();
  const { person: signedIn } = useSite();
  const locale = useLocale();
  const other = locale === 'vi' ? 'en' : 'vi';
  const words = courseWords(locale);
  const asking = attemptRequestWords(locale).short;
  const { quiz, mine, slug, edition } = course;
  const isEnrolled = Boolean(mine?.enrolment);
  const lessons = course.modules.flatMap((module) => module.lessons);
  const done = lessons.filter((lesson) => lesson.readAt).length;
  const step = nextStepOf(course);
  const minutes = course.minutes[locale];
  const assignment = mine?.assignment ?? null;
  const due = assignment ? dueDay(new Date(assignment.dueAt)) : null;
  const over =
    due && assignment?.status !== 'COMPLETED'
      ? daysBetween(now, due) < 0
        ? words.overdue(-daysBetween(now, due))
        : words.due(due)
      : undefined;

  const next = () => {
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
            {words.beginText(lessons.length, minutes)}
          </NextStep>
        );
      case 'lesson':
        return (
          <NextStep
            over={over}
            title={
              done === 0 && !step.lesson.openedAt ? words.startWith(step.lesson.code) : words.goOnWith(step.lesson.code)
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
  };

  const certificate = mine?.certificate ?? null;
  const firstUnread = lessons.find((lesson) => !lesson.readAt)?.code;
  return (
    <Site>
      <Crumbs
        locale={locale}
        items={[{ href: '/courses', label: learnWords(locale).courses.title }]}
        here={course.code}
      />
      <Title
        over={words.over(course.code, course.programme.name[locale])}
        other={{ locale: other, text: course.title[other] }}
      >
        {course.title[locale]}
      </Title>
      <div className="split aside">
        <div className="stack-wide">
          {next()}
          {isEnrolled && (edition.newer || edition.corrections.length > 0) ? (
            <Note
              tone="warn"
              icon="info"
              title={edition.corrections.length > 0 ? words.corrected : words.newer(edition.newer?.number ?? 0)}
            >
              {edition.newer && !mine?.completion && !mine?.attempts.isPassed ? (
                <>
                  <p>{mine?.attempts.inProgressId ? words.paperOpen : words.newerText}</p>
                  {mine?.attempts.inProgressId ? null : (
                    <Form method="post">
                      <Button look="quiet" slim name="do" value="change-edition">
                        {words.changeTo(edition.newer.number)}
                      </Button>
                    </Form>
                  )}
                </>
              ) : null}
              {edition.corrections.length > 0 ? (
                <ul className="bullets">
                  {edition.corrections.map(({ lessonCode, on, text, source }) => (
                    <li key={`${lessonCode} ${on} ${text.vi}`}>
                      <strong>{learnWords(locale).lesson.correctedOf(lessonCode, on)}.</strong> {text[locale]}{' '}
                      <span className="muted">{learnWords(locale).lesson.source(source[locale])}</span>
                    </li>
                  ))}
                </ul>
              ) : null}
            </Note>
          ) : null}
          <section aria-labelledby="content-of-course">
            <h2 id="content-of-course">{words.content}</h2>
            {isEnrolled ? (
              <p className="muted small">{words.progress(done, lessons.length)}</p>
            ) : (
              <p className="muted">{course.summary}</p>
            )}
            {course.modules.map((module, at) => (
              <div key={module.title.vi} className="stack">
                <h3>{words.module(at + 1, module.title[locale])}</h3>
                <Stalk>
                  {module.lessons.map((lesson) => (
                    <StalkItem
                      key={lesson.code}
                      state={lesson.readAt ? 'done' : isEnrolled && lesson.code === firstUnread ? 'now' : 'todo'}
                      name={`${lesson.code}. ${lesson.title[locale]}`}
                      href={isEnrolled ? `/courses/${slug}/lessons/${lesson.slug}` : undefined}
                      meta={words.minutesMeta(lesson.minutes[locale], lesson.outcome[locale])}
                      tag={
                        isEnrolled ? (
                          <StatusTag
                            locale={locale}
                            status={lesson.readAt ? 'learned' : lesson.openedAt ? 'learning' : 'notStarted'}
                          />
                        ) : undefined
                      }
                    />
                  ))}
                </Stalk>
              </div>
            ))}
            <Stalk>
              <StalkItem
                state={mine?.completion ? 'done' : step.kind === 'quiz' || step.kind === 'quiz-open' ? 'now' : 'todo'}
                name={words.quiz}
                href={isEnrolled && done === lessons.length ? `/courses/${slug}/quiz` : undefined}
                meta={words.quizMeta(quiz.questionCount, quiz.passPercent, quiz.attemptLimit)}
                tag={
                  mine?.completion ? (
                    <StatusTag locale={locale} status="passed" />
                  ) : step.kind === 'none-left' ? (
                    <Tag icon={step.standing === 'waiting' ? 'clock' : 'half'}>
                      {step.standing === 'waiting' ? asking.tag : words.quizNoneLeft}
                    </Tag>
                  ) : done === lessons.length ? (
                    <Tag icon="ring">{words.quizReady}</Tag>
                  ) : (
                    <StatusTag locale={locale} status="locked" />
                  )
                }
              />
              <StalkItem
                state={certificate ? 'done' : 'todo'}
                name={words.certificate}
                href={certificate ? `/certificates/${certificate.id}` : undefined}
                meta={words.certificateMeta}
                tag={
                  certificate?.status === 'ISSUED' ? (
                    <Tag tone="ok" icon="check">
                      {words.issued}
                    </Tag>
                  ) : (
                    <Tag icon={certificate ? 'sync' : 'ring'}>{certificate ? words.preparing : words.notIssued}</Tag>
                  )
                }
              />
            </Stalk>
          </section>
          <section className="section" aria-labelledby="outcomes">
            <h2 id="outcomes">{words.outcomes}</h2>
            <ul className="bullets">
              {course.outcomes.map((outcome) => (
                <li key={outcome}>{outcome}</li>
              ))}
            </ul>
          </section>
          {course.legalPoints.length > 0 ? (
            <section className="section" aria-labelledby="legal-points">
              <h2 id="legal-points">{words.legalPoints}</h2>
              <p className="muted">{words.legalPointsText}</p>
              <ul className="bullets">
                {course.legalPoints.map(({ about, point }) => (
                  <li key={point}>
                    <strong>{about}.</strong> {point}
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </div>
        <aside aria-label={words.about} className="stack">
          {due && assignment?.status !== 'COMPLETED' ? <DueTag locale={locale} dueAt={due} now={now} /> : null}
          <Facts
            items={[
              ...(assignment ? [{ term: words.assignedBy, value: assignment.from[locale] }] : []),
              ...(assignment?.note ? [{ term: words.note, value: assignment.note }] : []),
              { term: words.duration, value: words.durationText(lessons.length, minutes) },
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
      </div>
    </Site>
  );
}
