import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';
import { uiWords } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { A } from './link.tsx';

export type Crumb = { href: string; label: ReactNode };

/** The way down to this page; the last one is the page itself. */
export function Crumbs({ locale, items, here }: { locale: Locale; items: readonly Crumb[]; here: ReactNode }) {
  return (
    <nav className="crumbs" aria-label={shellWords(locale).crumbs}>
      <ol>
        {items.map((item) => (
          <li key={item.href}>
            <A href={item.href}>{item.label}</A>
          </li>
        ))}
        <li>
          <span aria-current="page">{here}</span>
        </li>
      </ol>
    </nav>
  );
}

export type Tab = { href: string; label: ReactNode; current?: boolean };

/** Each tab is a page of its own; the row wraps on phones. */
export function Tabs({ label, items }: { label: string; items: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <A href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
            </A>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type Segment = { href: string; label: ReactNode; current?: boolean; lang?: Locale };

/** One of a few views of the same thing: the languages of a lesson. */
export function Segments({ label, items }: { label: string; items: readonly Segment[] }) {
  return (
    <ul className="seg" aria-label={label}>
      {items.map((item) => (
        <li key={item.href}>
          <A href={item.href} aria-current={item.current ? 'true' : undefined} lang={item.lang} hrefLang={item.lang}>
            {item.label}
          </A>
        </li>
      ))}
    </ul>
  );
}

export type Step = { label: ReactNode; href?: string };

/** Where one stands in a task of a few pages; earlier steps may lead back. On phones only the name of this one shows. */
export function Steps({
  locale,
  items,
  current,
  label,
}: {
  locale: Locale;
  items: readonly Step[];
  current: number;
  label?: string;
}) {
  return (
    <ol className="steps" aria-label={label ?? uiWords(locale).steps}>
      {items.map((item, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          key={at}
          className={at < current ? 'done' : undefined}
          aria-current={at === current ? 'step' : undefined}
        >
          <span>{item.href && at < current ? <A href={item.href}>{item.label}</A> : item.label}</span>
        </li>
      ))}
    </ol>
  );
}

type PagerProps = {
  locale: Locale;
  label?: string;
  previous?: string | null | undefined;
  next?: string | null | undefined;
  /** How many a page, sorted by what; a total only where it is known. */
  children?: ReactNode;
};

/** Previous and next by cursor. The end of the list says so and is no link. */
export function Pager({ locale, label, previous, next, children }: PagerProps) {
  const words = uiWords(locale);
  const way = (href: string | null | undefined, inside: ReactNode, rel: string) =>
    href ? (
      <A className="btn quiet slim" href={href} rel={rel}>
        {inside}
      </A>
    ) : (
      // biome-ignore lint/a11y/useFocusableInteractive: a link that leads nowhere is announced and not walked to
      // biome-ignore lint/a11y/useSemanticElements: an anchor without href has no role
      <span className="btn quiet slim" role="link" aria-disabled="true">
        {inside}
      </span>
    );
  return (
    <nav className="pager" aria-label={label ?? words.pages}>
      <p className="small muted">{children}</p>
      <div className="acts">
        {way(
          previous,
          <>
            <Icon name="left" />
            {words.previousPage}
          </>,
          'prev',
        )}
        {way(
          next,
          <>
            {words.nextPage}
            <Icon name="right" />
          </>,
          'next',
        )}
      </div>
    </nav>
  );
}

export type Chip = { href: string; label: ReactNode };

/** The filters in use; each removes itself, the last link removes them all. */
export function Chips({
  locale,
  items,
  clear,
  label,
  verb,
}: {
  locale: Locale;
  items: readonly Chip[];
  clear?: string;
  label?: string;
  verb?: string;
}) {
  const words = uiWords(locale);
  return (
    <div className="row">
      <ul className="chips" aria-label={label ?? words.filters}>
        {items.map((item) => (
          <li key={item.href}>
            <A href={item.href}>
              <span className="unseen">{verb ?? words.removeFilter} </span>
              <span>{item.label}</span>
              {verb ? null : <Icon name="x" />}
            </A>
          </li>
        ))}
      </ul>
      {clear && items.length > 1 ? (
        <A className="small more" href={clear}>
          {words.removeAllFilters}
        </A>
      ) : null}
    </div>
  );
}

/** What can be opened and closed; the summary says what is inside. */
export function Disclosure({
  summary,
  children,
  open,
  className,
}: {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
  className?: string;
}) {
  return (
    <details className={classes(className)} open={open}>
      <summary>{summary}</summary>
      <div className="inner">{children}</div>
    </details>
  );
}
