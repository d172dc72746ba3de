import { type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { Pager } from '#app/ui/wayfinding.tsx';
import { pageTitle } from '#app/words/page-title.ts';
import { reportWords } from '#app/words/report.ts';
import { reportUnitsWords } from '#app/words/report-units.ts';
import { useLocale } from '../site.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { UNITS_FROM } from './unit-finder.tsx';

const PAGE = 50;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? pageTitle(data.locale, reportWords(data.locale).choose.title) : 'Trúc' },
];

/** The units that somebody may read about: those of her grants, or what she searches for below them. */
export const loader = serveActor(async ({ world, actor, locale, request }) => {
  const scope = scopeOf(actor, 'read-reports');
  if (scope.isEmpty) throw new DomainError('forbidden', { page: 'reports' });
  const { searchParams } = new URL(request.url);
  const search = (searchParams.get('q') ?? '').trim().slice(0, 100);
  const only = actor.grants.find((grant) => grant.agencyId === scope.only);
  if (only && search === '') throw redirect(`/manage/reports/${only.agencyCode}`);
  const { units, count, first, last, previousCursor, nextCursor } = await findUnits(world.heavy.page, {
    scope,
    search,
    cursor: searchParams.get(UNITS_FROM),
    take: PAGE,
  });
  const nameOf = (unit: { nameVi: string; nameEn: string }) => (locale === 'vi' ? unit.nameVi : unit.nameEn);
  const pageFrom = (cursor: string | null) =>
    cursor && `/manage/reports?${new URLSearchParams({ ...(search ? { q: search } : {}), [UNITS_FROM]: cursor })}`;
  return {
    locale,
    search,
    count,
    first,
    last,
    previous: pageFrom(previousCursor),
    next: pageFrom(nextCursor),
    units: units.map((unit) => {
      const above = unit.path.at(-1);
      return {
        code: unit.code,
        name: nameOf(unit),
        above: above ? nameOf(above) : null,
        units: unit.units,
        people: unit.people,
      };
    }),
  };
});

export default function Reports() {
  const { search, count, first, last, previous, next, units } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = reportWords(locale).choose;
  const { find } = reportWords(locale);
  const table = reportUnitsWords(locale);
  return (
    <ManageFrame>
      <Title lede={words.lede}>{words.title}</Title>
      <div className="stack-wide">
        <Form method="get" action="/manage/reports" role="search" className="find">
          <Field
            key={search}
            id="q"
            type="search"
            label={words.search}
            hint={find.hint}
            defaultValue={search}
            autoComplete="off"
            maxLength={100}
          />
          <Button look="quiet" icon="search">
            {words.button}
          </Button>
        </Form>
        {units.length === 0 ? (
          <Empty
            title={words.none(search)}
            actions={
              <ButtonLink look="quiet" href="/manage/reports">
                {words.back}
              </ButtonLink>
            }
          >
            {words.noneText}
          </Empty>
        ) : (
          <section aria-labelledby="units">
            <h2 id="units">{search ? words.found(count, search) : words.granted}</h2>
            <Rows>
              {units.map((unit) => (
                <Row
                  key={unit.code}
                  title={<A href={`/manage/reports/${unit.code}`}>{unit.name}</A>}
                  meta={[
                    unit.code,
                    unit.above ? words.within(unit.above) : null,
                    words.people(unit.people),
                    words.units(unit.units),
                  ]}
                />
              ))}
            </Rows>
            {previous || next ? (
              <Pager locale={locale} label={table.pages} previous={previous} next={next}>
                {table.rows(first, last, count)}
              </Pager>
            ) : null}
            {search ? (
              <p className="acts">
                <ButtonLink look="plain" href="/manage/reports">
                  {words.back}
                </ButtonLink>
              </p>
            ) : null}
          </section>
        )}
      </div>
    </ManageFrame>
  );
}
