import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';
import { isBusy, listBatches } from '#app/domain/training/list-batches.server.ts';
import { materialChanges } from '#app/domain/training/material-changes.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { Naming } from '#app/ui/person-name.tsx';
import { Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable } from '#app/ui/table.tsx';
import { Pager } from '#app/ui/wayfinding.tsx';
import { formatDate, formatNumber } from '#app/words/format.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAssignmentsWords } from '#app/words/manage-assignments.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { audienceOf, BatchPhase } from './batch-phase.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { useProgress } from './use-progress.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, manageAssignmentsWords(locale).title) }];
};

export const loader = serveActor(async ({ world, actor, locale, request }) => {
  const scope = scopeOf(actor, 'assign-courses');
  if (scope.isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  const cursor = new URL(request.url).searchParams.get('page');
  const { batches, ...neighbours } = await listBatches(world.heavy.page, { scope, cursor });
  const changes = await materialChanges(world.heavy.page, { scope, now: world.now() });
  return { locale, batches, changes, ...neighbours, isBusy: batches.some(isBusy) };
});

const pagePath = (cursor: string | null) =>
  cursor ? `/manage/assignments?${new URLSearchParams({ page: cursor })}` : null;

export default function Assignments() {
  const { locale, batches, changes, previousCursor, nextCursor, isBusy: busy } = useLoaderData<typeof loader>();
  const words = manageAssignmentsWords(locale);
  useProgress(busy);
  return (
    <ManageFrame>
      <Title lede={words.lede}>{words.title}</Title>
      {changes.map((change) => (
        <Note
          key={change.courseCode}
          tone="info"
          title={words.changed(
            manageWords(locale).courseTitle(change.courseCode, change.title[locale]),
            change.number,
            change.publishedAt,
          )}
        >
          {words.changedText(change.note[locale])}
        </Note>
      ))}
      {batches.length === 0 ? (
        <Empty title={words.empty} actions={<ButtonLink href="/manage/assignments/new">{words.make}</ButtonLink>}>
          {words.emptyText}
        </Empty>
      ) : (
        <div className="stack-wide">
          <Actions>
            <ButtonLink href="/manage/assignments/new" icon="plus">
              {words.make}
            </ButtonLink>
          </Actions>
          <div>
            <FoldingTable>
              <Caption unseen>{words.caption}</Caption>
              <thead>
                <tr>
                  <ColumnHead>{words.course}</ColumnHead>
                  <ColumnHead>{words.audience}</ColumnHead>
                  <ColumnHead numeric>{words.assigned}</ColumnHead>
                  <ColumnHead>{words.state}</ColumnHead>
                  <ColumnHead>{words.due}</ColumnHead>
                  <ColumnHead>{words.made}</ColumnHead>
                </tr>
              </thead>
              <tbody>
                {batches.map((batch) => (
                  <FoldingRow key={batch.id}>
                    {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
                    <th scope="row" role="rowheader">
                      <A href={`/manage/assignments/${batch.id}`}>
                        {manageWords(locale).courseTitle(
                          batch.courseCode,
                          locale === 'vi' ? batch.titleVi : batch.titleEn,
                        )}
                      </A>
                    </th>
                    <FoldingCell label={words.audience}>{audienceOf(locale, batch)}</FoldingCell>
                    <FoldingCell label={words.assigned} numeric>
                      {formatNumber(locale, batch.assignedPeople)}
                    </FoldingCell>
                    <FoldingCell label={words.state} className="nowrap">
                      <BatchPhase locale={locale} batch={batch} />
                    </FoldingCell>
                    <FoldingCell label={words.due} className="nowrap">
                      {formatDate(locale, batch.due)}
                    </FoldingCell>
                    <FoldingCell label={words.made}>
                      <Naming name={batch.createdBy}>{words.by(batch.createdAt, batch.createdBy)}</Naming>
                    </FoldingCell>
                  </FoldingRow>
                ))}
              </tbody>
            </FoldingTable>
            {previousCursor || nextCursor ? (
              <Pager locale={locale} previous={pagePath(previousCursor)} next={pagePath(nextCursor)}>
                {words.perPage}
              </Pager>
            ) : null}
          </div>
        </div>
      )}
    </ManageFrame>
  );
}
