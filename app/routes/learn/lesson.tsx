import { data, type LinksFunction, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { useRef } from 'react';
import type { Block } from '#app/domain/catalogue/lesson-block.ts';
import { DomainError } from '#app/domain/errors.ts';
import { getLesson } from '#app/domain/learning/get-lesson.server.ts';
import { markLessonRead, openLesson } from '#app/domain/progress/read-lesson.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import lessonStyles from '#app/ui/styles/lesson.css?url';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { learnWords } from '#app/words/learn.ts';
import { isLocale, type Locale } from '#app/words/locale.ts';
import { Site, useLocale } from '../site.tsx';
import { LessonBar } from './lesson-bar.tsx';
import { LessonAid, LessonCorrections } from './lesson-beside.tsx';
import { LessonTerms, LessonText, ParallelText } from './lesson-blocks.tsx';
import { LessonAnchors, LessonRail } from './lesson-rail.tsx';
import { LessonSources } from './lesson-sources.tsx';
import { PrintButton } from './print-button.tsx';
import { useKeptLesson } from './use-kept-lesson.ts';
import { useReading } from './use-reading.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: lessonStyles }];
export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `${loaded.lesson.code} ${loaded.lesson.title[loaded.locale]} – Trúc` : 'Trúc' },
];

type Reading = Locale | 'both';

/** A lesson is read in the language of the page, in the other one, or in both side by side. */
const readingOf = (asked: string | null, locale: Locale): Reading =>
  asked === 'both' ? 'both' : isLocale(asked) ? asked : locale;

/** A job aid has a page of its own. */
const withoutAid = (blocks: readonly Block[]) => blocks.filter((block) => block.kind !== 'aid');

export const loader = serveActor(async ({ world, actor, params, locale, request }) => {
  const slug = params.slug ?? '';
  const page = await getLesson(world.db, { slug, lessonSlug: params.lesson ?? '', personId: actor.personId });
  if (!page) throw new DomainError('not-found', { slug, lesson: params.lesson ?? '' });
  // Reading begins with enrolling: the course page offers it.
  if (!page.enrolmentId) throw redirect(`/courses/${slug}`);
  const { openedAt, readAt } = await openLesson(world.db, {
    enrolmentId: page.enrolmentId,
    lessonCode: page.lesson.code,
    now: world.now(),
  });
  const reading = readingOf(new URL(request.url).searchParams.get('in'), locale);
  const { blocks, terms, ...lesson } = page.lesson;
  const aid = blocks[locale].find((block) => block.kind === 'aid')?.title ?? null;
  return {
    locale,
    reading,
    course: page.course,
    lesson: { ...lesson, openedAt, readAt },
    aid,
    // Only what is shown travels.
    blocks: { vi: reading === 'en' ? [] : withoutAid(blocks.vi), en: reading === 'vi' ? [] : withoutAid(blocks.en) },
    terms: { vi: reading === 'en' ? [] : terms.vi, en: reading === 'vi' ? [] : terms.en },
    previous: page.previous,
    next: page.next,
    outline: page.outline.flatMap((module) => module.lessons),
  };
});

/** Done with the lesson: recorded once its floor has passed on the server's clock, then on to what comes next. */
export const action = serveActor(async ({ world, actor, params, request, locale }) => {
  const slug = params.slug ?? '';
  const lessonSlug = params.lesson ?? '';
  const here = `/courses/${encodeURIComponent(slug)}`;
  const form = await request.formData();
  const read = await markLessonRead(world.db, {
    personId: actor.personId,
    slug,
    lessonSlug,
    locale: isLocale(form.get('in')) ? (form.get('in') as Locale) : locale,
    measured: form.get('measured') === 'yes',
    now: world.now(),
  });
  switch (read.outcome) {
    case 'read':
    case 'already-read': {
      const to = String(form.get('next') ?? '');
      return redirect(/^[a-z0-9-]+$/.test(to) ? `${here}/lessons/${to}` : here);
    }
    case 'too-soon':
      return data({ secondsLeft: read.secondsLeft }, { status: 409 });
    case 'not-opened':
      return redirect(`${here}/lessons/${encodeURIComponent(lessonSlug)}`);
    case 'not-enrolled':
      return redirect(here);
    default:
      return read satisfies never;
  }
});

export type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Lesson() {
  const { reading, course, lesson, aid, blocks, terms, previous, next, outline } = useLoaderData<typeof loader>();
  const said = useActionData<typeof action>();
  const locale = useLocale();
  const all = learnWords(locale);
  const words = all.lesson;
  const navigation = useNavigation();
  const end = useRef<HTMLFormElement>(null);
  const textLocale = reading === 'both' ? 'vi' : reading;
  const measured = useReading(end, lesson.floorSeconds[textLocale]);
  const onFinish = useKeptLesson({ slug: course.slug, lesson: lesson.slug, in: textLocale, measured });
  const here = `/courses/${course.slug}/lessons/${lesson.slug}`;
  const kept = reading === locale ? '' : `?in=${reading}`;
  const finish = next ? words.finishNext(next.code) : words.finishQuiz;
  return (
    <Site>
      <Crumbs
        locale={locale}
        items={[
          { href: '/courses', label: all.courses.title },
          { href: `/courses/${course.slug}`, label: course.code },
        ]}
        here={words.crumb(lesson.code)}
      />
      <div className="split rail reader">
        <LessonRail {...{ course, lesson, outline, kept }} />
        <div>
          <Title over={words.over(lesson.code, lesson.minutes[textLocale])}>
            {lesson.title[reading === 'en' ? 'en' : reading === 'vi' ? 'vi' : locale]}
          </Title>
          <LessonBar {...{ lesson, reading, here }} />
          <LessonCorrections corrections={lesson.corrections} slug={course.slug} locale={locale} />
          <div className={reading === 'both' ? undefined : 'with-margin'}>
            {reading === 'both' ? (
              <article>
                <ParallelText vi={blocks.vi} en={blocks.en} />
              </article>
            ) : (
              <article className="prose" lang={reading}>
                <LessonText blocks={blocks[reading]} locale={reading} />
              </article>
            )}
            {reading === 'both' ? null : <LessonAnchors blocks={blocks[reading]} reading={reading} />}
          </div>
          <LessonAid title={aid} href={`/courses/${course.slug}/aids/${lesson.slug}`} locale={locale} />
          <LessonSources sources={lesson.sources} locale={locale} />
          <LessonTerms terms={terms.vi} locale="vi" />
          <LessonTerms terms={terms.en} locale="en" />
          <p className="small muted">
            {lesson.asOf ? `${words.asOf(lesson.asOf)} ` : null}
            {words.reviewed(lesson.reviewedOn, lesson.reviewBy)}
          </p>
          {said && 'secondsLeft' in said ? (
            <Note tone="warn" title={words.tooSoon} live>
              {words.tooSoonText(said.secondsLeft)}
            </Note>
          ) : null}
          <Form method="post" action={`${here}${kept}`} className="acts section" ref={end} onSubmit={onFinish}>
            <input type="hidden" name="in" value={textLocale} />
            <input type="hidden" name="next" value={next?.slug ?? ''} />
            <input type="hidden" name="measured" value={measured ? 'yes' : 'no'} />
            {lesson.readAt ? (
              next ? (
                <ButtonLink href={`/courses/${course.slug}/lessons/${next.slug}${kept}`}>
                  {words.next(next.code)}
                </ButtonLink>
              ) : (
                <ButtonLink href={`/courses/${course.slug}/quiz`}>{words.toQuiz}</ButtonLink>
              )
            ) : (
              <Button busy={navigation.state === 'submitting' ? finish : false}>{finish}</Button>
            )}
            {previous ? (
              <ButtonLink look="quiet" href={`/courses/${course.slug}/lessons/${previous.slug}${kept}`}>
                {words.previous}
              </ButtonLink>
            ) : null}
            <PrintButton>{words.print}</PrintButton>
          </Form>
        </div>
      </div>
    </Site>
  );
}
