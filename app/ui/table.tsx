import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { uiWords } from '#app/words/ui.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { A } from './link.tsx';

/** A wide table scrolls inside a named region that takes the focus; `sticky` keeps its head and first column. */
export function TableScroll({
  locale,
  label,
  sticky = true,
  children,
}: {
  locale: Locale;
  label: string;
  sticky?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      className={classes('tbl-wrap', sticky && 'sticky')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`${label}, ${uiWords(locale).scrollable}`}
    >
      {children}
    </section>
  );
}

/** A list of records that folds to blocks on phones; `display: block` would drop the roles, so they are named. */
export function FoldingTable({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className="tbl-wrap">
      {/* biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away */}
      <table className={classes('folds', className)} role="table">
        {children}
      </table>
    </div>
  );
}

/** A row and a cell of a folding table; `label` is what stands before the value on a phone. */
export function FoldingRow({ children }: { children: ReactNode }) {
  // biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away
  return <tr role="row">{children}</tr>;
}

export function FoldingCell({
  label,
  numeric = false,
  children,
  className,
}: {
  label: string;
  numeric?: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: display: block on a phone takes the native role away
    <td role="cell" data-label={label} className={classes(numeric && 'num', className)}>
      <span>{children}</span>
    </td>
  );
}

export function Caption({
  children,
  note,
  unseen = false,
}: {
  children: ReactNode;
  note?: ReactNode;
  unseen?: boolean;
}) {
  return (
    <caption className={unseen ? 'unseen' : undefined}>
      {children}
      {note ? <small>{note}</small> : null}
    </caption>
  );
}

type HeaderProps = {
  children: ReactNode;
  numeric?: boolean;
  /** Where a press sorts to; without it the column is not sorted by. */
  href?: string;
  sorted?: 'ascending' | 'descending' | undefined;
};

/** The head of a column; the one sorted by says so and shows which way. */
export function ColumnHead({ children, numeric = false, href, sorted }: HeaderProps) {
  return (
    <th scope="col" className={numeric ? 'num' : undefined} aria-sort={sorted}>
      {href ? (
        <A href={href}>
          {children}
          {sorted ? <Icon name={sorted === 'ascending' ? 'arrow-up' : 'arrow-down'} /> : null}
        </A>
      ) : (
        children
      )}
    </th>
  );
}

type BarProps = { percent: number; target?: number };

/** A bar inside a row whose number stands beside it; hidden from readers, who have the number. */
export function BarCell({ percent, target }: BarProps) {
  const width = Math.max(0, Math.min(100, percent));
  return (
    <td className="barcell" aria-hidden="true">
      <svg height="20" aria-hidden="true">
        <rect className="rail-fill" y="6" width="100%" height="8" rx="1" />
        <rect className="f1" y="6" width={`${width}%`} height="8" rx="1" />
        {target === undefined ? null : (
          <line className="target-solid" x1={`${target}%`} x2={`${target}%`} y1="1" y2="19" />
        )}
      </svg>
    </td>
  );
}
