import { type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { changeEdition } from '#app/domain/assessment/change-edition.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { getCourse } from '#app/domain/learning/get-course.server.ts';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { serve, serveActor } from '#app/http/serve.server.ts';
import { Title } from '#app/ui/page-shell.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { courseWords } from '#app/words/course.ts';
import { learnWords } from '#app/words/learn.ts';
import { Site, useLocale } from '../site.tsx';
import { CourseAbout } from './course-about.tsx';
import { CourseContents } from './course-contents.tsx';
import { CourseEdition } from './course-edition.tsx';
import { CourseNext } from './course-next.tsx';
import { LegalPoints } from './legal-points.tsx';
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

export type Loaded = Pick<ReturnType<typeof useLoaderData<typeof loader>>, 'course' | 'now'>;

export default function Course() {
  const { course, now } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const other = locale === 'vi' ? 'en' : 'vi';
  const words = courseWords(locale);
  const step = nextStepOf(course);
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
          <CourseNext course={course} now={now} step={step} />
          <CourseEdition course={course} />
          <CourseContents course={course} step={step} />
          <section className="section" aria-labelledby="outcomes">
            <h2 id="outcomes">{words.outcomes}</h2>
            <ul className="bullets">
              {course.outcomes.map((outcome) => (
                <li key={outcome}>{outcome}</li>
              ))}
            </ul>
          </section>
          <LegalPoints points={course.legalPoints} locale={locale} />
        </div>
        <CourseAbout course={course} now={now} />
      </div>
    </Site>
  );
}
