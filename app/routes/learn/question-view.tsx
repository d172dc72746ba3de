import { useNavigate, useSearchParams } from '@remix-run/react';
import { type FormEvent, useEffect, useRef } from 'react';
import { choicesOf, viewOf } from '#app/domain/assessment/outbox.ts';
import { answerFromForm, isAnswered, type PublicQuestion } from '#app/domain/assessment/question.ts';
import { Actions, Button } from '#app/ui/button.tsx';
import { Choice } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { Question } from '#app/ui/question.tsx';
import { QuestionMap } from '#app/ui/question-map.tsx';
import { QuizBar, TimerText } from '#app/ui/quiz-bar.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { useLocale } from '../site.tsx';
import type { Keeper } from './answers/keep-answers.ts';
import type { KeeperState } from './answers/keeper-state.ts';
import type { Loaded, Said } from './attempt.tsx';
import { AttemptFrame } from './attempt-frame.tsx';
import { ConflictChoice } from './conflict-choice.tsx';
import { HandInNote } from './hand-in-note.tsx';
import { LineNotes, savingOf } from './line-notes.tsx';

type ViewProps = { loaded: Loaded; state: KeeperState; keeper: Keeper | null; said?: Said };

/** One question: answered here, or where two answers stand beside each other, chosen between. */
export function QuestionView({ loaded, state, keeper, said }: ViewProps) {
  const { attemptId, deadlineAt, now, course, questions } = loaded;
  const locale = useLocale();
  const words = quizWords(locale);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const heading = useRef<HTMLDivElement>(null);
  const asked = Number(search.get('q') ?? 1);
  const question = questions.find((each) => each.slot === asked) ?? questions[0];
  const previousSlot = useRef(question?.slot);
  useEffect(() => {
    // After going to another question, reading starts there.
    if (previousSlot.current !== question?.slot) heading.current?.focus();
    previousSlot.current = question?.slot;
  }, [question?.slot]);
  if (!question) return null;

  const { slot } = question;
  const go = (to: string) =>
    navigate(
      to === 'check'
        ? `/attempts/${attemptId}/check`
        : to === 'leave'
          ? `/courses/${course.slug}`
          : `/attempts/${attemptId}?q=${to}`,
    );
  const conflict = choicesOf(state.outbox).some((each) => each.slot === slot);
  const [where, of] = words.where(slot, questions.length);
  return (
    <AttemptFrame
      code={course.code}
      leaveTo={`/courses/${course.slug}`}
      leave={
        conflict ? undefined : (
          <button type="submit" form="question" name="go" value="leave" className="aslink">
            {words.leave}
          </button>
        )
      }
      bar={
        <QuizBar
          locale={locale}
          where={
            <>
              <b>{where}</b>
              {of}
            </>
          }
          timer={deadlineAt ? <TimerText locale={locale} deadline={deadlineAt} now={now} /> : undefined}
          saving={savingOf(state)}
        />
      }
    >
      <HandInNote {...{ state, keeper }} back={`/attempts/${attemptId}?q=${slot}`} where="question" />
      <LineNotes loaded={loaded} state={state} back={`/attempts/${attemptId}?q=${slot}`} />
      {said?.problem === 'not-on-paper' ? (
        <Note tone="alarm" title={words.notOnPaper}>
          {words.notOnPaperText}
        </Note>
      ) : null}
      {conflict ? (
        <div className="stack arrival" ref={heading} tabIndex={-1}>
          <Title over={uiWords(locale).question.number(slot)} lede={words.choice.text}>
            {words.choice.title}
          </Title>
          <ConflictChoice {...{ loaded, state, keeper, question }} where="question" onGo={go} />
          <p className="hint spaced">
            {words.choice.ifNot} <A href={`/attempts/${attemptId}/check`}>{words.check}</A>
          </p>
        </div>
      ) : (
        <QuestionForm {...{ loaded, state, keeper, question, heading }} onGo={go} />
      )}
    </AttemptFrame>
  );
}

type FormProps = Omit<ViewProps, 'said'> & {
  question: PublicQuestion;
  heading: React.RefObject<HTMLDivElement>;
  onGo(to: string): void;
};

function QuestionForm({ loaded, state, keeper, question, heading, onGo }: FormProps) {
  const { attemptId, questions } = loaded;
  const { outbox, versions } = state;
  const locale = useLocale();
  const words = quizWords(locale);
  const form = useRef<HTMLFormElement>(null);
  const { slot } = question;
  const shown = viewOf(outbox, slot);
  const choices = choicesOf(outbox);
  const all = questions.length;
  const record = () => {
    if (!form.current || !keeper) return;
    const typed = new FormData(form.current);
    keeper.change(slot, answerFromForm(question, typed), typed.get('flag') === 'on');
  };
  const latest = useRef(record);
  latest.current = record;
  useEffect(() => {
    // What was answered before script arrived is taken once it has.
    if (keeper && form.current && isTouched(form.current)) latest.current();
  }, [keeper]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (!keeper) return;
    event.preventDefault();
    record();
    keeper.wake();
    onGo(((event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null)?.value ?? String(slot));
  };
  // Inputs keep what is typed; they are made anew when the answer has become another than was written here.
  const version = `${slot}-${versions.get(slot) ?? 0}`;
  return (
    <form
      ref={form}
      id="question"
      method="post"
      action={`/attempts/${attemptId}?q=${slot}`}
      className="split aside"
      autoComplete="off"
      onChange={record}
      onSubmit={submit}
    >
      <div className="stack arrival" ref={heading} tabIndex={-1}>
        <input type="hidden" name="slot" value={slot} />
        <input type="hidden" name="form" value={loaded.formId} />
        <input type="hidden" name="revision" value={shown.revision} />
        <input type="hidden" name="was" value={JSON.stringify(shown.answer)} />
        {shown.flagged ? <input type="hidden" name="was-flagged" value="on" /> : null}
        <Question key={version} question={question} answer={shown.answer} locale={locale} />
        <Choice key={`flag-${version}`} type="checkbox" name="flag" label={words.flag} defaultChecked={shown.flagged} />
        <Actions>
          {slot < all ? (
            <Button name="go" value={slot + 1}>
              {words.next(slot + 1)}
            </Button>
          ) : (
            <Button name="go" value="check">
              {words.saveAndCheck}
            </Button>
          )}
          {slot > 1 ? (
            <Button look="quiet" name="go" value={slot - 1}>
              {words.previous}
            </Button>
          ) : null}
          {slot < all ? (
            <Button look="plain" name="go" value="check">
              {words.check}
            </Button>
          ) : null}
        </Actions>
      </div>
      <QuestionMap
        locale={locale}
        items={questions.map((each) => {
          const { answer, flagged } = viewOf(outbox, each.slot);
          return {
            slot: each.slot,
            href: `/attempts/${attemptId}?q=${each.slot}`,
            answered: isAnswered(answer),
            flagged,
            current: each.slot === slot,
            held: state.trouble !== null && outbox.own.has(each.slot),
            choose: choices.some((conflict) => conflict.slot === each.slot),
          };
        })}
      />
    </form>
  );
}

/** Whether anything in the form is another than the page was made with. */
const isTouched = (form: HTMLFormElement): boolean =>
  [...form.elements].some((element) => {
    if (element instanceof HTMLSelectElement)
      return [...element.options].some((option) => option.selected !== option.defaultSelected);
    if (!(element instanceof HTMLInputElement)) return false;
    return element.type === 'radio' || element.type === 'checkbox'
      ? element.checked !== element.defaultChecked
      : element.type === 'text' && element.value !== element.defaultValue;
  });
