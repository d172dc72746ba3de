import { useEffect, useRef } from 'react';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { QuizBar } from '#app/ui/quiz-bar.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { useLocale } from '../site.tsx';
import type { Keeper } from './answers/keep-answers.ts';
import type { KeeperState, Trouble } from './answers/keeper-state.ts';
import type { Loaded } from './attempt.tsx';
import { AttemptFrame } from './attempt-frame.tsx';
import { savingOf } from './line-notes.tsx';

const WHY_IT_WAITS = {
  offline: 'handInOffline',
  'signed-out': 'handInSignedOut',
  unheard: 'handInUnheard',
  'other-account': 'handInUnheard',
} as const satisfies Record<Trouble, string>;

type NoteProps = {
  state: KeeperState;
  keeper: Keeper | null;
  /** Where she comes back to after signing in. */
  back: string;
  where: 'question' | 'check';
  /** She has pressed the button beside it. */
  isPressed?: boolean;
};

/** Her wish to hand in while it waits, on every page of the paper, with the way to take it back; and that it was taken back. */
export function HandInNote({ state, keeper, back, where, isPressed = false }: NoteProps) {
  const { handInSince, takenBack, trouble, sending } = state;
  const locale = useLocale();
  const words = quizWords(locale);
  const box = useRef<HTMLDivElement>(null);
  // On its way for the first time, the pressed button says so.
  const waits = handInSince !== null && (where === 'question' || trouble !== null);
  useEffect(() => {
    // What a press is answered is seen where it was pressed.
    if (isPressed && waits) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isPressed, waits]);
  const takeBack = () => {
    keeper?.goOnWriting();
    // The button that was pressed goes with the note.
    box.current?.focus();
  };
  const title = trouble === null ? words.submitting : words.line[WHY_IT_WAITS[trouble]];
  return (
    <div className="arrival" ref={box} tabIndex={-1}>
      {waits ? (
        <Note tone="warn" icon={trouble === 'signed-out' ? 'lock' : 'off'} title={title} live>
          <p>
            {trouble === 'signed-out'
              ? words.line.handInWaitsSignIn(new Date(handInSince))
              : words.line.handInWaits(new Date(handInSince))}
            {trouble === 'unheard' ? ` ${words.line.portal}` : ''}
          </p>
          <Actions className="top">
            {trouble === 'signed-out' ? (
              <ButtonLink look="quiet" slim href={`/sign-in?${new URLSearchParams({ to: back })}`}>
                {words.signIn}
              </ButtonLink>
            ) : (
              <Button
                type="button"
                look="quiet"
                slim
                busy={sending ? words.submitting : false}
                onClick={() => keeper?.wake()}
              >
                {words.line.tryNow}
              </Button>
            )}
            <Button type="button" look="plain" slim onClick={takeBack}>
              {words.line.goOnWriting}
            </Button>
          </Actions>
        </Note>
      ) : handInSince === null && takenBack ? (
        <Note tone="info" title={words.line.takenBack} live>
          {takenBack.mayBeThere
            ? words.line.takenBackDoubt(new Date(takenBack.since))
            : words.line.takenBackText(new Date(takenBack.since))}
        </Note>
      ) : null}
    </div>
  );
}

/** A paper that the server has taken, until its result can be opened: there is nothing to answer any more. */
export function HandedIn({ loaded, state }: { loaded: Loaded; state: KeeperState }) {
  const { attemptId, number, attemptLimit, course } = loaded;
  const locale = useLocale();
  const words = quizWords(locale);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where the focus stood is gone.
    if (document.activeElement === document.body) top.current?.focus();
  }, []);
  return (
    <AttemptFrame
      code={course.code}
      leaveTo={`/courses/${course.slug}`}
      leave={<A href={`/courses/${course.slug}`}>{words.door.toCourse}</A>}
      bar={
        <QuizBar locale={locale} where={<b>{words.door.attempt(number, attemptLimit)}</b>} saving={savingOf(state)} />
      }
    >
      <div className="arrival" ref={top} tabIndex={-1}>
        <Title lede={words.line.handedInText}>{words.line.handedIn}</Title>
      </div>
      <ButtonLink href={`/attempts/${attemptId}/result`}>{words.line.seeResult}</ButtonLink>
    </AttemptFrame>
  );
}
