import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { Figures } from '#app/domain/reporting/figures.ts';
import { Empty } from '#app/ui/blocks.tsx';
import { Button } from '#app/ui/button.tsx';
import { HeatTable } from '#app/ui/chart.tsx';
import { Field } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Caption, TableScroll } from '#app/ui/table.tsx';
import { Pager } from '#app/ui/wayfinding.tsx';
import { reportWords } from '#app/words/report.ts';
import { reportUnitsWords } from '#app/words/report-units.ts';
import { CountCells, CountHead, countsOf } from './report-counts.tsx';
import { type ReportPart, type ReportRow, reportPath, UNITS_A_PAGE, unitsPath } from './report-view.ts';

/** The units from the highest rate down: the counters of one course, or a map of all courses. */
export function ReportUnits({ view, locale }: ReportPart) {
  const words = reportWords(locale);
  const unitsWords = reportUnitsWords(locale);
  const { agency, chosen, courses, units, others, own, paging } = view;
  const to = reportPath(chosen?.code ?? null);
  if (courses.length === 0) return null;
  if (paging.count === 0) {
    return (
      <section className="section" aria-labelledby="units">
        <h2 id="units">{unitsWords.title}</h2>
        <Empty level={3} title={unitsWords.none}>
          {unitsWords.noneText}
        </Empty>
      </section>
    );
  }
  const rows: Line[] = [
    ...units.map((row) => ({ key: row.code ?? '', head: <A href={to(row.code ?? '')}>{row.name}</A>, row })),
    ...(others ? [{ key: 'others', head: unitsWords.others(others.units), row: others }] : []),
    ...(own ? [{ key: 'own', head: words.columns.own, row: own }] : []),
  ];
  const single = courses.length === 1 ? courses[0] : undefined;
  return (
    <section className="section" aria-labelledby="units">
      <h2 id="units">{unitsWords.title}</h2>
      <p className="muted small">{single ? unitsWords.noteCourse : unitsWords.note}</p>
      {paging.count > UNITS_A_PAGE ? <FindUnits view={view} locale={locale} /> : null}
      {single ? (
        <TableScroll locale={locale} label={unitsWords.captionCourse(agency.name, single.code)}>
          <table className="counts">
            <Caption unseen>{unitsWords.captionCourse(agency.name, single.code)}</Caption>
            <CountHead counts={countsOf(view.total)} locale={locale} first={words.columns.unit} />
            <tbody>
              {rows.map(({ key, head, row }) => (
                <tr key={key}>
                  <th scope="row">{head}</th>
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
          caption={unitsWords.caption(agency.name)}
          scaleLabel={unitsWords.scale}
          steps={unitsWords.steps}
          corner={words.columns.unit}
          columns={[
            ...courses.map(({ code, title }) => ({ key: code, code, title, href: reportPath(code)(agency.code) })),
            { key: 'all', code: words.columns.all, title: words.columns.sum },
          ]}
          rows={rows.map(({ key, head, row }) => ({
            key,
            head,
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
      {paging.pages > 1 ? (
        <Pager
          locale={locale}
          label={unitsWords.pages}
          previous={paging.page > 1 ? unitsPath(view, paging.page - 1) : null}
          next={paging.page < paging.pages ? unitsPath(view, paging.page + 1) : null}
        >
          {unitsWords.rows(paging.first, paging.last, paging.found)}
        </Pager>
      ) : null}
    </section>
  );
}

type Line = { key: string; head: ReactNode; row: ReportRow };

/** Where many units are: which rows these are, and a way to the one that is looked for. */
function FindUnits({ view, locale }: ReportPart) {
  const words = reportWords(locale);
  const unitsWords = reportUnitsWords(locale);
  const { agency, chosen, paging } = view;
  const here = { ...view, paging: { ...paging, search: '' } };
  return (
    <>
      <Form method="get" action={`/manage/reports/${agency.code}#units`} role="search" className="find">
        {chosen ? <input type="hidden" name="course" value={chosen.code} /> : null}
        <Field
          key={paging.search}
          id="unit"
          type="search"
          label={unitsWords.find}
          hint={words.find.hint}
          defaultValue={paging.search}
          autoComplete="off"
          maxLength={100}
        />
        <Button look="quiet" icon="search">
          {words.find.button}
        </Button>
      </Form>
      <p className="small">
        {paging.search ? (
          <>
            {unitsWords.found(paging.found, paging.count, paging.search)}{' '}
            <A href={unitsPath(here, 1)}>{unitsWords.all}</A>
            {'. '}
          </>
        ) : null}
        {paging.found > 0 ? `${unitsWords.rows(paging.first, paging.last, paging.found)}. ` : null}
        {unitsWords.adds}
      </p>
    </>
  );
}

const heatCells = (cells: readonly Figures[], total: Figures) =>
  [...cells, total].map(({ completed, assigned }) => ({ numerator: completed, denominator: assigned }));
