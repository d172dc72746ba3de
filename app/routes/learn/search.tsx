import type { MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import type { Excerpt as Pieces } from '#app/domain/learning/excerpt.ts';
import { searchLessons } from '#app/domain/learning/search-lessons.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { learnWords } from '#app/words/learn.ts';
import { Site, useLocale } from '../site.tsx';

const LONGEST = 100;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: data ? `${data.query ? `${data.query} · ` : ''}${learnWords(data.locale).search.title} – Trúc` : 'Trúc',
  },
];

export const loader = serveActor(async ({ world, actor, locale, request }) => {
  const query = (new URL(request.url).searchParams.get('q') ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, LONGEST)
    .trim();
  const found = await searchLessons(world.db, { query, personId: actor.personId, locale });
  return { locale, query, ...found };
});

/** A piece of a lesson around what was looked for. */
function Excerpt({ pieces, lang }: { pieces: Readonly<Pieces>; lang: string }) {
  if (pieces.length === 0) return null;
  return (
    <p className="excerpt" lang={lang}>
      {pieces.map((piece, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece,
      )}
    </p>
  );
}

export default function Search() {
  const { query, lessons, terms, similar } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const all = learnWords(locale);
  const words = all.search;
  return (
    <Site>
      <Crumbs locale={locale} items={[{ href: '/courses', label: all.courses.title }]} here={words.title} />
      <Title>{words.title}</Title>
      <Form method="get" role="search" className="stack seek">
        <Field
          id="q"
          type="search"
          label={words.find}
          hint={words.hint}
          defaultValue={query}
          autoComplete="off"
          maxLength={LONGEST}
        />
        <Actions>
          <Button icon="search">{words.search}</Button>
        </Actions>
      </Form>
      {query === '' ? null : lessons.length === 0 && terms.length === 0 ? (
        <Empty
          title={words.none(query)}
          actions={
            <ButtonLink look="quiet" href="/courses">
              {all.courses.showAll}
            </ButtonLink>
          }
        >
          {words.noneText}
        </Empty>
      ) : (
        <>
          {terms.length > 0 ? (
            <section className="section" aria-labelledby="terms">
              <h2 id="terms">{words.terms}</h2>
              <dl className="glossary">
                {terms.map((term) => (
                  <div key={term.id}>
                    <dt>{term.term}</dt>
                    <dd>{term.definition}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ) : null}
          <section className="section" aria-labelledby="lessons">
            <h2 id="lessons">{similar === null ? words.lessons(lessons.length) : words.similar}</h2>
            {similar === null ? null : (
              <Note tone="info" title={words.looseTitle(query)}>
                {lessons.length > 0 ? words.looseText(similar) : words.noneText}
              </Note>
            )}
            <Rows>
              {lessons.map((lesson) => {
                const course = `/courses/${lesson.course.slug}`;
                const href = lesson.isOpen ? `${course}/lessons/${lesson.slug}?in=${lesson.locale}` : course;
                return (
                  <Row
                    key={lesson.code}
                    title={
                      <A href={href}>
                        {lesson.code}. {lesson.title[locale]}
                      </A>
                    }
                    meta={[
                      words.inCourse(lesson.course.code, lesson.course.title[locale]),
                      lesson.isOpen ? null : words.notEnrolled,
                    ]}
                  >
                    <Excerpt pieces={lesson.excerpt} lang={lesson.locale} />
                  </Row>
                );
              })}
            </Rows>
          </section>
        </>
      )}
    </Site>
  );
}
