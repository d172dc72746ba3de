import type { DecideOutcome } from '#app/domain/assessment/decide-request.server.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Faults } from '#app/ui/faults.tsx';
import { Choice, DateFields, FieldGroup, TextArea } from '#app/ui/field.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import type { Locale } from '#app/words/locale.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';
import type { DueAnswer } from './due-form.tsx';
import { useSent } from './use-sent.ts';

type Fault = Exclude<DecideOutcome['outcome'], 'granted' | 'declined' | 'not-open'> | DueAnswer['fault'];
/** What was typed with a decision that could not be taken, and why. */
export type DecisionTyped = { answer: string; moves: boolean; day: string; month: string; year: string; fault: Fault };

type Told = { locale: Locale; today: string; typed: DecisionTyped | undefined };

/** The fault in words, and the field that it is about. */
function tell({ locale, today, typed }: Told): { field: 'answer' | 'due-day'; message: string } | null {
  if (!typed) return null;
  const words = attemptRequestWords(locale).manage.faults;
  const { faults } = manageAudienceWords(locale);
  switch (typed.fault) {
    case 'sentence-missing':
    case 'sentence-too-long':
      return { field: 'answer', message: words[typed.fault] };
    case 'due-not-open':
    case 'due-busy':
    case 'due-ordered-above':
      return { field: 'due-day', message: words[typed.fault] };
    case 'due-not-after-today':
      return { field: 'due-day', message: faults[typed.fault](today) };
    case 'due-missing':
    case 'due-unreal':
    case 'due-too-far':
      return { field: 'due-day', message: faults[typed.fault] };
    default:
      return typed.fault satisfies never;
  }
}

type DecisionFormProps = Told & {
  /** The day that holds now, while an assignment is open. */
  due: string | null;
  isDeclined: boolean;
};

/** The sentence for the learner, what becomes of her due day, and one button for each decision. */
export function DecisionForm({ locale, today, typed, due, isDeclined }: DecisionFormProps) {
  const words = attemptRequestWords(locale).manage;
  const [isSent, onSubmit] = useSent();
  const fault = tell({ locale, today, typed });
  const [year, month, day] = (due ?? '').split('-');
  return (
    <form method="post" className="stack" onSubmit={onSubmit}>
      <TextArea
        id="answer"
        label={words.answer}
        hint={words.answerHint}
        error={fault?.field === 'answer' ? fault.message : null}
        defaultValue={typed?.answer}
        rows={3}
        maxLength={1_000}
      />
      {due === null ? null : (
        <FieldGroup id="due-choice" legend={words.dueLegend} hint={words.moveHint}>
          <Choice name="due" value="keep" label={words.keep(due)} defaultChecked={!typed?.moves} />
          <Choice name="due" value="move" label={words.move} defaultChecked={typed?.moves ?? false} />
          <DateFields
            locale={locale}
            id="due"
            legend={words.dueNew}
            error={fault?.field === 'due-day' ? fault.message : null}
            value={typed ?? { day, month, year }}
          />
        </FieldGroup>
      )}
      <Actions>
        <Button name="do" value="grant" aria-disabled={isSent || undefined}>
          {words.grant}
        </Button>
        {isDeclined ? null : (
          <Button look="quiet" name="do" value="decline" aria-disabled={isSent || undefined}>
            {words.decline}
          </Button>
        )}
        <ButtonLink look="plain" href="/manage/requests">
          {words.back}
        </ButtonLink>
      </Actions>
    </form>
  );
}

/** Stands over the title. */
export function DecisionFaults(told: Told) {
  const fault = tell(told);
  if (!fault) return null;
  return <Faults locale={told.locale} title={attemptRequestWords(told.locale).manage.failed} faults={[fault]} />;
}
