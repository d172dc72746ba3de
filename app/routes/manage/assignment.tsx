import { data, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { parseDay, vietnamDay } from '#app/domain/calendar.ts';
import { DomainError } from '#app/domain/errors.ts';
import { parseId } from '#app/domain/ids.ts';
import { cancelAssignments } from '#app/domain/training/cancel-assignments.server.ts';
import { changeDueDay } from '#app/domain/training/change-due-day.server.ts';
import { continueBatch } from '#app/domain/training/continue-batch.server.ts';
import { countBatch, getBatch, isBusy, type ListedBatch } from '#app/domain/training/list-batches.server.ts';
import { isFaulty, markFaulty } from '#app/http/faulty.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Verdict } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Progress } from '#app/ui/culm.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { Crumbs, Steps } from '#app/ui/wayfinding.tsx';
import { formatDate, formatDateTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageWords } from '#app/words/manage.ts';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';
import { manageAssignmentsWords } from '#app/words/manage-assignments.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { audienceOf, progressOf } from './batch-phase.tsx';
import { type DueAnswer, DueForm, readDueForm } from './due-form.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { ReasonFaults, ReasonField } from './reason-field.tsx';
import { useProgress } from './use-progress.ts';
import { useSent } from './use-sent.ts';

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
      {asking ? null : <Overview {...page} course={course} />}
    </ManageFrame>
  );
}

type Shown = { locale: Locale; batch: ListedBatch; course: string };

function Overview({ locale, batch, course }: Shown) {
  const words = manageAssignmentWords(locale);
  const here = `/manage/assignments/${batch.id}`;
  const goesOn = batch.phase !== 'cancelling' && batch.phase !== 'cancelled';
  const mayChange = goesOn && batch.isOrderedWithin;
  const orderedBy = locale === 'vi' ? batch.orderedByNameVi : batch.orderedByNameEn;
  const follow = `/manage/assignees?${new URLSearchParams({ course: batch.courseCode, unit: batch.agencyCode })}`;
  return (
    <div className="stack-wide">
      <div aria-live="polite">
        <Outcome locale={locale} batch={batch} />
      </div>
      {batch.outsidePeople > 0 ? <p>{words.outside(batch.outsidePeople)}</p> : null}
      {batch.isOrderedWithin ? null : (
        <Note tone="info" title={words.orderedAbove(orderedBy)}>
          {words.orderedAboveText(orderedBy)}
        </Note>
      )}
      <Facts
        wide
        items={[
          { term: words.course, value: course },
          { term: words.audience, value: audienceOf(locale, batch) },
          { term: words.due, value: formatDate(locale, batch.due, { weekday: true }) },
          ...(batch.note ? [{ term: words.note, value: <span className="pre-line">{batch.note}</span> }] : []),
          { term: words.made, value: formatDateTime(locale, batch.createdAt) },
          { term: words.orderedBy, value: orderedBy },
          { term: words.by, value: <PersonName>{batch.createdBy}</PersonName> },
        ]}
      />
      <Actions>
        {goesOn ? (
          <ButtonLink href={follow}>{words.follow}</ButtonLink>
        ) : (
          <ButtonLink href="/manage/assignments">{words.all}</ButtonLink>
        )}
        {mayChange ? (
          <ButtonLink look="quiet" href={`${here}?do=due`}>
            {words.changeDue}
          </ButtonLink>
        ) : null}
        {mayChange ? (
          <ButtonLink look="plain" href={`${here}?do=undo`}>
            {words.undo}
          </ButtonLink>
        ) : null}
      </Actions>
    </div>
  );
}

function Outcome({ locale, batch }: { locale: Locale; batch: ListedBatch }) {
  const words = manageAssignmentWords(locale);
  const { done, all } = progressOf(batch);
  const waiting = (
    <p>
      {words.leave} <noscript>{words.reload}</noscript>
    </p>
  );
  switch (batch.phase) {
    case 'assigning':
    case 'cancelling':
      return (
        <Verdict tone="plain" icon="sync" title={batch.phase === 'assigning' ? words.assigning : words.cancelling}>
          <Progress id="progress" label={words.progress(done, all)} value={done} max={Math.max(all, 1)} />
          {waiting}
        </Verdict>
      );
    case 'moving-due':
      return (
        <Verdict tone="plain" icon="sync" title={words.moving}>
          <p>
            {words.movingText} <noscript>{words.reload}</noscript>
          </p>
        </Verdict>
      );
    case 'assigned':
      return (
        <Verdict title={words.assigned(batch.assignedPeople)}>
          {words.held(batch.processedPeople - batch.assignedPeople)}
        </Verdict>
      );
    case 'halted':
      return (
        <Verdict tone="warn" icon="alert" title={words.halted}>
          <p>{words.haltedText}</p>
          {batch.isOrderedWithin ? (
            <form method="post" action={`/manage/assignments/${batch.id}`}>
              <Actions>
                <Button look="quiet" name="do" value="continue">
                  {words.resume}
                </Button>
              </Actions>
            </form>
          ) : null}
        </Verdict>
      );
    case 'cancelled':
      return (
        <Verdict tone="plain" icon="minus" title={words.cancelled(batch.processedPeople)}>
          {words.cancelledText}
        </Verdict>
      );
  }
}

function AskDue({
  locale,
  batch,
  course,
  open,
  today,
  answer,
}: Shown & { open: number; today: string; answer: DueAnswer | undefined }) {
  const words = manageAssignmentWords(locale);
  const here = `/manage/assignments/${batch.id}`;
  if (open === 0 && batch.phase === 'assigned') {
    return (
      <Empty level={1} title={words.dueNobody} actions={<ButtonLink href={here}>{words.keep}</ButtonLink>}>
        {words.dueNobodyText}
      </Empty>
    );
  }
  // While people are still being assigned, those to come count too.
  const people = batch.phase === 'assigning' ? Math.max(open, batch.plannedPeople) : open;
  return (
    <DueForm
      locale={locale}
      title={words.dueTitle(people)}
      text={`${course}. ${words.dueText(batch.due)}`}
      button={words.dueButton(people)}
      action={`${here}?do=due`}
      back={here}
      due={batch.due}
      today={today}
      answer={answer}
    />
  );
}

type AskUndoProps = Shown & { inForce: number; completed: number; isRefused: boolean };

function AskUndo({ locale, batch, course, inForce, completed, isRefused }: AskUndoProps) {
  const words = manageAssignmentWords(locale);
  const [isSent, onSubmit] = useSent();
  const here = `/manage/assignments/${batch.id}`;
  if (inForce === 0 && batch.phase === 'assigned') {
    return (
      <Empty level={1} title={words.undoNobody} actions={<ButtonLink href={here}>{words.keep}</ButtonLink>}>
        {words.undoNobodyText}
      </Empty>
    );
  }
  const people = batch.phase === 'assigning' ? Math.max(inForce, batch.plannedPeople) : inForce;
  return (
    <>
      {isRefused ? <ReasonFaults locale={locale} /> : null}
      <Title lede={`${course}. ${words.undoText(completed)}`}>{words.undoTitle(people)}</Title>
      <form method="post" action={`${here}?do=undo`} onSubmit={onSubmit}>
        <input type="hidden" name="do" value="undo" />
        <ReasonField locale={locale} isRefused={isRefused} />
        <Actions>
          <Button busy={isSent && words.cancelling}>{words.undoButton(people)}</Button>
          <ButtonLink look="quiet" href={here}>
            {words.keep}
          </ButtonLink>
        </Actions>
      </form>
    </>
  );
}
