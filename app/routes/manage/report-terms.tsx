import { Disclosure } from '#app/ui/wayfinding.tsx';
import { reportWords } from '#app/words/report.ts';
import { reportTermsWords } from '#app/words/report-terms.ts';
import { COUNTS } from './report-counts.tsx';
import type { ReportPart } from './report-view.ts';

/** How the numbers are made: what each counter means, and when they were last recounted. */
export function ReportTerms({ view, locale }: ReportPart) {
  const { columns } = reportWords(locale);
  const how = reportTermsWords(locale);
  const { lastRecount } = view;
  return (
    <section className="section" aria-labelledby="how">
      <h2 id="how">{how.title}</h2>
      <p className="prose small-prose">{how.terms.rate}</p>
      <Disclosure summary={how.summary}>
        <dl className="facts wide">
          {(['rate', 'registered', ...COUNTS] as const).map((kind) => (
            <div key={kind}>
              <dt>{columns[kind]}</dt>
              <dd>{how.terms[kind]}</dd>
            </div>
          ))}
        </dl>
        <p>{how.assignments}</p>
        <p>{how.own}</p>
      </Disclosure>
      <Disclosure summary={how.recount}>
        <p>
          {lastRecount
            ? how.recounted(lastRecount.finishedAt, lastRecount.compared, lastRecount.differences)
            : how.neverRecounted}
        </p>
      </Disclosure>
      <p className="src">{how.source}</p>
    </section>
  );
}
