import { useNavigate } from '@remix-run/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { choicesOf, viewOf } from '#app/domain/assessment/outbox.ts';
import { isAnswered, isUnreadable } from '#app/domain/assessment/question.ts';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { QuizBar, TimerText } from '#app/ui/quiz-bar.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { useLocale } from '../site.tsx';
import type { Keeper } from './answers/keep-answers.ts';
import type { KeeperState } from './answers/keeper-state.ts';
import type { Loaded } from './attempt.tsx';
import { AttemptFrame } from './attempt-frame.tsx';
import { CheckedSlots, OpenSlots } from './checked-slots.tsx';
import { ConflictChoice } from './conflict-choice.tsx';
import { HandInNote } from './hand-in-note.tsx';
import { LineNotes, savingOf } from './line-notes.tsx';

type ViewProps = { loaded: Loaded; state: KeeperState; keeper: Keeper | null };

/** Every question at a glance before handing in: answered or not, saved or waiting. Handing in carries what is not saved. */
export function CheckView({ loaded, state, keeper }: ViewProps) {
  const { attemptId, number, attemptLimit, course, questions, deadlineAt, now } = loaded;
  const { outbox, handInSince, sending, trouble } = state;
  const locale = useLocale();
  const words = quizWords(locale);
  const navigate = useNavigate();
  const [isPressed, setPressed] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  // On a new document script finds no keeper yet: there it may not move the page under her.
  const isReachedFromPaper = useRef(keeper !== null).current;
  useEffect(() => {
    // Reading starts here.
    if (isReachedFromPaper && document.activeElement === document.body) top.current?.focus();
  }, [isReachedFromPaper]);
  const choices = choicesOf(outbox);
  const slots = questions.map((question) => {
    const { slot, text } = question;
    const { answer, flagged } = viewOf(outbox, slot);
    return {
      slot,
      text,
      answered: isAnswered(answer),
      unreadable: isUnreadable(question, answer),
      flagged,
      held: trouble !== null && outbox.own.has(slot),
      choose: choices.some((conflict) => conflict.slot === slot),
    };
  });
  const open = slots.filter((each) => !each.answered).map((each) => each.slot);
  const held = slots.filter((each) => each.answered && each.held).length;
  const first = open[0];
  const handIn = (event: FormEvent<HTMLFormElement>) => {
    if (!keeper) return;
    event.preventDefault();
    setPressed(true);
    keeper.handIn();
  };
  const underWay = handInSince !== null && sending;
  return (
    <AttemptFrame
      code={course.code}
      leaveTo={`/courses/${course.slug}`}
      bar={
        <QuizBar
          locale={locale}
          where={<b>{words.checkTitle}</b>}
          timer={deadlineAt ? <TimerText locale={locale} deadline={deadlineAt} now={now} /> : undefined}
          saving={savingOf(state)}
        />
      }
    >
      <div className="arrival" ref={top} tabIndex={-1}>
        <Title
          lede={
            <>
              {words.checkLede(slots.length - open.length, slots.length)}
              {held > 0 ? ` ${words.line.heldLede(slots.length - open.length - held, held)}` : ''}
            </>
          }
        >
          {words.checkTitle}
        </Title>
      </div>
      <div className="stack-wide">
        <LineNotes loaded={loaded} state={state} back={`/attempts/${attemptId}/check`} />
        {choices.map(({ slot }) => {
          const question = questions.find((each) => each.slot === slot);
          return question ? (
            <ConflictChoice
              key={slot}
              {...{ loaded, state, keeper, question }}
              where="check"
              onGo={() => navigate(`/attempts/${attemptId}/check`, { replace: true, preventScrollReset: true })}
            />
          ) : null;
        })}
        <OpenSlots attemptId={attemptId} slots={slots} />
        <form method="post" action={`/attempts/${attemptId}/check`} className="stack-wide" onSubmit={handIn}>
          <CheckedSlots attemptId={attemptId} slots={slots} />
          <div className="stack">
            <HandInNote {...{ state, keeper, isPressed }} back={`/attempts/${attemptId}/check`} where="check" />
            <Actions>
              <Button busy={underWay ? words.submitting : false}>{words.submit}</Button>
              <ButtonLink look="quiet" href={`/attempts/${attemptId}?q=${first ?? slots.length}`}>
                {words.goOn}
              </ButtonLink>
            </Actions>
            <p className="hint">
              {words.final(number, attemptLimit)}
              {choices.length > 0 ? ` ${words.choice.ifNot}` : ''}
            </p>
          </div>
        </form>
      </div>
    </AttemptFrame>
  );
}
