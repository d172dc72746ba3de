import { createContext, useContext, useEffect, useRef } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';
import { uiWords } from '#app/words/ui.ts';
import { Heading, type HeadingLevel } from './note.tsx';

export type Fault = { field: string; message: string };

/** Which answer of the server the page shows: the same faults in a new answer are read anew. */
const Answers = createContext(0);
export const AnswersProvider = Answers.Provider;

type FaultsProps = { locale: Locale; title: string; faults: readonly Fault[]; level?: HeadingLevel; id?: string };

/**
 * What did not happen and where to mend it, on top of the page; each line leads to its field with the same words.
 * It takes the focus when it appears, so that a reader and a keyboard start there, and the title in the tab says so too.
 */
export function Faults({ locale, title, faults, level = 2, id = 'faults' }: FaultsProps) {
  const box = useRef<HTMLDivElement>(null);
  const answer = useContext(Answers);
  const said = faults.map((fault) => fault.field + fault.message).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer and other faults are read anew
  useEffect(() => box.current?.focus(), [answer, said]);
  useEffect(() => {
    const { errorTitle } = shellWords(locale);
    if (document.title.startsWith(errorTitle)) return;
    document.title = errorTitle + document.title;
    return () => {
      document.title = document.title.replace(errorTitle, '');
    };
  }, [locale]);
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
