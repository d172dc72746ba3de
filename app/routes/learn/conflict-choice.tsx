import type { FormEvent } from 'react';
import { rivalsOf } from '#app/domain/assessment/outbox.ts';
import type { PublicQuestion } from '#app/domain/assessment/question.ts';
import type { Device } from '#app/domain/assessment/weigh-saves.ts';
import { answerInWords } from '#app/ui/answer-in-words.ts';
import { Actions, Button } from '#app/ui/button.tsx';
import { Icon } from '#app/ui/icon.tsx';
import { Heading } from '#app/ui/note.tsx';
import type { Moment } from '#app/words/format.ts';
import { quizWords } from '#app/words/quiz.ts';
import { useLocale } from '../site.tsx';
import type { Keeper } from './answers/keep-answers.ts';
import type { KeeperState } from './answers/keeper-state.ts';
import type { Loaded } from './attempt.tsx';

type ChoiceProps = {
  loaded: Loaded;
  state: KeeperState;
  keeper: Keeper | null;
  question: PublicQuestion;
  /** On its own page it is the page's question; in the list before handing in it is one of the things to do. */
  where: 'question' | 'check';
  /** Where she goes on to, once script has taken her choice. */
  onGo(go: string): void;
};

/** Two answers to one question, in full and side by side, the newer one marked: she chooses which one counts. */
export function ConflictChoice({ loaded, state, keeper, question, where, onGo }: ChoiceProps) {
  const locale = useLocale();
  const words = quizWords(locale).choice;
  const { slot } = question;
  const conflict = state.outbox.conflicts.find((each) => each.slot === slot);
  if (!conflict) return null;
  const { standing } = conflict;
  const rivals = rivalsOf(state.outbox, slot);
  const versions = [
    ...rivals.map((each) => ({
      key: each.saveId,
      name: each.here ? words.here : words.other,
      at: each.writtenAt as Moment,
      ...each,
    })),
    { key: 'standing', name: words.standing, at: standing.savedAt as Moment, ...standing },
  ];
  const newest = versions.reduce((a, b) => (new Date(b.at) > new Date(a.at) ? b : a));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (!keeper) return;
    event.preventDefault();
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const keep = String(new FormData(event.currentTarget).get('keep') ?? '');
    keeper.choose(slot, keep === 'standing' ? null : keep);
    onGo(button?.value ?? String(slot));
  };
  const last = slot >= loaded.questions.length;
  return (
    <form
      method="post"
      action={`/attempts/${loaded.attemptId}?q=${slot}`}
      className="stack"
      autoComplete="off"
      onSubmit={submit}
    >
      <input type="hidden" name="do" value="choose" />
      <input type="hidden" name="form" value={loaded.formId} />
      <input type="hidden" name="slot" value={slot} />
      <input type="hidden" name="revision" value={standing.revision} />
      {conflict.rivals.map(({ saveId }) => (
        <input key={saveId} type="hidden" name="settles" value={saveId} />
      ))}
      <fieldset aria-describedby={`choice-${slot}`}>
        <legend className={where === 'question' ? 'unseen' : 'ask'}>
          {where === 'question' ? words.legend(slot) : <Heading level={2}>{words.onCheck(slot)}</Heading>}
        </legend>
        <p className="hint" id={`choice-${slot}`}>
          {question.text[locale]}
        </p>
        <div className="versions">
          {versions.map((version) => (
            <label key={version.key} className="choice">
              <input type="radio" name="keep" value={version.key} defaultChecked={version === newest} />
              <span>
                <b>{version.name}</b>
                <From device={version.device} at={version.at} />
                <span className="quote">{answerInWords(question, version.answer, locale) ?? words.blank}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Actions>
        {where === 'check' ? (
          <Button look="quiet" name="go" value="check">
            {words.keep}
            <span className="unseen"> {quizWords(locale).editSlot(slot)}</span>
          </Button>
        ) : (
          <>
            <Button name="go" value={last ? 'check' : slot + 1}>
              {last ? words.keepAndCheck : words.keepAndGo(slot + 1)}
            </Button>
            <Button look="quiet" name="go" value={slot}>
              {words.keepAndEdit}
            </Button>
          </>
        )}
      </Actions>
    </form>
  );
}

function From({ device, at }: { device: Device | null; at: Moment }) {
  const locale = useLocale();
  const words = quizWords(locale).choice;
  return (
    <span className="hint">
      <Icon name={device === 'PHONE' ? 'phone' : 'desk'} />
      {words.from(words[device ?? 'unknown'], at)}
    </span>
  );
}
