import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import type { Answer, PublicQuestion } from '#app/domain/assessment/question.ts';
import { readResult } from '#app/domain/assessment/read-attempt.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { partsInWords } from '#app/ui/answer-in-words.ts';
import { Verdict } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Serial } from '#app/ui/certificate.tsx';
import { TargetBar } from '#app/ui/chart.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { AnswerParts, type ComparedRow, ReviewItem } from '#app/ui/review.tsx';
import quizStyles from '#app/ui/styles/quiz.css?url';
import reportStyles from '#app/ui/styles/report.css?url';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { formatBytes, formatNumber } from '#app/words/format.ts';
import type { Bilingual, Locale } from '#app/words/locale.ts';
import { quizWords } from '#app/words/quiz.ts';
import { resultWords } from '#app/words/result.ts';
import { Site, useLocale } from '../site.tsx';
import { AnswersBeside } from './answers-beside.tsx';
import { type NoneLeft as NoneLeftName, noneLeft } from './next-step.ts';
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

/** A matching or an ordering line by line, so that hers and the right one stand beside each other. */
function comparedRows(
  question: PublicQuestion,
  answer: Answer | null,
  right: readonly Bilingual[] | undefined,
  locale: Locale,
): ComparedRow[] | undefined {
  if (question.type === 'matching') {
    const pairs = answer && 'pairs' in answer ? answer.pairs : {};
    return question.left?.map((left, at) => ({
      label: left[locale],
      yours: question.right?.find((each) => each.id === pairs[left.id])?.[locale] ?? null,
      right: right?.[at]?.[locale],
    }));
  }
  if (question.type !== 'ordering') return undefined;
  const positions = answer && 'positions' in answer ? answer.positions : {};
  return question.steps?.map((_, at) => ({
    label: String(at + 1),
    yours:
      question.steps
        ?.filter((step) => positions[step.id] === at + 1)
        .map((step) => step[locale])
        .join('; ') || null,
    right: right?.[at]?.[locale],
  }));
}

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

const pointsOf = (mark: { n: number; d: number }) => mark.n / mark.d;

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
        {certificate ? (
          <section aria-labelledby="certificate">
            <h2 id="certificate" className="unseen">
              {words.certificate}
            </h2>
            {certificate.status === 'RESERVED' ? (
              <Note tone="info" icon="sync" title={words.preparing} level={3} live>
                <p>{words.preparingText}</p>
                <noscript>
                  <p>
                    <a href={`/attempts/${result.attemptId}/result`}>{words.reload}</a>
                  </p>
                </noscript>
              </Note>
            ) : (
              <div className="issued row apart" role="status">
                <div>
                  <p>
                    <b>{words.issued}</b>
                  </p>
                  <p>
                    <Serial>{certificate.serial}</Serial>
                  </p>
                </div>
                <div className="acts">
                  <ButtonLink icon="download" href={`/certificates/${certificate.id}/document.pdf`}>
                    {words.download(formatBytes(locale, certificate.documentBytes ?? 0))}
                  </ButtonLink>
                  <ButtonLink look="quiet" href={`/verify/${certificate.serial}`}>
                    {words.verifyLink}
                  </ButtonLink>
                </div>
              </div>
            )}
          </section>
        ) : null}
        <section className="section split halves" aria-label={words.byLesson}>
          <TargetBar
            title={words.yours}
            deck={words.deck}
            label={words.chart(percent, passPercent)}
            percent={(earned.n * 100) / (earned.d * possible)}
            mark={words.you(percent)}
            target={passPercent}
            targetMark={words.passMark(passPercent)}
          />
          <table>
            <caption>{words.byLesson}</caption>
            <thead>
              <tr>
                <th scope="col">{words.lesson}</th>
                <th scope="col" className="num">
                  {words.points}
                </th>
              </tr>
            </thead>
            <tbody>
              {byLesson.map((lesson) => (
                <tr key={lesson.code}>
                  <th scope="row">
                    <A href={`/courses/${course.slug}/lessons/${lesson.slug}`}>
                      {lesson.code}. {locale === 'vi' ? lesson.titleVi : lesson.titleEn}
                    </A>
                  </th>
                  <td className="num nowrap">{words.of(lesson.points, lesson.of)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <AnswersBeside locale={locale} beside={result.beside} questions={result.questions} />
        <section className="section" aria-labelledby="review">
          <h2 id="review">{words.review}</h2>
          {result.revealed ? null : <p className="muted">{words.hidden}</p>}
          <ol className="review">
            {result.questions.map((each) => {
              const lesson = result.lessons.find((one) => one.code === each.lessonCode);
              const said = partsInWords(each.question, each.answer, locale);
              return (
                <ReviewItem
                  key={each.slot}
                  locale={locale}
                  slot={each.slot}
                  text={each.question.text[locale]}
                  points={pointsOf(each.mark)}
                  of={1}
                  rows={comparedRows(each.question, each.answer, each.right, locale)}
                  answer={said ? <AnswerParts parts={said} /> : null}
                  rightAnswer={each.right ? <AnswerParts parts={each.right.map((part) => part[locale])} /> : null}
                  why={
                    <>
                      {each.feedback ? `${each.feedback[locale]} ` : null}
                      {each.explanation ? `${each.explanation[locale]} ` : null}
                      {lesson && each.verdict !== 'right' ? (
                        <A href={`/courses/${course.slug}/lessons/${lesson.slug}`}>{words.reread(lesson.code)}</A>
                      ) : null}
                    </>
                  }
                />
              );
            })}
          </ol>
        </section>
      </div>
    </Site>
  );
}
