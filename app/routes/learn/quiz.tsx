import { type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData, useNavigation } from '@remix-run/react';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { getCourse } from '#app/domain/catalogue/get-course.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import quizStyles from '#app/ui/styles/quiz.css?url';
import { Tag } from '#app/ui/tag.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { Site, useLocale } from '../site.tsx';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: quizStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${quizWords(data.locale).title(data.course.code)} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, params, locale }) => {
  const course = await getCourse(world.db, { slug: params.slug ?? '', personId: actor.personId });
  if (!course) throw new DomainError('not-found', { slug: params.slug ?? '' });
  if (!course.mine?.enrolment) throw redirect(`/courses/${course.slug}`);
  const { code, slug, title, quiz, mine } = course;
  const lessonsLeft = course.modules.flatMap((module) => module.lessons).filter((lesson) => !lesson.readAt).length;
  return {
    locale,
    course: { code, slug, title },
    quiz,
    lessonsLeft,
    attempts: mine.attempts.all,
    openAttemptId: mine.attempts.inProgressId,
    passedAttemptId: mine.attempts.all.find((attempt) => attempt.isPassed)?.id ?? null,
  };
});

/** Starts an attempt, or leads to the one in progress. */
export const action = serveActor(async ({ world, actor, params }) => {
  const slug = params.slug ?? '';
  const here = `/courses/${encodeURIComponent(slug)}`;
  const outcome = await startAttempt(world, { personId: actor.personId, slug });
  switch (outcome.outcome) {
    case 'started':
    case 'resumed':
      return redirect(`/attempts/${outcome.attemptId}`);
    case 'already-passed':
      return redirect(`/attempts/${outcome.attemptId}/result`);
    case 'not-enrolled':
      return redirect(here);
    case 'no-attempts-left':
    case 'lessons-left':
      // The page itself says what is missing.
      return redirect(`${here}/quiz`);
    default:
      return outcome satisfies never;
  }
});

export default function Quiz() {
  const { course, quiz, lessonsLeft, attempts, openAttemptId, passedAttemptId } = useLoaderData<typeof loader>();
  const navigation = useNavigation();
  const locale = useLocale();
  const all = quizWords(locale);
  const words = all.door;
  const used = attempts.length;
  const last = attempts.at(-1);
  const busy = navigation.formMethod === 'POST';
  return (
    <Site width="narrow">
      <Crumbs
        locale={locale}
        items={[{ href: `/courses/${course.slug}`, label: course.code }]}
        here={all.title(course.code)}
      />
      <Title over={course.title[locale]} lede={words.lede(quiz.questionCount, quiz.passPercent, quiz.attemptLimit)}>
        {all.title(course.code)}
      </Title>
      <div className="stack-wide">
        {passedAttemptId ? (
          <Note tone="ok" title={words.passed}>
            <A href={`/attempts/${passedAttemptId}/result`}>{all.result.title}</A>
          </Note>
        ) : lessonsLeft > 0 ? (
          <Note tone="plain" icon="lock" title={words.locked(lessonsLeft)}>
            {words.lockedText}
          </Note>
        ) : !openAttemptId && used >= quiz.attemptLimit ? (
          <Note tone="warn" icon="info" title={words.noneLeft}>
            <p>{words.noneLeftText}</p>
            {last ? (
              <p>
                <A href={`/attempts/${last.id}/result`}>{words.seeResult(last.number)}</A>
              </p>
            ) : null}
          </Note>
        ) : (
          <section aria-labelledby="rules" className="stack">
            <h2 id="rules">{words.rules}</h2>
            <ul className="bullets">
              {words.rule.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
            <Form method="post">
              <Actions>
                <Button busy={busy ? words.start(used + 1, quiz.attemptLimit) : false}>
                  {openAttemptId ? words.resume : words.start(used + 1, quiz.attemptLimit)}
                </Button>
                <ButtonLink look="quiet" href={`/courses/${course.slug}`}>
                  {words.toCourse}
                </ButtonLink>
              </Actions>
            </Form>
          </section>
        )}
        {used > 0 ? (
          <section aria-labelledby="attempts" className="section">
            <h2 id="attempts">{words.attempts}</h2>
            <ul className="rows ended">
              {attempts.map((attempt) => (
                <li key={attempt.id}>
                  <div>
                    <h3>
                      <A
                        href={
                          attempt.state === 'FINISHED' ? `/attempts/${attempt.id}/result` : `/attempts/${attempt.id}`
                        }
                      >
                        {words.attempt(attempt.number, quiz.attemptLimit)}
                      </A>
                    </h3>
                  </div>
                  <div>
                    {attempt.state === 'IN_PROGRESS' ? (
                      <Tag icon="half">{words.inProgress}</Tag>
                    ) : attempt.isPassed ? (
                      <Tag tone="ok" icon="check">
                        {all.result.passed}
                      </Tag>
                    ) : (
                      <Tag tone="warn" icon="half">
                        {words.notPassed}
                      </Tag>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {passedAttemptId || lessonsLeft > 0 || (!openAttemptId && used >= quiz.attemptLimit) ? (
          <Actions>
            <ButtonLink look="quiet" href={`/courses/${course.slug}`}>
              {words.toCourse}
            </ButtonLink>
          </Actions>
        ) : null}
      </div>
    </Site>
  );
}
