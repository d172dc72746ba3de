import { useEffect, useRef } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { Heading, type HeadingLevel } from './note.tsx';

export type Fault = { field: string; message: string };

type FaultsProps = { locale: Locale; title: string; faults: readonly Fault[]; level?: HeadingLevel; id?: string };

/**
 * What did not happen and where to mend it, on top of the page; each line leads to its field with the same words.
 * It takes the focus when it appears, so that a reader and a keyboard start there.
 */
export function Faults({ locale, title, faults, level = 2, id = 'faults' }: FaultsProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list of faults is a new answer and is read anew
  useEffect(() => box.current?.focus(), [faults]);
  return (
    <div ref={box} className="faults" role="alert" tabIndex={-1} aria-labelledby={`${id}-title`}>
      <Heading level={level} id={`${id}-title`}>
        {faults.length > 1 ? uiWords(locale).faults(title, faults.length) : title}
      </Heading>
      <ul>
        {faults.map((fault) => (
          <li key={fault.field + fault.message}>
            <a href={`#${fault.field}`}>{fault.message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
