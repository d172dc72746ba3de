import type { ReactNode } from 'react';
import { parseDay } from '#app/domain/calendar.ts';
import type { DueDayFault } from '#app/domain/training/due-day.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Faults } from '#app/ui/faults.tsx';
import { DateFields } from '#app/ui/field.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import type { Locale } from '#app/words/locale.ts';
import { manageAssignmentWords } from '#app/words/manage-assignment.ts';
import { manageAudienceWords } from '#app/words/manage-audience.ts';
import { useSent } from './use-sent.ts';

type Typed = { day: string; month: string; year: string };
export type DueAnswer = Typed & { fault: DueDayFault | 'due-missing' | 'due-unreal' };

/** The three numbers as typed, and what is wrong with them by themselves. */
export function readDueForm(form: FormData): Typed & { fault: 'due-missing' | 'due-unreal' | null } {
  const part = (name: string, length: number) => {
    const typed = form.get(`due-${name}`);
    return typeof typed === 'string' ? typed.trim().slice(0, length) : '';
  };
  const typed = { day: part('day', 2), month: part('month', 2), year: part('year', 4) };
  if (typed.day === '' || typed.month === '' || typed.year === '') return { ...typed, fault: 'due-missing' };
  return { ...typed, fault: parseDay(typed.year, typed.month, typed.day) ? null : 'due-unreal' };
}

type DueFormProps = {
  locale: Locale;
  title: ReactNode;
  text: string;
  button: string;
  action: string;
  /** The harmless way. */
  back: string;
  /** The day that holds now. */
  due: string;
  today: string;
  answer: DueAnswer | undefined;
};

/** Asks for another due day; the button repeats for how many people. */
export function DueForm({ locale, title, text, button, action, back, due, today, answer }: DueFormProps) {
  const words = manageAssignmentWords(locale);
  const { faults } = manageAudienceWords(locale);
  const [isSent, onSubmit] = useSent();
  const [year, month, day] = due.split('-');
  const fault = answer?.fault;
  const message = fault === 'due-not-after-today' ? faults[fault](today) : fault ? faults[fault] : null;
  return (
    <>
      {message ? <Faults locale={locale} title={words.dueFailed} faults={[{ field: 'due-day', message }]} /> : null}
      <Title lede={text}>{title}</Title>
      <form method="post" action={action} onSubmit={onSubmit}>
        <input type="hidden" name="do" value="due" />
        <DateFields
          locale={locale}
          id="due"
          legend={words.dueNew}
          error={message}
          value={answer ?? { day, month, year }}
        />
        <Actions>
          <Button busy={isSent && words.moving}>{button}</Button>
          <ButtonLink look="quiet" href={back}>
            {words.keep}
          </ButtonLink>
        </Actions>
      </form>
    </>
  );
}
