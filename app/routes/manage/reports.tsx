import { type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';
import { agencyPicker } from '#app/domain/reporting/agency-picker.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { pageTitle } from '#app/words/page-title.ts';
import { reportWords } from '#app/words/report.ts';
import { useLocale } from '../site.tsx';
import { ManageFrame } from './manage-frame.tsx';

const PAGE = 50;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? pageTitle(data.locale, reportWords(data.locale).choose.title) : 'Trúc' },
];

/** The units that somebody may read about: those of her grants, or what she searches for below them. */
export const loader = serveActor(async ({ world, actor, locale, request }) => {
  const scope = [...new Set(scopeOf(actor, 'read-reports'))];
  if (scope.length === 0) throw new DomainError('forbidden', { page: 'reports' });
  const { searchParams } = new URL(request.url);
  const search = (searchParams.get('q') ?? '').trim().slice(0, 100);
  const only = scope.length === 1 && actor.grants.find((grant) => grant.agencyId === scope[0]);
  if (only && search === '') throw redirect(`/manage/reports/${only.agencyCode}`);
  const { units, nextCursor } = await agencyPicker(world.db, {
    scope,
    search,
    cursor: searchParams.get('after'),
    take: PAGE,
  });
  const inLocale = (vi: string | null, en: string | null) => (locale === 'vi' ? vi : en);
  return {
    locale,
    search,
    isFirst: !searchParams.has('after'),
    more: nextCursor ? `/manage/reports?${new URLSearchParams({ q: search, after: nextCursor })}` : null,
    units: units.map((unit) => ({
      code: unit.code,
      name: inLocale(unit.nameVi, unit.nameEn),
      parent: inLocale(unit.parentNameVi, unit.parentNameEn),
      units: unit.units,
      registered: unit.registered,
    })),
  };
});

export default function Reports() {
  const { search, isFirst, more, units } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = reportWords(locale).choose;
  const { find } = reportWords(locale);
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
            <h2 id="units">{search ? words.found(units.length, more !== null || !isFirst, search) : words.granted}</h2>
            <Rows>
              {units.map((unit) => (
                <Row
                  key={unit.code}
                  title={<A href={`/manage/reports/${unit.code}`}>{unit.name}</A>}
                  meta={[
                    unit.code,
                    unit.parent ? words.within(unit.parent) : null,
                    words.people(unit.registered),
                    words.units(unit.units),
                  ]}
                />
              ))}
            </Rows>
            {more || search ? (
              <p className="acts">
                {more ? (
                  <ButtonLink look="quiet" href={more}>
                    {words.more}
                  </ButtonLink>
                ) : null}
                {search ? (
                  <ButtonLink look="plain" href="/manage/reports">
                    {words.back}
                  </ButtonLink>
                ) : null}
              </p>
            ) : null}
          </section>
        )}
      </div>
    </ManageFrame>
  );
}
