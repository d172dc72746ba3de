import { Row, Rows } from '#app/ui/blocks.tsx';
import { A } from '#app/ui/link.tsx';
import { reportWords } from '#app/words/report.ts';
import type { ReportPart } from './report-view.ts';

/** The report as files to take away. */
export function ReportFiles({ view, locale }: ReportPart) {
  const words = reportWords(locale).files;
  const at = `/manage/reports/${view.agency.code}`;
  return (
    <section className="section" aria-labelledby="files">
      <h2 id="files">{words.title}</h2>
      <p className="muted small">{words.note}</p>
      <Rows>
        <Row title={<A href={`${at}/units.csv`}>{words.units}</A>}>
          <p>{words.unitsText(view.agency.name)}</p>
        </Row>
        <Row title={<A href={`${at}/people.csv`}>{words.people}</A>}>
          <p>{words.peopleText}</p>
        </Row>
      </Rows>
    </section>
  );
}
