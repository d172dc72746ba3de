import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { declineRequest, grantAttempt } from '#app/domain/assessment/decide-request.server.ts';
import { getRequest, type ListedRequest } from '#app/domain/assessment/list-requests.server.ts';
import { parseDay, vietnamDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, ButtonLink } from '#app/ui/button.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import { formatDate, formatDateTime, formatPercent } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { DecisionFaults, DecisionForm, type DecisionTyped } from './decision-form.tsx';
import { readDueForm } from './due-form.tsx';
import { ManageFrame } from './manage-frame.tsx';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return [{ title: 'Trúc' }];
  const title = attemptRequestWords(page.locale).manage.one(page.asked.fullName, page.asked.courseCode);
  return [{ title: pageTitle(page.locale, title, page.isFaulty) }];
};

export const loader = serveActor(async ({ world, actor, params, locale, context }) => {
  if (scopeOf(actor, 'assign-courses').isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  const asked = await getRequest(world.db, actor, parseId(params.requestId));
  return { locale, asked, today: vietnamDay(world.now()), isFaulty: isFaulty(context) };
});

type Answer = { problem: 'not-open' } | DecisionTyped;

/** Grants or declines; granting may move the due day in the same act. */
export const action = serveActor(async ({ world, actor, params, request, context }) => {
  if (scopeOf(actor, 'assign-courses').isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  const requestId = parseId(params.requestId);
  const form = await request.formData();
  const what = form.get('do');
  if (what !== 'grant' && what !== 'decline') throw new DomainError('not-found', { form: 'request' });
  const text = form.get('answer');
  const answer = typeof text === 'string' ? text.slice(0, 5_000) : '';
  const moves = what === 'grant' && form.get('due') === 'move';
  const due = readDueForm(form);
  const fail = (fault: DecisionTyped['fault']) => {
    markFaulty(context);
    const typed: Answer = { answer, moves, day: due.day, month: due.month, year: due.year, fault };
    return data(typed, { status: 422 });
  };
  const decision = { requestId, answer, auditId: context.requestId, address: context.address };
  if (moves && due.fault) return fail(due.fault);
  const { outcome } =
    what === 'grant'
      ? await grantAttempt(world, actor, {
          ...decision,
          day: moves ? parseDay(due.year, due.month, due.day) : null,
        })
      : await declineRequest(world, actor, decision);
  if (outcome === 'not-open') return data({ problem: outcome } as Answer, { status: 409 });
  if (outcome !== 'granted' && outcome !== 'declined') return fail(outcome);
  return redirect(`/manage/requests?done=${outcome}`, 303);
});

/** One request: what the decision needs to know, and the decision. */
export default function Request() {
  const { locale, asked, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const words = attemptRequestWords(locale).manage;
  const isOpen = asked.state === 'OPEN' || asked.state === 'DECLINED';
  const problem = (answer && 'problem' in answer) || !isOpen;
  const typed = answer && 'fault' in answer ? answer : undefined;
  return (
    <ManageFrame>
      <Crumbs
        locale={locale}
        items={[{ href: '/manage/requests', label: manageWords(locale).tabs.requests }]}
        here={asked.fullName}
      />
      <DecisionFaults locale={locale} today={today} typed={typed} />
      <Title>{words.one(asked.fullName, asked.courseCode)}</Title>
      <div className="stack-wide">
        <AskedFacts locale={locale} asked={asked} />
        {problem ? (
          <div className="stack">
            <Note tone="warn" title={words.notOpen}>
              {words.notOpenText}
            </Note>
            <Actions>
              <ButtonLink href="/manage/requests">{words.back}</ButtonLink>
            </Actions>
          </div>
        ) : (
          <DecisionForm
            locale={locale}
            today={today}
            due={asked.due}
            isDeclined={asked.state === 'DECLINED'}
            typed={typed}
          />
        )}
      </div>
    </ManageFrame>
  );
}

function AskedFacts({ locale, asked }: { locale: Locale; asked: ListedRequest }) {
  const words = attemptRequestWords(locale).manage;
  const all = attemptRequestWords(locale).ask;
  const unit = locale === 'vi' ? asked.unitVi : asked.unitEn;
  const above = locale === 'vi' ? asked.aboveVi : asked.aboveEn;
  return (
    <Facts
      wide
      items={[
        { term: words.reason, value: `“${asked.reason}”` },
        {
          term: words.askedAt,
          value: `${formatDateTime(locale, asked.askedAt)}${asked.ordinal > 1 ? `, ${words.again(asked.ordinal)}` : ''}`,
        },
        { term: words.unit, value: above ? `${unit}, ${above}` : unit },
        {
          term: words.course,
          value: manageWords(locale).courseTitle(asked.courseCode, locale === 'vi' ? asked.titleVi : asked.titleEn),
        },
        {
          term: `${words.attempts} (${words.pass(asked.passPercent)})`,
          value: (
            <ul className="plainlist">
              {asked.attempts.map(({ number, earned, possible, finishedAt }) => (
                <li key={number}>
                  {words.attempt(number, formatPercent(locale, earned.n, earned.d * possible, 0), finishedAt)}
                </li>
              ))}
            </ul>
          ),
        },
        { term: words.due, value: asked.due ? formatDate(locale, asked.due, { weekday: true }) : words.noDue },
        ...(asked.answer && asked.endedAt
          ? [{ term: words.before, value: all.answer(asked.answer, asked.decidedBy ?? '', asked.endedAt) }]
          : []),
      ]}
    />
  );
}
