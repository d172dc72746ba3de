import type { Figures } from '#app/domain/reporting/figures.ts';
import { tellsRate } from '#app/domain/reporting/rate.ts';
import { Rate } from '#app/ui/facts.tsx';
import { BarCell, FoldingCell } from '#app/ui/table.tsx';
import { formatNumber } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { reportWords } from '#app/words/report.ts';

export const COUNTS = [
  'assigned',
  'started',
  'completed',
  'overdue',
  'completedUnassigned',
  'withdrawnOverdue',
] as const;
type Count = (typeof COUNTS)[number];

/** The counters that a table has a column for: what was withdrawn after falling due where there is any. */
export const countsOf = (total: Figures): readonly Count[] =>
  COUNTS.filter((kind) => kind !== 'withdrawnOverdue' || total.withdrawnOverdue > 0);

type Counted = { locale: Locale; registered: number; figures: Figures; counts: readonly Count[] };

/** The counters side by side: the row of a course or of a unit. */
export function CountCells({ locale, registered, figures, counts }: Counted) {
  const { columns } = reportWords(locale);
  return (
    <>
      {!tellsRate(figures.assigned) ? (
        <td className="barcell" aria-hidden="true" />
      ) : (
        <BarCell percent={(figures.completed / figures.assigned) * 100} />
      )}
      <FoldingCell label={columns.rate} numeric>
        <Rate locale={locale} numerator={figures.completed} denominator={figures.assigned} layout="stack" />
      </FoldingCell>
      <FoldingCell label={columns.registered} numeric>
        {formatNumber(locale, registered)}
      </FoldingCell>
      {counts.map((kind) => (
        <FoldingCell key={kind} label={columns[kind]} numeric>
          {formatNumber(locale, figures[kind])}
        </FoldingCell>
      ))}
    </>
  );
}

/** The head of a table whose rows are counters. */
export function CountHead({ locale, first, counts }: { locale: Locale; first: string; counts: readonly Count[] }) {
  const { columns } = reportWords(locale);
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">
          <span className="unseen">{columns.chart}</span>
        </th>
        {(['rate', 'registered', ...counts] as const).map((kind) => (
          <th key={kind} scope="col" className="num">
            {columns[kind]}
          </th>
        ))}
      </tr>
    </thead>
  );
}
