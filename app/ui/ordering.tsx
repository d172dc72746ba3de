import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fieldName, type PublicQuestion } from '#app/domain/assessment/question.ts';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { Icon } from './icon.tsx';

type OrderingProps = { question: PublicQuestion; positions: Readonly<Record<string, number>>; locale: Locale };
type Move = 'up' | 'down';

/** The layout effect would only warn on a server, where there is no layout. */
const useLayout = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** Steps with a number first and in the order of their numbers, the others after them as the paper has them. */
export function arrange(steps: readonly string[], positions: Readonly<Record<string, number>>): string[] {
  const at = (id: string) => positions[id] ?? Number.POSITIVE_INFINITY;
  return [...steps].sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}

/**
 * A number for each step, which works alone. Where script runs, two buttons a step move it by one and number them
 * all; the selects stay the answer, so what was chosen before script arrived is kept.
 */
export function OrderingInputs({ question, positions, locale }: OrderingProps) {
  const words = uiWords(locale).question;
  const steps = question.steps ?? [];
  const textOf = (id: string) => steps.find((step) => step.id === id)?.[locale] ?? '';

  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<{ id: string; move: Move } | null>(null);
  const [ready, setReady] = useState(false);
  const [said, setSaid] = useState('');
  const [order, setOrder] = useState(() =>
    arrange(
      steps.map((step) => step.id),
      positions,
    ),
  );
  useEffect(() => setReady(true), []);

  const selectOf = (id: string) => {
    const element = list.current?.querySelector(`[name="${fieldName(question.slot, id)}"]`);
    return element instanceof HTMLSelectElement ? element : null;
  };

  useLayout(() => {
    const was = pressed.current;
    if (!was) return;
    pressed.current = null;
    list.current?.querySelector<HTMLElement>(`[data-move="${was.move}"][data-step="${was.id}"]`)?.focus();
    // The page listens for changes of the form; a button press is one.
    selectOf(was.id)?.dispatchEvent(new Event('change', { bubbles: true }));
  });

  const move = (id: string, way: Move) => {
    const chosen = Object.fromEntries(order.map((each) => [each, Number(selectOf(each)?.value) || undefined]));
    const known = Object.fromEntries(Object.entries(chosen).filter(([, at]) => at !== undefined)) as Record<
      string,
      number
    >;
    const now = arrange(order, known);
    const from = now.indexOf(id);
    const to = Math.max(0, Math.min(now.length - 1, from + (way === 'up' ? -1 : 1)));
    now.splice(from, 1);
    now.splice(to, 0, id);
    now.forEach((each, at) => {
      const select = selectOf(each);
      if (select) select.value = String(at + 1);
    });
    pressed.current = { id, move: way };
    setOrder(now);
    setSaid(words.moved(textOf(id), to + 1, now.length));
  };

  return (
    <>
      <ol className="order" ref={list}>
        {order.map((id) => {
          const name = fieldName(question.slot, id);
          return (
            <li key={id}>
              <select id={name} name={name} defaultValue={positions[id] ?? ''}>
                <option value="">–</option>
                {steps.map((step, place) => (
                  <option key={step.id} value={place + 1}>
                    {place + 1}
                  </option>
                ))}
              </select>
              <label htmlFor={name}>{textOf(id)}</label>
              {ready ? (
                <span className="moves">
                  {(['up', 'down'] as const).map((way) => (
                    <button
                      key={way}
                      type="button"
                      className="btn quiet"
                      data-move={way}
                      data-step={id}
                      aria-label={words[way](textOf(id))}
                      onClick={() => move(id, way)}
                    >
                      <Icon name={way === 'up' ? 'arrow-up' : 'arrow-down'} />
                    </button>
                  ))}
                </span>
              ) : null}
            </li>
          );
        })}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
    </>
  );
}
