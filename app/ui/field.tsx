import {
  type FieldsetHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useEffect,
  useState,
} from 'react';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

/** `error` takes what a form library hands out: one sentence, several (the first is shown), or nothing. */
export type FieldError = string | readonly string[] | null | undefined;

const firstOf = (error: FieldError) => (typeof error === 'string' ? error : error?.[0]) || undefined;

type About = { label: ReactNode; hint?: ReactNode; error?: FieldError; id: string };

/** Hint and error are read with the control, in that order. */
function wiring(id: string, hint: ReactNode, error: string | undefined, more?: string) {
  const describedBy = classes(Boolean(hint) && `${id}-hint`, error !== undefined && `${id}-error`, more);
  return {
    ...(describedBy && { 'aria-describedby': describedBy }),
    ...(error !== undefined && { 'aria-invalid': true }),
  };
}

function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="hint" id={id}>
      {children}
    </p>
  );
}

function ErrorText({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="err" id={id}>
      <Icon name="alert" />
      {children}
    </p>
  );
}

function Above({ id, label, hint, error }: Omit<About, 'error'> & { error: string | undefined }) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
      {error ? <ErrorText id={`${id}-error`}>{error}</ErrorText> : null}
    </>
  );
}

type FieldProps = About & { short?: boolean } & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>;

/** Label above, hint under it, then the error, then the input. `short` for what is a few characters long. */
export function Field({ label, hint, error, id, short = false, className, type = 'text', ...input }: FieldProps) {
  const fault = firstOf(error);
  return (
    <div className={classes('field', short && 'short', className)}>
      <Above id={id} label={label} hint={hint} error={fault} />
      <input
        {...input}
        id={id}
        name={input.name ?? id}
        type={type}
        {...wiring(id, hint, fault, input['aria-describedby'])}
      />
    </div>
  );
}

/** A password that may be shown: the button exists only where script runs. Pasting is never refused. */
export function PasswordField({
  locale,
  label,
  hint,
  error,
  id,
  className,
  ...input
}: Omit<FieldProps, 'type' | 'short'> & { locale: Locale }) {
  const fault = firstOf(error);
  const words = uiWords(locale);
  const [ready, setReady] = useState(false);
  const [shown, setShown] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <div className={classes('field', className)}>
      <Above id={id} label={label} hint={hint} error={fault} />
      <div className="password">
        <input
          autoComplete="current-password"
          spellCheck={false}
          autoCapitalize="none"
          {...input}
          id={id}
          name={input.name ?? id}
          type={shown ? 'text' : 'password'}
          {...wiring(id, hint, fault, input['aria-describedby'])}
        />
        {ready ? (
          <button type="button" className="btn quiet" aria-controls={id} onClick={() => setShown(!shown)}>
            {shown ? words.hidePassword : words.showPassword}
          </button>
        ) : null}
      </div>
    </div>
  );
}

export function TextArea({
  label,
  hint,
  error,
  id,
  className,
  ...rest
}: About & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>) {
  const fault = firstOf(error);
  return (
    <div className={classes('field', className)}>
      <Above id={id} label={label} hint={hint} error={fault} />
      <textarea {...rest} id={id} name={rest.name ?? id} {...wiring(id, hint, fault, rest['aria-describedby'])} />
    </div>
  );
}

type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = About & { options?: readonly SelectOption[] } & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'>;

/** Up to about fifteen options; more of them want a page of their own. Groups come as children. */
export function Select({ label, hint, error, id, options, className, children, ...rest }: SelectProps) {
  const fault = firstOf(error);
  return (
    <div className={classes('field', className)}>
      <Above id={id} label={label} hint={hint} error={fault} />
      <select {...rest} id={id} name={rest.name ?? id} {...wiring(id, hint, fault, rest['aria-describedby'])}>
        {children}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

type GroupProps = {
  legend: ReactNode;
  hint?: ReactNode;
  error?: FieldError;
  id: string;
  big?: boolean;
  children: ReactNode;
} & Omit<FieldsetHTMLAttributes<HTMLFieldSetElement>, 'id'>;

/** Several controls under one question: choices, a date. The error belongs to all of them. */
export function FieldGroup({ legend, hint, error, id, big = false, children, ...rest }: GroupProps) {
  const fault = firstOf(error);
  const { 'aria-describedby': describedBy } = wiring(id, hint, fault);
  return (
    <fieldset {...rest} id={id} aria-describedby={describedBy}>
      <legend className={classes(big && 'big')}>{legend}</legend>
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
      {fault ? <ErrorText id={`${id}-error`}>{fault}</ErrorText> : null}
      {children}
    </fieldset>
  );
}

type DateParts = { day?: string | undefined; month?: string | undefined; year?: string | undefined };

type DateProps = {
  locale: Locale;
  legend: ReactNode;
  hint?: ReactNode;
  error?: FieldError;
  id: string;
  name?: string;
  value?: DateParts;
  /** Which of the three is wrong; all of them unless told. */
  wrong?: readonly ('day' | 'month' | 'year')[];
};

/** Three fields, day month year, named `<name>-day` and so on; 1 and 01 are the same. */
export function DateFields({
  locale,
  legend,
  hint,
  error,
  id,
  name = id,
  value = {},
  wrong = ['day', 'month', 'year'],
}: DateProps) {
  const words = uiWords(locale);
  const fault = firstOf(error);
  return (
    <FieldGroup legend={legend} hint={hint} error={error} id={id}>
      <div className="dates">
        {(['day', 'month', 'year'] as const).map((part) => (
          <div key={part}>
            <label htmlFor={`${id}-${part}`}>{words[part]}</label>
            <input
              id={`${id}-${part}`}
              name={`${name}-${part}`}
              type="text"
              inputMode="numeric"
              autoComplete="off"
              maxLength={part === 'year' ? 4 : 2}
              defaultValue={value[part]}
              aria-invalid={fault !== undefined && wrong.includes(part) ? true : undefined}
            />
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}

type ChoiceProps = { type?: 'radio' | 'checkbox'; label: ReactNode; hint?: ReactNode } & Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'type'
>;

/** A radio or a checkbox whose whole row is the target. */
export function Choice({ type = 'radio', label, hint, ...input }: ChoiceProps) {
  return (
    <label className="choice">
      <input {...input} type={type} />
      <span>
        {label}
        {hint ? <span className="hint">{hint}</span> : null}
      </span>
    </label>
  );
}
