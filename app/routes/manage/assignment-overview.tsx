import type { ListedBatch } from '#app/domain/training/list-batches.server.ts';
import { Verdict } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Progress } from '#app/ui/culm.tsx';
import { Facts } from '#app/ui/facts.tsx';
import { Note } from '#app/ui/note.tsx';
import { PersonName } from '#app/ui/person-name.tsx';
import { formatDate, formatDateTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';
import { audienceOf, progressOf } from './batch-phase.tsx';

/** An assignment of many, and its course by name. */
export type Shown = { locale: Locale; batch: ListedBatch; course: string };

/** How far the assignment is, what it orders, and what may be done with it. */
export function AssignmentOverview({ locale, batch, course }: Shown) {
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
