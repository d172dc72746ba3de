import type { ReactNode } from 'react';
import { tellsRate } from '#app/domain/reporting/rate.ts';
import { formatNumber, formatPercent, NBSP, NONE } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { classes } from './classes.ts';
import { A } from './link.tsx';
import { Heading, type HeadingLevel } from './note.tsx';
import { Caption, TableScroll } from './table.tsx';

type TargetBarProps = {
  title: ReactNode;
  deck?: ReactNode;
  /** The finding with its numbers, in a sentence: what a reader hears instead of the picture. */
  label: string;
  percent: number;
  mark: string;
  target: number;
  targetMark: string;
  gapMark?: string;
  source?: ReactNode;
  level?: HeadingLevel;
};

const anchor = (percent: number) => (percent > 80 ? 'end' : percent < 20 ? 'start' : 'middle');

/** How far a share is along its way to a target: drawn on the server, x in per cent, so that type never scales. */
export function TargetBar({
  title,
  deck,
  label,
  percent,
  mark,
  target,
  targetMark,
  gapMark,
  source,
  level = 2,
}: TargetBarProps) {
  const at = Math.max(0, Math.min(100, percent));
  const open = target - at;
  return (
    <div className="chart">
      <Heading level={level}>{title}</Heading>
      {deck ? <p className="deck">{deck}</p> : null}
      <svg height="92" role="img" aria-label={label}>
        <rect className="rail-fill" y="34" width="100%" height="22" rx="2" />
        <rect className="f1" y="34" width={`${at}%`} height="22" rx="2" />
        {gapMark && open > 2 ? (
          <line className="gapfill" x1={`${at + 0.4}%`} x2={`${target - 0.4}%`} y1="45" y2="45" strokeDasharray="5 4" />
        ) : null}
        <line className="target-solid" x1={`${target}%`} x2={`${target}%`} y1="26" y2="64" />
        <text className="b" x={`${at}%`} y="24" textAnchor={at < 20 ? 'start' : 'end'}>
          {mark}
        </text>
        {gapMark && open > 40 ? (
          <text x={`${at + open / 2}%`} y="24" textAnchor="middle">
            {gapMark}
          </text>
        ) : null}
        <text className="b" x={`${target}%`} y="82" textAnchor={anchor(target)}>
          {targetMark}
        </text>
      </svg>
      {source ? <p className="src">{source}</p> : null}
    </div>
  );
}

type BarItem = {
  key: string;
  /** Under the bar. */
  label: string;
  value: number;
  /** The period is not over: the bar is drawn open, and this stands under its label. */
  partial?: string | undefined;
};

type BarsProps = {
  locale: Locale;
  title: ReactNode;
  deck?: ReactNode;
  label: string;
  items: readonly BarItem[];
  source?: ReactNode;
  /** The data table of the chart. */
  children?: ReactNode;
  level?: HeadingLevel;
};

const BAR_FLOOR = 196;
const BAR_TOP = 28;

/**
 * Counts over time as bars from 0: each bar carries its number, the axis needs no other. On a phone only the highest
 * and the last keep their number and every third its label; the data table has them all.
 */
export function Bars({ locale, title, deck, label, items, source, children, level = 2 }: BarsProps) {
  const highest = Math.max(1, ...items.map((item) => item.value));
  const best = items.findIndex((item) => item.value === highest);
  const last = items.length - 1;
  const step = 100 / Math.max(1, items.length);
  return (
    <div className="chart">
      <Heading level={level}>{title}</Heading>
      {deck ? <p className="deck">{deck}</p> : null}
      <svg height="240" role="img" aria-label={label}>
        {items.map((item, at) => {
          const height = (item.value / highest) * (BAR_FLOOR - BAR_TOP);
          const middle = `${(step * (at + 0.5)).toFixed(3)}%`;
          const keepsNumber = at === last || (at === best && last - at > 1);
          return (
            <g key={item.key}>
              <rect
                className={item.partial ? 'f1 open' : 'f1'}
                x={`${(step * (at + 0.2)).toFixed(3)}%`}
                width={`${(step * 0.6).toFixed(3)}%`}
                y={BAR_FLOOR - height}
                height={height}
              />
              <text
                className={classes(at === best && 'b', !keepsNumber && 'roomy')}
                x={middle}
                y={BAR_FLOOR - height - 7}
                textAnchor="middle"
              >
                {formatNumber(locale, item.value)}
              </text>
              <text className={(last - at) % 3 === 0 ? undefined : 'roomy'} x={middle} y="216" textAnchor="middle">
                {item.label}
              </text>
              {item.partial ? (
                <text x="100%" y="234" textAnchor="end">
                  {item.partial}
                </text>
              ) : null}
            </g>
          );
        })}
        <line className="axis" x1="0" x2="100%" y1={BAR_FLOOR} y2={BAR_FLOOR} />
      </svg>
      {children}
      {source ? <p className="src">{source}</p> : null}
    </div>
  );
}

type HeatCell = { numerator: number; denominator: number };
type HeatColumn = { key: string; code: string; title: string; href?: string };
export type HeatRow = { key: string; head: ReactNode; cells: readonly HeatCell[] };

/** Five steps of one hue, twenty points each; no step without a share that may be printed. */
const heatOf = ({ numerator, denominator }: HeatCell) =>
  !tellsRate(denominator) ? undefined : `h${Math.min(5, Math.floor((numerator * 5) / denominator) + 1)}`;

function Heat({ locale, cell }: { locale: Locale; cell: HeatCell }) {
  if (cell.denominator === 0) return <td>{NONE}</td>;
  const counts = `${formatNumber(locale, cell.numerator)}${NBSP}/ ${formatNumber(locale, cell.denominator)}`;
  return (
    <td className={heatOf(cell)}>
      {!tellsRate(cell.denominator) ? (
        counts
      ) : (
        <>
          <b>{formatPercent(locale, cell.numerator, cell.denominator)}</b> <small>{counts}</small>
        </>
      )}
    </td>
  );
}

type HeatTableProps = {
  locale: Locale;
  caption: string;
  /** What the five steps of colour mean, from light to dark. */
  steps: readonly string[];
  scaleLabel: string;
  corner: ReactNode;
  columns: readonly HeatColumn[];
  rows: readonly HeatRow[];
  foot?: HeatRow;
};

/** Shares as a real table whose cells are shaded: the number and what it is made of stand in every cell. */
export function HeatTable({ locale, caption, steps, scaleLabel, corner, columns, rows, foot }: HeatTableProps) {
  const line = (row: HeatRow) => (
    <tr key={row.key}>
      <th scope="row">{row.head}</th>
      {row.cells.map((cell, at) => (
        <Heat key={columns[at]?.key ?? at} locale={locale} cell={cell} />
      ))}
    </tr>
  );
  return (
    <>
      <ul className="scale" aria-label={scaleLabel}>
        {steps.map((step, at) => (
          <li key={step} className={`h${at + 1}`}>
            {step}
          </li>
        ))}
      </ul>
      <TableScroll locale={locale} label={caption}>
        <table className="heat">
          <Caption unseen>{caption}</Caption>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {columns.map((column) => (
                <th key={column.key} scope="col">
                  {column.href ? (
                    <A href={column.href} title={column.title}>
                      {column.code}
                      <span className="unseen"> {column.title}</span>
                    </A>
                  ) : (
                    <abbr title={column.title}>{column.code}</abbr>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows.map(line)}</tbody>
          {foot ? <tfoot>{line(foot)}</tfoot> : null}
        </table>
      </TableScroll>
    </>
  );
}
