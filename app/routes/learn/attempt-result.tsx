import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Verdict } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import quizStyles from '#app/ui/styles/quiz.css?url';
import reportStyles from '#app/ui/styles/report.css?url';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { formatNumber } from '#app/words/format.ts';
import { jobAidWords } from '#app/words/job-aids.ts';
import type { Locale } from '#app/words/locale.ts';
import { quizWords } from '#app/words/quiz.ts';
import { resultWords } from '#app/words/result.ts';
import { Site, useLocale } from '../site.tsx';
import { AnswersBeside } from './answers-beside.tsx';
import { type NoneLeft as NoneLeftName, noneLeft } from './next-step.ts';
import { ResultCertificate } from './result-certificate.tsx';
import { ResultLessons } from './result-lessons.tsx';
import { pointsOf, ResultReview } from './result-review.tsx';
import { useWaiting } from './use-waiting.ts';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: quizStyles },
  { rel: 'stylesheet', href: reportStyles },
];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${resultWords(data.locale).title} ${data.result.course.code} – Trúc` : 'Trúc' },
];

export const loader = serveActor(async ({ world, actor, params, locale }) => ({
  locale,
  result: await readResult(world.db, { attemptId: parseId(params.attemptId), personId: actor.personId }),
}));

/** The true next step after the last attempt: to ask for one more, or to see what came of it. */
function NoneLeft({ locale, slug, standing }: { locale: Locale; slug: string; standing: NoneLeftName }) {
  const { text, way } = attemptRequestWords(locale).short[standing];
  return (
    <div className="stack">
      <p>{text}</p>
      <Actions>
        <ButtonLink href={`/courses/${slug}/quiz`}>{way}</ButtonLink>
        <ButtonLink look="quiet" href={`/courses/${slug}`}>
          {quizWords(locale).door.toCourse}
        </ButtonLink>
      </Actions>
    </div>
  );
}

export type AttemptResult = ReturnType<typeof useLoaderData<typeof loader>>['result'];

export default function Result() {
  const { result } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = resultWords(locale);
  const { course, earned, possible, passPercent, certificate } = result;
  useWaiting(certificate?.status === 'RESERVED');
  const percent = words.percent(earned.n, earned.d * possible);
  const attemptsLeft = result.attemptLimit - result.attemptsUsed;
  const { attemptsUsed: used, attemptLimit: allowed, inProgressId, request } = result;
  const standing = result.passed || result.revealed ? null : noneLeft({ used, allowed, inProgressId, request });
  const byLesson = result.lessons
    .map((lesson) => {
      const questions = result.questions.filter((each) => each.lessonCode === lesson.code);
      return { ...lesson, of: questions.length, points: questions.reduce((sum, each) => sum + pointsOf(each.mark), 0) };
    })
    .filter((lesson) => lesson.of > 0);
  const weak = byLesson.filter((lesson) => lesson.points * 100 < passPercent * lesson.of);
  const handedIn = words.handedIn(result.number, result.attemptLimit, result.finishedAt);
  const score = words.score(formatNumber(locale, earned.n / earned.d), possible, percent);
  return (
    <Site>
      <Crumbs locale={locale} items={[{ href: `/courses/${course.slug}`, label: course.code }]} here={words.title} />
      <div className="stack-wide">
        {result.passed ? (
          <Verdict title={words.passed}>
            <p>
              {score} {words.pass(passPercent)} {handedIn}
            </p>
          </Verdict>
        ) : (
          <Verdict tone="warn" icon="half" title={words.notPassed(percent, passPercent)}>
            <p>
              {score} {handedIn} {words.left(attemptsLeft)}{' '}
              {weak.length > 0 ? words.readAgain(weak.map((lesson) => lesson.code).join(', ')) : null}
            </p>
          </Verdict>
        )}
        {!result.passed && !result.revealed && attemptsLeft > 0 ? (
          <Form method="post" action={`/courses/${course.slug}/quiz`} className="acts">
            <Button>{words.again}</Button>
            <ButtonLink look="quiet" href={`/courses/${course.slug}`}>
              {quizWords(locale).door.toCourse}
            </ButtonLink>
          </Form>
        ) : null}
        {standing ? <NoneLeft locale={locale} slug={course.slug} standing={standing} /> : null}
        {certificate ? <ResultCertificate attemptId={result.attemptId} certificate={certificate} /> : null}
        {result.passed ? (
          <p>
            {jobAidWords(locale).after} <A href={`/courses/${course.slug}/aids`}>{jobAidWords(locale).title}</A>
          </p>
        ) : null}
        <ResultLessons result={result} byLesson={byLesson} />
        <AnswersBeside locale={locale} beside={result.beside} questions={result.questions} />
        <ResultReview result={result} />
      </div>
    </Site>
  );
}
