import { choicesOf, heldBy, isWaiting } from '#app/domain/assessment/outbox.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Note } from '#app/ui/note.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import type { Saving } from '#app/ui/quiz-bar.tsx';
import { formatTime } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { quizWords } from '#app/words/quiz.ts';
import { useLocale } from '../site.tsx';
import type { KeeperState } from './answers/keeper-state.ts';
import type { Loaded } from './attempt.tsx';
import { AttemptFrame } from './attempt-frame.tsx';

/** What the bar says of saving: the most pressing thing, and never that something is under way which is not. */
export function savingOf(state: KeeperState): Saving | null {
  if (state.handedIn) return { state: 'handedIn' };
  const held = heldBy(state.outbox);
  // A paper that takes no more answers is handed in, whether she asked for it or its time is up.
  const handsIn = state.handInSince !== null || state.outbox.over;
  if (handsIn && (state.trouble === 'offline' || state.trouble === 'unheard')) return { state: 'handInWaits' };
  if (held.length > 0 || handsIn) {
    if (state.trouble === 'offline') return { state: 'offline' };
    if (state.trouble === 'signed-out') return { state: 'signedOut' };
    if (state.trouble === 'other-account') return { state: 'otherAccount' };
    if (state.trouble === 'unheard') return { state: 'retrying' };
  }
  if (choicesOf(state.outbox).length > 0) return { state: 'choose' };
  if (held.some((entry) => entry.state === 'refused')) return { state: 'refused' };
  // What was just written, or left by a page that was closed, is sent in a moment: until then, and until it is heard of,
  // it is not saved; and what came too late for a paper that is over never is.
  if (state.leftWaits || state.sending || held.some(isWaiting) || handsIn) return { state: 'saving' };
  return state.savedAt ? { state: 'saved', savedAt: state.savedAt } : null;
}

/** The line and the device in words: what is wrong, what happens by itself, what she can do. */
export function LineNotes({ loaded, state, back }: { loaded: Loaded; state: KeeperState; back: string }) {
  const locale = useLocale();
  const words = quizWords(locale);
  const held = heldBy(state.outbox);
  const refused = held.filter((entry) => entry.state === 'refused').map((entry) => entry.slot);
  return (
    <>
      {state.handInSince === null && state.trouble === 'signed-out' ? (
        <Note tone="warn" icon="lock" title={words.signInAgain} live>
          <p>{words.signInAgainText}</p>
          <ButtonLink href={`/sign-in?${new URLSearchParams({ to: back })}`}>{words.signIn}</ButtonLink>
        </Note>
      ) : null}
      {state.handInSince === null && (state.trouble === 'offline' || state.trouble === 'unheard') && held.length > 0 ? (
        <Note tone="warn" icon="off" title={words.line[state.trouble]} live>
          <p>
            {words.line.held(held.length)}
            {state.trouble === 'unheard' ? ` ${words.line.portal}` : ''}
            {until(locale, loaded)} {words.line.dontClear}
          </p>
        </Note>
      ) : null}
      {state.deviceRefuses ? (
        <Note tone="alarm" title={words.line.deviceRefuses} live>
          {words.line.deviceRefusesText}
        </Note>
      ) : null}
      {refused.length > 0 ? (
        <Note tone="warn" icon="alert" title={words.line.refused(refused.join(', '))} live>
          {words.line.refusedText}
        </Note>
      ) : null}
      {state.holdsOthers ? (
        <Note tone="plain" title={words.line.holdsOthers} live>
          {words.line.holdsOthersText}
        </Note>
      ) : null}
    </>
  );
}

const until = (locale: Locale, { deadlineAt }: Loaded): string =>
  deadlineAt ? ` ${quizWords(locale).line.until(formatTime(locale, deadlineAt, { seconds: false }))}` : '';

/** The paper of somebody else than who is signed in to this browser: nothing of it is shown, and nothing of it is lost. */
export function OtherAccount({ loaded, state }: { loaded: Loaded; state: KeeperState }) {
  const locale = useLocale();
  const words = quizWords(locale).line;
  const to = `/attempts/${loaded.attemptId}`;
  return (
    <AttemptFrame code={loaded.course.code} leaveTo={`/courses/${loaded.course.slug}`}>
      <Title lede={words.otherAccountText(heldBy(state.outbox).length)}>{words.otherAccount}</Title>
      <ButtonLink href={`/sign-in?${new URLSearchParams({ to })}`}>{words.otherAccountSignIn}</ButtonLink>
    </AttemptFrame>
  );
}
