import { Rates } from '#app/ui/facts.tsx';
import { reportWords } from '#app/words/report.ts';
import type { ReportPart } from './report-view.ts';

/** Of those assigned, how many completed, started and are overdue. */
export function ReportRates({ view, locale }: ReportPart) {
  const words = reportWords(locale);
  const { total } = view;
  if (total.assigned === 0) return null;
  return (
    <section aria-labelledby="of-assigned">
      <h2 id="of-assigned">{words.rates.title}</h2>
      <Rates
        locale={locale}
        items={(['completed', 'started', 'overdue'] as const).map((kind) => ({
          term: words.rates[kind],
          numerator: total[kind],
          denominator: total.assigned,
        }))}
      />
    </section>
  );
}
