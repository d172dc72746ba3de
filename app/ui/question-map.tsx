import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { A } from './link.tsx';

export type MapItem = {
  slot: number;
  href: string;
  answered: boolean;
  flagged?: boolean;
  current?: boolean;
  /** Written here, and the server does not have it yet. */
  held?: boolean;
  /** Two answers stand beside each other, and she has to choose. */
  choose?: boolean;
};

/** All questions at a glance: answered has a thick foot, dashed while it waits to be sent; the current one is filled, a flagged one has a corner. */
export function QuestionMap({ locale, items }: { locale: Locale; items: readonly MapItem[] }) {
  const words = uiWords(locale).question;
  return (
    <nav aria-label={words.questions}>
      <p className="label small" aria-hidden="true">
        {words.questions}
      </p>
      <ol className="qmap">
        {items.map((item) => (
          <li key={item.slot}>
            <A
              href={item.href}
              className={classes(item.answered && 'on', item.flagged && 'flag', (item.held || item.choose) && 'held')}
              aria-current={item.current ? 'step' : undefined}
            >
              <span className="unseen">{words.number(item.slot).replace(/\d+$/, '')}</span>
              {item.slot}
              <span className="unseen">
                , {item.answered ? words.answered : words.unanswered}
                {item.flagged ? `, ${words.flagged}` : ''}
                {item.choose ? `, ${words.choose}` : item.held ? `, ${words.held}` : ''}
              </span>
            </A>
          </li>
        ))}
      </ol>
    </nav>
  );
}
