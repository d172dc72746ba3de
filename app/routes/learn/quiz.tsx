import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { trainingManagersOf } from '#app/domain/accounts/training-managers.server.ts';
import { askAttempt, withdrawRequest } from '#app/domain/assessment/ask-attempt.server.ts';
import { askingOf } from '#app/domain/assessment/asking.ts';
import { startAttempt } from '#app/domain/assessment/start-attempt.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Faults } from '#app/ui/faults.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import quizStyles from '#app/ui/styles/quiz.css?url';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { quizWords } from '#app/words/quiz.ts';
import { resultWords } from '#app/words/result.ts';
import { Site, useLocale } from '../site.tsx';
import { Answered, type AskFault, AttemptRequest } from './attempt-request.tsx';
import { QuizAttempts } from './quiz-attempts.tsx';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: quizStyles }];
export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? pageTitle(page.locale, quizWords(page.locale).title(page.course.code), page.isFaulty) : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, params, locale, context }) => {
  const course = await getCourse(world.db, { slug: params.slug ?? '', personId: actor.personId });
  if (!course) throw new DomainError('not-found', { slug: params.slug ?? '' });
  if (!course.mine?.enrolment) throw redirect(`/courses/${course.slug}`);
  const { code, slug, title, quiz, mine } = course;
  const lessonsLeft = course.modules.flatMap((module) => module.lessons).filter((lesson) => !lesson.readAt).length;
  const asking = askingOf(mine.attempts);
  const isAsking = asking.kind !== 'attempts-left' && !mine.attempts.isPassed && lessonsLeft === 0;
  return {
    locale,
    isFaulty: isFaulty(context),
    asking,
    managers: isAsking ? await trainingManagersOf(world.db, actor.personId, world.now()) : [],
    allowed: mine.attempts.allowed,
    course: { code, slug, title },
    quiz,
    lessonsLeft,
    attempts: mine.attempts.all,
    openAttemptId: mine.attempts.inProgressId,
    passedAttemptId: mine.attempts.all.find((attempt) => attempt.isPassed)?.id ?? null,
  };
});

/** Starts an attempt, or leads to the one in progress. Without one left: asks for one more, or takes that back. */
export const action = serveActor(async ({ world, actor, params, request, context }) => {
  const slug = params.slug ?? '';
  const here = `/courses/${encodeURIComponent(slug)}`;
  const form = await request.formData();
  if (form.get('do') === 'withdraw') {
    await withdrawRequest(world, { personId: actor.personId, slug });
    return redirect(`${here}/quiz`, 303);
  }
  if (form.get('do') === 'ask') {
    const typed = form.get('reason');
    const reason = typeof typed === 'string' ? typed.slice(0, 5_000) : '';
    const { outcome } = await askAttempt(world, { personId: actor.personId, slug, reason });
    // Of everything but a missing reason the page itself says how she stands.
    if (outcome !== 'sentence-missing' && outcome !== 'sentence-too-long') return redirect(`${here}/quiz`, 303);
    markFaulty(context);
    return data({ reason, fault: outcome } satisfies AskFault, { status: 422 });
  }
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

export type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Quiz() {
  const { course, quiz, lessonsLeft, attempts, allowed, asking, managers, openAttemptId, passedAttemptId } =
    useLoaderData<typeof loader>();
  const fault = useActionData<typeof action>() as AskFault | undefined;
  const navigation = useNavigation();
  const locale = useLocale();
  const all = quizWords(locale);
  const words = all.door;
  const used = attempts.length;
  const busy = navigation.formMethod === 'POST' && !navigation.formData?.has('do');
  const isAsking = !passedAttemptId && lessonsLeft === 0 && asking.kind !== 'attempts-left';
  return (
    <Site width="narrow">
      <Crumbs
        locale={locale}
        items={[{ href: `/courses/${course.slug}`, label: course.code }]}
        here={all.title(course.code)}
      />
      {fault && isAsking ? (
        <Faults
          locale={locale}
          title={attemptRequestWords(locale).ask.failed}
          faults={[{ field: 'reason', message: attemptRequestWords(locale).ask.faults[fault.fault] }]}
        />
      ) : null}
      <Title over={course.title[locale]} lede={words.lede(quiz.questionCount, quiz.passPercent, allowed)}>
        {all.title(course.code)}
      </Title>
      <div className="stack-wide">
        {passedAttemptId ? (
          <Note tone="ok" title={words.passed}>
            <A href={`/attempts/${passedAttemptId}/result`}>{resultWords(locale).title}</A>
          </Note>
        ) : lessonsLeft > 0 ? (
          <Note tone="plain" icon="lock" title={words.locked(lessonsLeft)}>
            {words.lockedText}
          </Note>
        ) : asking.kind !== 'attempts-left' ? (
          <AttemptRequest
            locale={locale}
            asking={asking}
            used={used}
            lastAttemptId={attempts.at(-1)?.id ?? null}
            slug={course.slug}
            managers={managers}
            fault={fault}
          />
        ) : (
          <section aria-labelledby="rules" className="stack">
            {asking.granted ? (
              <Note tone="ok" title={attemptRequestWords(locale).ask.granted}>
                <Answered locale={locale} request={asking.granted} />
                <p>{attemptRequestWords(locale).ask.grantedText}</p>
              </Note>
            ) : null}
            <h2 id="rules">{words.rules}</h2>
            <ul className="bullets">
              {words.rule.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
            <Form method="post">
              <Actions>
                <Button busy={busy ? words.start(used + 1, allowed) : false}>
                  {openAttemptId ? words.resume : words.start(used + 1, allowed)}
                </Button>
                <ButtonLink look="quiet" href={`/courses/${course.slug}`}>
                  {words.toCourse}
                </ButtonLink>
              </Actions>
            </Form>
          </section>
        )}
        <QuizAttempts attempts={attempts} allowed={allowed} />
        {passedAttemptId || lessonsLeft > 0 ? (
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
