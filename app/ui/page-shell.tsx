import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';
import { classes } from './classes.ts';

type ShellProps = {
  locale: Locale;
  masthead?: ReactNode;
  footer?: ReactNode;
  /** Public pages carry one line with the only official address. */
  officialAddress?: string | undefined;
  /** Between masthead and content: a manager's tabs, the bar of a quiz. */
  below?: ReactNode;
  width?: 'page' | 'wide' | 'narrow' | 'bare';
  className?: string;
  children: ReactNode;
};

/** The frame of a page; `main` is #content and takes the skip link. `bare` leaves the width to the page. */
export function PageShell({
  locale,
  masthead,
  footer,
  officialAddress,
  below,
  width = 'page',
  className,
  children,
}: ShellProps) {
  const words = shellWords(locale);
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      {officialAddress ? (
        <aside className="assure" aria-label={words.officialAddressLabel}>
          <div className={classes('page', width === 'wide' && 'wide')}>
            {words.officialAddress} <b>{officialAddress}</b>
          </div>
        </aside>
      ) : null}
      {masthead}
      {below}
      <main
        id="content"
        tabIndex={-1}
        className={classes(
          width !== 'bare' && 'page',
          width !== 'page' && width !== 'bare' && width,
          width !== 'bare' && (width === 'wide' && below ? 'body-sub' : 'body'),
          className,
        )}
      >
        {children}
      </main>
      {footer}
    </>
  );
}

type TitleProps = { children: ReactNode; over?: ReactNode; lede?: ReactNode; other?: { locale: Locale; text: string } };

/** Title block: the line over it, the h1, the other language, the sentence that opens the page. */
export function Title({ children, over, lede, other }: TitleProps) {
  return (
    <div className="title">
      {over ? <p className="over">{over}</p> : null}
      <h1>{children}</h1>
      {other ? (
        <p className="lang2" lang={other.locale}>
          {other.text}
        </p>
      ) : null}
      {lede ? <p className="lede">{lede}</p> : null}
    </div>
  );
}
