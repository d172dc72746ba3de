import { type ReactNode, useState } from 'react';
import {
  type Answer,
  fieldName,
  isUnreadable,
  type PublicOption,
  type PublicQuestion,
} from '#app/domain/assessment/question.ts';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { Choice } from './field.tsx';
import { Icon } from './icon.tsx';
import { Heading, type HeadingLevel } from './note.tsx';
import { OrderingInputs } from './ordering.tsx';

export type QuestionProps = {
  question: PublicQuestion;
  answer: Answer | null;
  locale: Locale;
  /** 1 where the question is the page, 2 or 3 where several stand on one. */
  level?: HeadingLevel;
  /** Printed before the text where several questions stand on one page. */
  numbered?: boolean;
  /** The scheme of marks, where it is another than the usual one of its kind. */
  how?: ReactNode;
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A scenario is a case and, as its last sentence, the question: the case goes on sand above it. */
export function splitCase(text: string): { before: string | null; ask: string } {
  const parts = /^([\s\S]+[.!…”"])\s+([^.!?…]+\?)$/u.exec(text.trim());
  return parts?.[1] && parts[2] ? { before: parts[1], ask: parts[2] } : { before: null, ask: text };
}

/**
 * One question as native inputs inside a fieldset; the form around it is the page's. Inputs keep their own state, so
 * that what was typed before script arrived stays: the page reads the form, on change or on submit.
 */
export function Question({ question, answer, locale, level = 1, numbered = false, how }: QuestionProps) {
  const words = uiWords(locale).question;
  const name = fieldName(question.slot);
  const hintId = `${name}-how`;
  const { before, ask } =
    question.type === 'scenario' ? splitCase(question.text[locale]) : { before: null, ask: question.text[locale] };
  return (
    <div className="question">
      {before ? (
        <div className="case" id={`${name}-case`}>
          <p className="over">{words.case}</p>
          <p>{before}</p>
        </div>
      ) : null}
      <fieldset aria-describedby={classes(before !== null && `${name}-case`, hintId)}>
        <legend className="ask">
          <Heading level={level}>
            {numbered ? `${words.number(question.slot)}. ` : null}
            {ask}
          </Heading>
        </legend>
        <p className="hint" id={hintId}>
          {how ?? words.how[question.type]}
        </p>
        <Inputs question={question} answer={answer} locale={locale} />
      </fieldset>
    </div>
  );
}

type InputsProps = { question: PublicQuestion; answer: Answer | null; locale: Locale };

function Inputs({ question, answer, locale }: InputsProps) {
  switch (question.type) {
    case 'single_choice':
    case 'scenario':
      return (
        <Choices {...{ question, locale }} chosen={answer && 'choice' in answer ? [answer.choice] : []} type="radio" />
      );
    case 'multiple_choice':
      return (
        <Choices
          {...{ question, locale }}
          chosen={answer && 'choices' in answer ? answer.choices : []}
          type="checkbox"
        />
      );
    case 'true_false':
      return <TrueFalse {...{ question, locale }} value={answer && 'value' in answer ? answer.value : null} />;
    case 'numeric':
    case 'short_text':
      return (
        <Typed key={question.slot} {...{ question, locale }} text={answer && 'text' in answer ? answer.text : ''} />
      );
    case 'matching':
      return <Matching {...{ question, locale }} pairs={answer && 'pairs' in answer ? answer.pairs : {}} />;
    case 'ordering':
      return (
        <OrderingInputs {...{ question, locale }} positions={answer && 'positions' in answer ? answer.positions : {}} />
      );
    default:
      return question.type satisfies never;
  }
}

type Of = { question: PublicQuestion; locale: Locale };

function Choices({ question, locale, chosen, type }: Of & { chosen: readonly string[]; type: 'radio' | 'checkbox' }) {
  const name = fieldName(question.slot);
  return (
    <div className="answers">
      {question.options?.map((option) => (
        <Choice
          key={option.id}
          type={type}
          name={name}
          value={option.id}
          defaultChecked={chosen.includes(option.id)}
          label={option[locale]}
        />
      ))}
    </div>
  );
}

function TrueFalse({ question, locale, value }: Of & { value: boolean | null }) {
  const name = fieldName(question.slot);
  const words = uiWords(locale).question;
  return (
    <div className="answers">
      {([true, false] as const).map((each) => (
        <Choice
          key={String(each)}
          name={name}
          value={String(each)}
          defaultChecked={value === each}
          label={each ? words.true : words.false}
        />
      ))}
    </div>
  );
}

/** A typed answer. A number that cannot be read is told at once: what was saved, and what is typed once it is left. */
function Typed({ question, locale, text }: Of & { text: string }) {
  const name = fieldName(question.slot);
  const numeric = question.type === 'numeric';
  const words = uiWords(locale).question;
  const [left, setLeft] = useState(text);
  const unreadable = isUnreadable(question, { text: left });
  return (
    <div className={classes('field typed', numeric && 'short')}>
      <label htmlFor={name}>{words.yourAnswer}</label>
      <div className="with-unit">
        <input
          id={name}
          name={name}
          type="text"
          defaultValue={text}
          inputMode={numeric ? 'decimal' : 'text'}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onBlur={(event) => setLeft(event.currentTarget.value)}
          onInput={(event) => {
            const { value } = event.currentTarget;
            if (!isUnreadable(question, { text: value })) setLeft(value);
          }}
          aria-describedby={classes(`${name}-how`, question.unit && `${name}-unit`, numeric && `${name}-unread`)}
        />
        {question.unit ? <span id={`${name}-unit`}>{question.unit[locale]}</span> : null}
      </div>
      {numeric ? (
        <p className="unread" id={`${name}-unread`} role="status">
          {unreadable ? (
            <>
              <Icon name="alert" />
              {words.unreadable}
            </>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

function Matching({ question, locale, pairs }: Of & { pairs: Readonly<Record<string, string>> }) {
  const words = uiWords(locale).question;
  const lettered = (option: PublicOption, at: number) => `${LETTERS[at] ?? at + 1}. ${option[locale]}`;
  return (
    <>
      <ol className="letters">
        {question.right?.map((option, at) => (
          <li key={option.id}>
            <b>{LETTERS[at] ?? at + 1}</b>
            <span>{option[locale]}</span>
          </li>
        ))}
      </ol>
      <div className="match">
        {question.left?.map((left) => {
          const name = fieldName(question.slot, left.id);
          return (
            <div key={left.id}>
              <label htmlFor={name}>{left[locale]}</label>
              <select id={name} name={name} defaultValue={pairs[left.id] ?? ''}>
                <option value="">{words.chooseMatch}</option>
                {question.right?.map((right, at) => (
                  <option key={right.id} value={right.id}>
                    {lettered(right, at)}
                  </option>
                ))}
              </select>
            </div>
          );
        })}
      </div>
    </>
  );
}
