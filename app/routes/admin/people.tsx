import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useLocation } from '@remix-run/react';
import { listPeople } from '#app/domain/accounts/list-people.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable } from '#app/ui/table.tsx';
import { Pager } from '#app/ui/wayfinding.tsx';
import { adminWords } from '#app/words/admin.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { AccountState } from './account-state.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { pageLinks } from './page-links.ts';
import { requireAdministrator } from './require-administrator.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, adminWords(locale).people.title) }];
};

export const loader = serveActor(async ({ request, world, actor, locale }) => {
  requireAdministrator(actor);
  const { searchParams } = new URL(request.url);
  const search = (searchParams.get('q') ?? '').slice(0, 200);
  const { people, nextCursor } = await listPeople({ db: world.heavy.page, now: world.now }, actor, {
    search,
    cursor: searchParams.get('cursor'),
  });
  return {
    locale,
    search,
    nextCursor,
    people: people.map((person) => ({
      id: person.id,
      fullName: person.fullName,
      personnelNumber: person.personnelNumber,
      unit: locale === 'vi' ? person.agencyNameVi : person.agencyNameEn,
      above: locale === 'vi' ? person.aboveNameVi : person.aboveNameEn,
      position: person.position,
      roles: [...new Set(person.grants.map((grant) => grant.role))],
      state: person.deactivatedAt
        ? ('deactivated' as const)
        : person.hasPassword
          ? ('ready' as const)
          : ('noPassword' as const),
    })),
  };
});

export default function People() {
  const { locale, search, people, nextCursor } = useLoaderData<typeof loader>();
  const location = useLocation();
  const all = adminWords(locale);
  const words = all.people;
  const { next, previous } = pageLinks(location.pathname, location.search, nextCursor);
  return (
    <AdminFrame>
      <Title lede={words.lede}>{words.title}</Title>
      <div className="stack">
        <form method="get" action="/admin/people" className="find">
          <Field
            id="q"
            type="search"
            label={words.search}
            hint={words.searchHint}
            defaultValue={search}
            autoComplete="off"
          />
          <Button look="quiet">{words.find}</Button>
        </form>
        {people.length === 0 ? (
          <Empty
            title={words.none.title}
            actions={
              <ButtonLink look="quiet" href="/admin/people">
                {words.none.all}
              </ButtonLink>
            }
          >
            {words.none.text(search)}
          </Empty>
        ) : (
          <>
            <FoldingTable>
              <Caption unseen>{words.caption}</Caption>
              <thead>
                <tr>
                  <ColumnHead sorted="ascending">{words.name}</ColumnHead>
                  <ColumnHead>{words.number}</ColumnHead>
                  <ColumnHead>{words.unit}</ColumnHead>
                  <ColumnHead>{words.roles}</ColumnHead>
                  <ColumnHead>{words.state}</ColumnHead>
                </tr>
              </thead>
              <tbody>
                {people.map((person) => (
                  <FoldingRow key={person.id}>
                    <th scope="row">
                      <A href={`/admin/people/${person.id}`}>
                        <PersonName>{person.fullName}</PersonName>
                      </A>
                    </th>
                    <FoldingCell label={words.number}>{person.personnelNumber}</FoldingCell>
                    <FoldingCell label={words.unit}>
                      {person.unit ?? words.noUnit}
                      {person.above ? `, ${person.above}` : ''}
                      {person.position ? <span className="muted"> · {person.position}</span> : null}
                    </FoldingCell>
                    <FoldingCell label={words.roles}>
                      {person.roles.length > 0 ? person.roles.map((role) => all.roles[role]).join(', ') : words.learner}
                    </FoldingCell>
                    <FoldingCell label={words.state}>
                      <AccountState locale={locale} state={person.state} />
                    </FoldingCell>
                  </FoldingRow>
                ))}
              </tbody>
            </FoldingTable>
            <Pager locale={locale} next={next} previous={previous}>
              {words.order}
            </Pager>
          </>
        )}
      </div>
    </AdminFrame>
  );
}
