import type { Figures } from '#app/domain/reporting/completion-report.server.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { HeatTable } from '#app/ui/chart.tsx';
import { A } from '#app/ui/link.tsx';
import { Caption, TableScroll } from '#app/ui/table.tsx';
import { reportWords } from '#app/words/report.ts';
import { CountCells, CountHead, countsOf } from './report-counts.tsx';
import { type ReportPart, type ReportRow, reportPath } from './report-view.ts';

/** The units from the highest rate down: the counters of one course, or a map of all courses. */
export function ReportUnits({ view, locale }: ReportPart) {
  const words = reportWords(locale);
  const { agency, chosen, courses, units, own } = view;
  const to = reportPath(chosen?.code ?? null);
  if (courses.length === 0) return null;
  if (units.length === 0) {
    return (
      <section className="section" aria-labelledby="units">
        <h2 id="units">{words.units.title}</h2>
        <Empty level={3} title={words.units.none}>
          {words.units.noneText}
        </Empty>
      </section>
    );
  }
  const rows = own ? [...units, own] : units;
  const headOf = (row: ReportRow) => (row.code ? <A href={to(row.code)}>{row.name}</A> : words.columns.own);
  const single = courses.length === 1 ? courses[0] : undefined;
  return (
    <section className="section" aria-labelledby="units">
      <h2 id="units">{words.units.title}</h2>
      <p className="muted small">{single ? words.units.noteCourse : words.units.note}</p>
      {single ? (
        <TableScroll locale={locale} label={words.units.captionCourse(agency.name, single.code)}>
          <table className="counts">
            <Caption unseen>{words.units.captionCourse(agency.name, single.code)}</Caption>
            <CountHead counts={countsOf(view.total)} locale={locale} first={words.columns.unit} />
            <tbody>
              {rows.map((row) => (
                <tr key={row.code ?? 'own'}>
                  <th scope="row">{headOf(row)}</th>
                  <CountCells
                    counts={countsOf(view.total)}
                    locale={locale}
                    registered={row.registered}
                    figures={row.total}
                  />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{words.columns.total(agency.name)}</th>
                <CountCells
                  counts={countsOf(view.total)}
                  locale={locale}
                  registered={view.registered}
                  figures={view.total}
                />
              </tr>
            </tfoot>
          </table>
        </TableScroll>
      ) : (
        <HeatTable
          locale={locale}
          caption={words.units.caption(agency.name)}
          scaleLabel={words.units.scale}
          steps={words.units.steps}
          corner={words.columns.unit}
          columns={[
            ...courses.map(({ code, title }) => ({ key: code, code, title, href: reportPath(code)(agency.code) })),
            { key: 'all', code: words.columns.all, title: words.columns.sum },
          ]}
          rows={rows.map((row) => ({
            key: row.code ?? 'own',
            head: headOf(row),
            cells: heatCells(row.cells, row.total),
          }))}
          foot={{
            key: 'total',
            head: words.columns.total(agency.name),
            cells: heatCells(
              courses.map((course) => course.figures),
              view.total,
            ),
          }}
        />
      )}
    </section>
  );
}

const heatCells = (cells: readonly Figures[], total: Figures) =>
  [...cells, total].map(({ completed, assigned }) => ({ numerator: completed, denominator: assigned }));
