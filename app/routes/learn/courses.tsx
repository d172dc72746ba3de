import type { MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { dueDay } from '#app/domain/calendar.ts';
import { foldForSearch } from '#app/domain/fold-for-search.ts';
import { type ListedCourse, listCourses } from '#app/domain/learning/list-courses.server.ts';
import { serve } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Culm } from '#app/ui/culm.tsx';
import { Choice, Field, FieldGroup } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { DueTag, StatusTag } from '#app/ui/tag.tsx';
import { learnWords } from '#app/words/learn.ts';
import { uiWords } from '#app/words/ui.ts';
import { Site, useLocale } from '../site.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${learnWords(data.locale).courses.title} – Trúc` : 'Trúc' },
];

export const loader = serve(async ({ world, context, locale, request }) => {
  const actor = await context.actor();
  const { searchParams } = new URL(request.url);
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const programme = searchParams.get('programme') ?? '';
  const all = await listCourses(world.db, { personId: actor?.personId ?? null });
  const needle = foldForSearch(search);
  const shown = all.filter(
    (course) =>
      (programme === '' || course.programme.code === programme) &&
      foldForSearch(`${course.code} ${course.title.vi} ${course.title.en}`).includes(needle),
  );
  const programmes = [...new Map(all.map((course) => [course.programme.code, course.programme])).values()].map(
    (each) => ({
      ...each,
      count: all.filter((course) => course.programme.code === each.code).length,
      courses: shown.filter((course) => course.programme.code === each.code),
    }),
  );
  return {
    locale,
    signedIn: actor !== null,
    search,
    programme,
    total: all.length,
    shown: shown.length,
    programmes,
    now: world.now(),
  };
});

/** A course of the list: what it is, and how she stands in it. */
function CourseRow({ course, now }: { course: ListedCourse; now: Date }) {
  const locale = useLocale();
  const other = locale === 'vi' ? 'en' : 'vi';
  const words = learnWords(locale).courses;
  const { mine } = course;
  return (
    <Row
      code={course.code}
      title={<A href={`/courses/${course.slug}`}>{course.title[locale]}</A>}
      other={
        <p className="lang2" lang={other}>
          {course.title[other]}
        </p>
      }
      meta={[words.lessons(course.lessonCount), words.minutes(course.minutes[locale]), words.certificate]}
      end={
        mine ? (
          <>
            {mine.completedAt ? (
              <StatusTag locale={locale} status="passed">
                {words.passedOn(mine.completedAt)}
              </StatusTag>
            ) : mine.assignment ? (
              <DueTag locale={locale} dueAt={dueDay(new Date(mine.assignment.dueAt))} now={now} />
            ) : mine.enrolment ? (
              <StatusTag locale={locale} status="learning" />
            ) : null}
            {mine.enrolment ? (
              <div className="stack-1">
                <p className="small muted">{uiWords(locale).lessons(mine.lessonsRead, course.lessonCount)}</p>
                <Culm done={mine.lessonsRead} all={course.lessonCount} />
              </div>
            ) : null}
          </>
        ) : null
      }
    />
  );
}

export default function Courses() {
  const { signedIn, search, programme, total, shown, programmes, now } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = learnWords(locale).courses;
  return (
    <Site>
      <Title lede={words.lede}>{words.title}</Title>
      {total === 0 ? (
        <Empty title={words.empty}>{words.emptyText}</Empty>
      ) : (
        <div className="split rail">
          <Form method="get" role="search" className="stack">
            <Field id="q" type="search" label={words.find} defaultValue={search} autoComplete="off" maxLength={100} />
            <FieldGroup id="programme" legend={words.group}>
              <Choice name="programme" value="" defaultChecked={programme === ''} label={words.all(total)} />
              {programmes.map((each) => (
                <Choice
                  key={each.code}
                  name="programme"
                  value={each.code}
                  defaultChecked={programme === each.code}
                  label={`${each.name[locale]} (${each.count})`}
                />
              ))}
            </FieldGroup>
            <Actions>
              <Button look="quiet" icon="search">
                {words.search}
              </Button>
            </Actions>
            {signedIn ? (
              <p className="section">
                <A href="/search">{learnWords(locale).search.link}</A>
              </p>
            ) : null}
          </Form>
          <div className="stack-wide">
            {shown === 0 ? (
              <Empty
                title={words.none}
                actions={
                  <ButtonLink look="quiet" href="/courses">
                    {words.showAll}
                  </ButtonLink>
                }
              >
                {words.noneText}
              </Empty>
            ) : null}
            {programmes
              .filter((each) => each.courses.length > 0)
              .map((each) => (
                <section key={each.code} aria-labelledby={`programme-${each.code}`}>
                  <h2 id={`programme-${each.code}`}>{each.name[locale]}</h2>
                  <p className="muted small">{each.countingRule[locale]}</p>
                  <Rows kind="coded">
                    {each.courses.map((course) => (
                      <CourseRow key={course.code} course={course} now={now} />
                    ))}
                  </Rows>
                </section>
              ))}
          </div>
        </div>
      )}
    </Site>
  );
}
