import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { DomainError } from '#app/domain/errors.ts';
import { getJobAids, type JobAid } from '#app/domain/learning/get-job-aids.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import lessonStyles from '#app/ui/styles/lesson.css?url';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { jobAidWords } from '#app/words/job-aids.ts';
import { learnWords } from '#app/words/learn.ts';
import type { Locale } from '#app/words/locale.ts';
import { describeSource } from '#app/words/sources.ts';
import { Site, useLocale } from '../site.tsx';
import { LessonBlock } from './lesson-blocks.tsx';
import { PrintButton } from './print-button.tsx';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: lessonStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: data
      ? `${data.aid ? data.aid.title[data.locale] : jobAidWords(data.locale).title} ${data.course.code} – Trúc`
      : 'Trúc',
  },
];

/** The job aids of a course, or the one of a lesson: for whoever is enrolled, before and after completing it. */
export const loader = serveActor(async ({ world, actor, params, locale }) => {
  const slug = params.slug ?? '';
  const found = await getJobAids(world.db, { slug, personId: actor.personId });
  if (!found) throw new DomainError('not-found', { slug });
  if (!found.enrolmentId) throw redirect(`/courses/${encodeURIComponent(slug)}`);
  const aid = params.lesson ? found.aids.find(({ lesson }) => lesson.slug === params.lesson) : null;
  if (aid === undefined) throw new DomainError('not-found', { slug, lesson: params.lesson ?? '' });
  const all = found.aids.map(({ lesson, title }) => ({ lesson, title: title[locale] }));
  return { locale, course: found.course, aid, all, now: world.now() };
});

/** One page: what to do, where to write, what it rests on and when it was printed. */
function Aid({ aid, now, locale }: { aid: JobAid; now: Date; locale: Locale }) {
  const words = jobAidWords(locale);
  return (
    <article className="prose aid">
      <LessonBlock block={{ kind: 'aid', html: aid.html[locale] }} locale={locale} />
      <div className="sources">
        <p>
          <b>{words.basis}</b>
        </p>
        <ul>
          {aid.sources.map((source) => {
            const said = describeSource(locale, source);
            return (
              <li key={source.id}>
                {said.name}, {said.when}. {said.warning ? <strong>{said.warning}</strong> : null}
              </li>
            );
          })}
        </ul>
        <p>{words.asOf(aid.asOf ?? aid.reviewedOn)}</p>
        <p className="only-print">{words.printed(now)}</p>
      </div>
    </article>
  );
}

export default function JobAids() {
  const { course, aid, all, now } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = jobAidWords(locale);
  const here = `/courses/${course.slug}`;
  const crumbs = [
    { href: '/courses', label: learnWords(locale).courses.title },
    { href: here, label: course.code },
  ];
  if (aid) {
    return (
      <Site>
        <Crumbs
          locale={locale}
          items={[...crumbs, { href: `${here}/aids`, label: words.title }]}
          here={learnWords(locale).lesson.crumb(aid.lesson.code)}
        />
        <Title over={words.over(aid.lesson.code)}>{aid.title[locale]}</Title>
        <Aid aid={aid} now={now} locale={locale} />
        <Actions>
          <PrintButton>{words.print}</PrintButton>
          <ButtonLink look="quiet" href={`${here}/lessons/${aid.lesson.slug}`}>
            {words.toLesson(aid.lesson.code)}
          </ButtonLink>
        </Actions>
      </Site>
    );
  }
  return (
    <Site>
      <Crumbs locale={locale} items={crumbs} here={words.title} />
      <Title over={`${course.code} · ${course.title[locale]}`}>{words.title}</Title>
      {all.length === 0 ? (
        <Empty title={words.none} actions={<ButtonLink href={here}>{words.toCourse}</ButtonLink>}>
          {words.noneText}
        </Empty>
      ) : (
        <div className="stack-wide">
          <p>{words.lede}</p>
          <Rows>
            {all.map(({ lesson, title }) => (
              <Row
                key={lesson.code}
                level={2}
                title={<A href={`${here}/aids/${lesson.slug}`}>{title}</A>}
                meta={[words.of(lesson.code)]}
              />
            ))}
          </Rows>
        </div>
      )}
    </Site>
  );
}
