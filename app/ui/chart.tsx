import type { ReactNode } from 'react';
import { Heading, type HeadingLevel } from './note.tsx';

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
