import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { parseDay, vietnamDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { continueBatch } from '#app/domain/training/continue-batch.server.ts';
import { countBatch, getBatch, isBusy } from '#app/domain/training/list-batches.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Crumbs, Steps } from '#app/ui/wayfinding.tsx';
import { formatDate } from '#app/words/format.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';
import { manageAssignmentsWords } from '#app/words/manage-assignments.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { AskDue, AskUndo } from './assignment-asking.tsx';
import { AssignmentOverview } from './assignment-overview.tsx';
import { type DueAnswer, readDueForm } from './due-form.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { useProgress } from './use-progress.ts';

export { pageHeaders as headers } from '#app/http/page-headers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  const locale = page?.locale ?? 'vi';
  const { title } = manageAssignmentsWords(locale);
  return [{ title: pageTitle(locale, `${title}: ${page?.batch.courseCode ?? ''}`, page?.isFaulty) }];
};

/** What the page asks before it is done: moving the due day of all, or taking all back. */
type Asking = 'due' | 'undo' | null;

const readAsking = (request: Request): Asking => {
  const asked = new URL(request.url).searchParams.get('do');
  return asked === 'due' || asked === 'undo' ? asked : null;
};

export const loader = serveActor(async ({ world, actor, locale, params, request, context }) => {
  const scope = scopeOf(actor, 'assign-courses');
  const batch = await getBatch(world.db, { scope, batchId: parseId(params.batchId) });
  const isClosed = batch.phase === 'cancelling' || batch.phase === 'cancelled' || !batch.isOrderedWithin;
  const asking = isClosed ? null : readAsking(request);
  const now = world.now();
  return {
    locale,
    batch,
    isNew: new URL(request.url).searchParams.has('new'),
    isBusy: isBusy(batch),
    asking: asking ? { what: asking, ...(await countBatch(world.db, batch.id)) } : null,
    today: vietnamDay(now),
    isFaulty: isFaulty(context),
  };
});

/** Of a withdrawal the reason that was typed; null where nothing was asked. */
type Answer = { reason: string | null } | DueAnswer;

export const action = serveActor(async ({ world, actor, params, request, context }) => {
  const batchId = parseId(params.batchId);
  const form = await request.formData();
  const done = () => redirect(`/manage/assignments/${batchId}`, 303);
  const { requestId, address } = context;
  // The page of whoever may not change it says who ordered it and whom to ask.
  const refused = () => data({ reason: null } as Answer, { status: 403 });
  if (form.get('do') === 'undo') {
    const reason = String(form.get('reason') ?? '');
    const { outcome } = await cancelAssignments(world, actor, { batchId, reason, requestId, address });
    if (outcome === 'ordered-above') return refused();
    if (outcome !== 'reason-needed') return done();
    markFaulty(context);
    return data({ reason } as Answer, { status: 422 });
  }
  if (form.get('do') === 'continue') {
    const { outcome } = await continueBatch(world, actor, { batchId, requestId, address });
    return outcome === 'ordered-above' ? refused() : done();
  }
  if (form.get('do') !== 'due') throw new DomainError('not-found', { form: 'assignment' });
  const typed = readDueForm(form);
  const fail = (fault: DueAnswer['fault']) => {
    markFaulty(context);
    return data({ ...typed, fault } as Answer, { status: 422 });
  };
  if (typed.fault) return fail(typed.fault);
  const day = parseDay(typed.year, typed.month, typed.day) ?? '';
  const { outcome } = await changeDueDay(world, actor, { batchId, day, requestId, address });
  if (outcome === 'ordered-above') return refused();
  if (outcome === 'due-not-after-today' || outcome === 'due-too-far') return fail(outcome);
  return done();
});

export default function AssignmentPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const { locale, batch, asking, isNew } = page;
  const words = manageWords(locale);
  useProgress(page.isBusy && !asking);
  const course = words.courseTitle(batch.courseCode, locale === 'vi' ? batch.titleVi : batch.titleEn);
  return (
    <ManageFrame>
      {isNew && !asking ? (
        <Steps
          locale={locale}
          label={words.steps.label}
          current={3}
          items={words.steps.names.map((label) => ({ label }))}
        />
      ) : (
        <Crumbs
          locale={locale}
          items={[{ href: '/manage/assignments', label: manageAssignmentWords(locale).all }]}
          here={`${batch.courseCode}, ${formatDate(locale, batch.createdAt)}`}
        />
      )}
      {asking?.what === 'due' ? (
        <AskDue
          {...page}
          open={asking.open}
          course={course}
          answer={answer && 'fault' in answer ? answer : undefined}
        />
      ) : null}
      {asking?.what === 'undo' ? (
        <AskUndo {...page} {...asking} course={course} isRefused={answer !== undefined && 'reason' in answer} />
      ) : null}
      {asking ? null : <AssignmentOverview {...page} course={course} />}
    </ManageFrame>
  );
}
