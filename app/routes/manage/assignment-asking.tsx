import { Empty } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';
import type { Shown } from './assignment-overview.tsx';
import { type DueAnswer, DueForm } from './due-form.tsx';
import { ReasonFaults, ReasonField } from './reason-field.tsx';
import { useSent } from './use-sent.ts';

/** Asks to which day the due day of all moves. */
export function AskDue({
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

/** Asks why all of it is taken back. */
export function AskUndo({ locale, batch, course, inForce, completed, isRefused }: AskUndoProps) {
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
