import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import {
  COUNTED_REQUESTS,
  countRequests,
  type ListedRequest,
  listRequests,
  REQUEST_VIEWS,
  type RequestView,
} from '#app/domain/assessment/list-requests.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { DueTag, Tag } from '#app/ui/tag.tsx';
import { Pager, Segments } from '#app/ui/wayfinding.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { formatPercent } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { readParam } from './assignment-draft.ts';
import { ManageFrame } from './manage-frame.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const locale = data?.locale ?? 'vi';
  return [{ title: pageTitle(locale, manageWords(locale).tabs.requests) }];
};

export const loader = serveActor(async ({ world, actor, locale, request }) => {
  if (scopeOf(actor, 'assign-courses').isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  const params = new URL(request.url).searchParams;
  const view = REQUEST_VIEWS.find((each) => each === readParam(params, 'view')) ?? 'waiting';
  const cursor = readParam(params, 'page', 600) || null;
  const [list, waiting] = await Promise.all([
    listRequests(world.heavy.page, actor, { view, cursor }),
    countRequests(world.db, actor),
  ]);
  const told = readParam(params, 'done');
  const done = told === 'granted' || told === 'declined' ? (told as 'granted' | 'declined') : null;
  return {
    locale,
    view: view as RequestView,
    ...list,
    waiting: Math.min(waiting, COUNTED_REQUESTS),
    isMore: waiting > COUNTED_REQUESTS,
    done,
    now: world.now(),
  };
});

const path = (view: RequestView, cursor: string | null = null) => {
  const params = new URLSearchParams({
    ...(view === 'waiting' ? {} : { view }),
    ...(cursor === null ? {} : { page: cursor }),
  });
  return params.size > 0 ? `/manage/requests?${params}` : '/manage/requests';
};

/** Those who ask for one more attempt, page by page. */
export default function Requests() {
  const { locale, view, requests, waiting, isMore, done, now, ...neighbours } = useLoaderData<typeof loader>();
  const words = attemptRequestWords(locale).manage;
  const isWaiting = view === 'waiting';
  const page = (cursor: string | null) => (cursor === null ? null : path(view, cursor));
  return (
    <ManageFrame>
      <Title lede={isWaiting ? words.lede : words.declinedLede}>
        {isWaiting ? words.title(waiting, isMore) : words.declinedTitle}
      </Title>
      <div className="stack">
        {done ? (
          <Note tone="ok" title={words.done[done]} live>
            {words.doneText}
          </Note>
        ) : null}
        <nav aria-label={words.views.label}>
          <Segments
            label={words.views.label}
            items={REQUEST_VIEW_NAMES.map((each) => ({
              href: path(each),
              label: words.views[each],
              current: each === view,
            }))}
          />
        </nav>
        {requests.length === 0 ? (
          <Empty
            title={isWaiting ? words.empty : words.emptyDeclined}
            actions={
              <ButtonLink look="quiet" href="/manage/assignees">
                {words.learners}
              </ButtonLink>
            }
          >
            {isWaiting ? words.emptyText : words.emptyDeclinedText}
          </Empty>
        ) : (
          <div>
            <Rows>
              {requests.map((request) => (
                <RequestRow key={request.id} locale={locale} request={request} now={now} />
              ))}
            </Rows>
            {neighbours.previousCursor || neighbours.nextCursor ? (
              <Pager locale={locale} previous={page(neighbours.previousCursor)} next={page(neighbours.nextCursor)}>
                {isWaiting ? words.perPage : words.perPageDeclined}
              </Pager>
            ) : null}
          </div>
        )}
      </div>
    </ManageFrame>
  );
}

/** A browser has no `.server` file; the names of the two views are the same there. */
const REQUEST_VIEW_NAMES = ['waiting', 'declined'] as const satisfies readonly RequestView[];

function RequestRow({ locale, request, now }: { locale: Locale; request: ListedRequest; now: Date }) {
  const words = attemptRequestWords(locale).manage;
  const unit = locale === 'vi' ? request.unitVi : request.unitEn;
  const above = locale === 'vi' ? request.aboveVi : request.aboveEn;
  const marks = request.attempts.map(({ earned, possible }) => formatPercent(locale, earned.n, earned.d * possible, 0));
  return (
    <Row
      level={2}
      title={<A href={`/manage/requests/${request.id}`}>{request.fullName}</A>}
      meta={[
        request.personnelNumber,
        above ? `${unit}, ${above}` : unit,
        manageWords(locale).courseTitle(request.courseCode, locale === 'vi' ? request.titleVi : request.titleEn),
      ]}
      end={
        request.due === null ? (
          <Tag icon="half">{words.noDue}</Tag>
        ) : (
          <DueTag locale={locale} dueAt={request.due} now={now} />
        )
      }
    >
      <p>{`“${request.reason}”`}</p>
      <p className="meta">
        <span>
          {words.marks(marks)} ({words.pass(request.passPercent)})
        </span>
        <span>
          {words.asked(request.askedAt)}
          {request.ordinal > 1 ? `, ${words.again(request.ordinal)}` : null}
        </span>
      </p>
    </Row>
  );
}
