import type { ReactNode } from 'react';
import { Facts } from '#app/ui/facts.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './attempt.tsx';

/** How a question stands before the paper is handed in. */
export type CheckedSlot = Pick<Loaded['questions'][number], 'slot' | 'text'> & SlotStateProps;

type CheckedSlotsProps = { attemptId: string; slots: readonly CheckedSlot[] };

/** Every question with how it stands, and the way to it. */
export function CheckedSlots({ attemptId, slots }: CheckedSlotsProps) {
  const locale = useLocale();
  const words = quizWords(locale);
  return (
    <Facts
      wide
      items={slots.map((each) => ({
        key: String(each.slot),
        term: uiWords(locale).question.number(each.slot),
        value: (
          <>
            {each.text[locale]}
            <br />
            <SlotState {...each} />
          </>
        ),
        action: (
          <A href={`/attempts/${attemptId}?q=${each.slot}`}>
            {words.edit}
            <span className="unseen"> {words.editSlot(each.slot)}</span>
          </A>
        ),
      }))}
    />
  );
}

/** What would be handed in without an answer, or with one that cannot be read. */
export function OpenSlots({ attemptId, slots }: CheckedSlotsProps) {
  const words = quizWords(useLocale());
  const open = slots.filter((each) => !each.answered).map((each) => each.slot);
  const first = open[0];
  const unreadable = slots.filter((each) => each.unreadable).map((each) => each.slot);
  const firstUnreadable = unreadable[0];
  return (
    <>
      {first !== undefined ? (
        <Note tone="warn" icon="alert" title={words.unanswered(open)}>
          <p>
            {words.unansweredText} <A href={`/attempts/${attemptId}?q=${first}`}>{words.answerSlot(first)}</A>
          </p>
        </Note>
      ) : null}
      {firstUnreadable !== undefined ? (
        <Note tone="warn" icon="alert" title={words.unreadable(unreadable)}>
          <p>
            {words.unreadableText}{' '}
            <A href={`/attempts/${attemptId}?q=${firstUnreadable}`}>{words.answerSlot(firstUnreadable)}</A>
          </p>
        </Note>
      ) : null}
    </>
  );
}

type SlotStateProps = { answered: boolean; unreadable: boolean; flagged: boolean; held: boolean; choose: boolean };

function SlotState({ answered, unreadable, flagged, held, choose }: SlotStateProps): ReactNode {
  const words = quizWords(useLocale());
  if (choose)
    return (
      <Tag tone="warn" icon="alert">
        {words.choice.waits}
      </Tag>
    );
  if (!answered)
    return (
      <Tag tone="warn" icon="alert">
        {words.notAnswered}
      </Tag>
    );
  if (unreadable)
    return (
      <Tag tone="warn" icon="alert">
        {words.notRead}
      </Tag>
    );
  if (held)
    return (
      <Tag tone="warn" icon="phone">
        {words.line.onDevice}
      </Tag>
    );
  if (flagged)
    return (
      <Tag tone="info" icon="flag">
        {words.answeredFlagged}
      </Tag>
    );
  return (
    <Tag tone="ok" icon="check">
      {words.answered}
    </Tag>
  );
}
