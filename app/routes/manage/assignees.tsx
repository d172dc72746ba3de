import { data, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { type Actor, scopeOf } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';
import { parseDay, vietnamDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import {
  ASSIGNEE_STATES,
  type Assignee,
  getAssignee,
  listAssignees,
  readAssigneeHead,
} from '#app/domain/reporting/list-assignees.server.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { findUnits } from '#app/domain/training/find-units.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { Naming } from '#app/ui/person-name.tsx';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAssigneesWords } from '#app/words/manage-assignees.ts';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { AssigneeList } from './assignee-list.tsx';
import { type AssigneeQuery, assigneePath } from './assignee-query.ts';
import { readParam } from './assignment-draft.ts';
import { type DueAnswer, DueForm, readDueForm } from './due-form.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { ReasonFaults, ReasonField } from './reason-field.tsx';
import { UNITS_FROM, UnitFinder } from './unit-finder.tsx';
import { useSent } from './use-sent.ts';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  const locale = page?.locale ?? 'vi';
  return [{ title: pageTitle(locale, manageAssigneesWords(locale).title, page?.isFaulty) }];
};

function readQuery(params: URLSearchParams): AssigneeQuery {
  const state = readParam(params, 'state');
  return {
    course: readParam(params, 'course', 40),
    unit: readParam(params, 'unit', 80),
    state: ASSIGNEE_STATES.find((each) => each === state) ?? '',
    search: readParam(params, 'q'),
    page: readParam(params, 'page', 600),
  };
}

function scopeFor(actor: Actor): Scope {
  const scope = scopeOf(actor, 'assign-courses');
  if (scope.isEmpty) throw new DomainError('forbidden', { deed: 'assign-courses' });
  return scope;
}

export const loader = serveActor(async ({ world, actor, locale, request, context }) => {
  const scope = scopeFor(actor);
  const params = new URL(request.url).searchParams;
  const query = readQuery(params);
  const now = world.now();
  const page = { locale, query, now, today: vietnamDay(now), isFaulty: isFaulty(context) };

  const asked = readParam(params, 'do');
  if (asked === 'due' || asked === 'undo') {
    const assignee = await getAssignee(world.db, { scope, assignmentId: parseId(readParam(params, 'assignment')) });
    return { ...page, view: 'ask' as const, what: asked as 'due' | 'undo', assignee };
  }
  if (params.has('do') && asked === '') throw redirect(assigneePath(query));
  if (asked === 'unit') {
    const at = readParam(params, 'at', 80);
    const search = at === '' ? readParam(params, 'find') : '';
    const units = await findUnits(world.heavy.page, {
      scope,
      search,
      at: at || null,
      also: query.unit || null,
      cursor: readParam(params, UNITS_FROM, 600) || null,
    });
    return { ...page, view: 'unit' as const, search, at, units };
  }
  const filter = { scope, courseCode: query.course || null, agencyCode: query.unit || null };
  const [head, list] = await Promise.all([
    readAssigneeHead(world.heavy.page, filter),
    listAssignees(world.heavy.page, {
      ...filter,
      state: query.state || null,
      search: query.search,
      cursor: query.page || null,
    }),
  ]);
  const told = readParam(params, 'done');
  const done: 'due' | 'undo' | null = told === 'due' || told === 'undo' ? told : null;
  return { ...page, view: 'list' as const, head, ...list, done };
});

type Answer = { problem: 'not-open' | 'busy' | 'ordered-above' } | { reason: string } | DueAnswer;

export const action = serveActor(async ({ world, actor, request, context }) => {
  const params = new URL(request.url).searchParams;
  const assignmentId = parseId(readParam(params, 'assignment'));
  const form = await request.formData();
  const { requestId, address } = context;
  const done = (what: 'due' | 'undo') => redirect(assigneePath(readQuery(params), { done: what }), 303);
  const refuse = (problem: 'not-open' | 'busy' | 'ordered-above') =>
    data({ problem } satisfies Answer as Answer, { status: problem === 'ordered-above' ? 403 : 409 });
  if (form.get('do') === 'undo') {
    const reason = String(form.get('reason') ?? '');
    const { outcome } = await cancelAssignments(world, actor, { assignmentId, reason, requestId, address });
    if (outcome === 'reason-needed') {
      markFaulty(context);
      return data({ reason } satisfies Answer as Answer, { status: 422 });
    }
    return outcome === 'not-open' || outcome === 'ordered-above' ? refuse(outcome) : done('undo');
  }
  if (form.get('do') !== 'due') throw new DomainError('not-found', { form: 'assignees' });
  const typed = readDueForm(form);
  const fail = (fault: DueAnswer['fault']) => {
    markFaulty(context);
    return data({ ...typed, fault } satisfies Answer as Answer, { status: 422 });
  };
  if (typed.fault) return fail(typed.fault);
  const day = parseDay(typed.year, typed.month, typed.day) ?? '';
  const { outcome } = await changeDueDay(world, actor, { assignmentId, day, requestId, address });
  if (outcome === 'not-open' || outcome === 'busy' || outcome === 'ordered-above') return refuse(outcome);
  if (outcome === 'due-not-after-today' || outcome === 'due-too-far') return fail(outcome);
  return done('due');
});

export default function Assignees() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  return (
    <ManageFrame>
      {page.view === 'list' ? <AssigneeList {...page} /> : null}
      {page.view === 'unit' ? <PickUnit {...page} /> : null}
      {page.view === 'ask' ? <Ask {...page} answer={answer} /> : null}
    </ManageFrame>
  );
}

type PickUnitProps = {
  locale: Locale;
  query: AssigneeQuery;
  search: string;
  at: string;
  units: React.ComponentProps<typeof UnitFinder>['page'];
};

/** Which unit the list is of; the other filters stay. */
function PickUnit({ locale, query, search, at, units }: PickUnitProps) {
  const words = manageAssigneesWords(locale);
  return (
    <Form method="get" action="/manage/assignees" preventScrollReset className="stack">
      <Title>{words.pickTitle}</Title>
      <input type="hidden" name="do" value="unit" />
      {query.course ? <input type="hidden" name="course" value={query.course} /> : null}
      {query.state ? <input type="hidden" name="state" value={query.state} /> : null}
      {query.search ? <input type="hidden" name="q" value={query.search} /> : null}
      <div>
        <UnitFinder locale={locale} at={at} search={search} searchName="find" page={units} chosen={query.unit} />
      </div>
      <Actions className="section">
        <Button name="do" value="">
          {words.filter}
        </Button>
        <ButtonLink look="quiet" href={assigneePath({ ...query, unit: '' })}>
          {words.allUnits}
        </ButtonLink>
      </Actions>
    </Form>
  );
}

type AskProps = {
  locale: Locale;
  query: AssigneeQuery;
  today: string;
  what: 'due' | 'undo';
  assignee: Assignee;
  answer: Answer | undefined;
};

/** Repeats who and what before one assignment is changed. */
function Ask({ locale, query, today, what, assignee, answer }: AskProps) {
  const words = manageAssigneesWords(locale);
  const batchWords = manageAssignmentWords(locale);
  const [isSent, onSubmit] = useSent();
  const orderedBy = locale === 'vi' ? assignee.orderedByNameVi : assignee.orderedByNameEn;
  const back = assigneePath(query);
  const action = assigneePath(query, { do: what, assignment: assignee.assignmentId });
  const course = manageWords(locale).courseTitle(
    assignee.courseCode,
    locale === 'vi' ? assignee.titleVi : assignee.titleEn,
  );
  const problem =
    answer && 'problem' in answer
      ? answer.problem
      : !assignee.isOrderedWithin
        ? 'ordered-above'
        : assignee.state === 'completed' || assignee.state === 'waived'
          ? 'not-open'
          : null;
  if (problem) {
    return (
      <>
        <Title>
          <Naming name={assignee.fullName}>
            {what === 'due' ? words.dueTitle(assignee.fullName) : words.undoTitle(assignee.fullName)}
          </Naming>
        </Title>
        <div className="stack">
          {problem === 'ordered-above' ? (
            <Note tone="info" title={batchWords.orderedAbove(orderedBy)}>
              {batchWords.orderedAboveText(orderedBy)}
            </Note>
          ) : (
            <Note tone="warn" title={problem === 'busy' ? words.busy : words.notOpen}>
              {problem === 'busy' ? words.busyText : words.notOpenText}
            </Note>
          )}
          <Actions>
            <ButtonLink href={back}>{words.title}</ButtonLink>
          </Actions>
        </div>
      </>
    );
  }
  if (what === 'due') {
    return (
      <DueForm
        locale={locale}
        title={<Naming name={assignee.fullName}>{words.dueTitle(assignee.fullName)}</Naming>}
        text={words.dueText(course, assignee.due)}
        button={words.dueButton}
        action={action}
        back={back}
        due={assignee.due}
        today={today}
        answer={answer && 'fault' in answer ? answer : undefined}
      />
    );
  }
  const isRefused = answer !== undefined && 'reason' in answer;
  return (
    <>
      {isRefused ? <ReasonFaults locale={locale} /> : null}
      <Title lede={words.undoText(course)}>
        <Naming name={assignee.fullName}>{words.undoTitle(assignee.fullName)}</Naming>
      </Title>
      <form method="post" action={action} onSubmit={onSubmit}>
        <input type="hidden" name="do" value="undo" />
        {assignee.wasOverdue || isRefused ? <ReasonField locale={locale} isRefused={isRefused} /> : null}
        <Actions>
          <Button busy={isSent && batchWords.cancelling}>{words.undoButton}</Button>
          <ButtonLink look="quiet" href={back}>
            {batchWords.keep}
          </ButtonLink>
        </Actions>
      </form>
    </>
  );
}
