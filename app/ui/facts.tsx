import type { ReactNode } from 'react';
import { tellsRate } from '#app/domain/reporting/rate.ts';
import { formatFraction, formatPercent } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { classes } from './classes.ts';

export type Fact = { term: ReactNode; value: ReactNode; action?: ReactNode; key?: string };

/** Terms and what they are, between hairlines; `wide` sets them side by side. */
export function Facts({
  items,
  wide = false,
  className,
}: {
  items: readonly Fact[];
  wide?: boolean;
  className?: string;
}) {
  return (
    <dl className={classes('facts', wide && 'wide', className)}>
      {items.map((item, at) => (
        <div key={item.key ?? (typeof item.term === 'string' ? item.term : at)}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
          {item.action ? <dd>{item.action}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

type RateProps = { locale: Locale; numerator: number; denominator: number; layout?: 'line' | 'stack' };

/** A rate with what it is a rate of: 46,9% · 876.757 / 1.870.145. Over a small base the counts stand alone. */
export function Rate({ locale, numerator, denominator, layout = 'line' }: RateProps) {
  const counts = formatFraction(locale, numerator, denominator);
  if (!tellsRate(denominator))
    return <span className={classes('rate', layout)}>{<b className="fig">{counts}</b>}</span>;
  return (
    <span className={classes('rate', layout)}>
      <b className="fig">{formatPercent(locale, numerator, denominator)}</b>{' '}
      <span className="muted fig nowrap">{counts}</span>
    </span>
  );
}

export type Headline = { term: ReactNode; numerator: number; denominator: number };

/** Up to three rates side by side, each over its own base. */
export function Rates({ locale, items }: { locale: Locale; items: readonly Headline[] }) {
  return (
    <dl className="three">
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is written, never sorted
        <div key={at}>
          <dt>{item.term}</dt>
          {tellsRate(item.denominator) ? (
            <dd>
              <b>{formatPercent(locale, item.numerator, item.denominator)}</b>
            </dd>
          ) : null}
          <dd className="muted">{formatFraction(locale, item.numerator, item.denominator)}</dd>
        </div>
      ))}
    </dl>
  );
}
