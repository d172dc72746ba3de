import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { AGENCY_CODE } from '#app/domain/agencies/agency-codes.ts';
import { getAgency } from '#app/domain/agencies/get-agency.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { completionReport, type Figures } from '#app/domain/reporting/completion-report.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import { Empty, Row, Rows } from '#app/ui/blocks.tsx';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Bars, HeatTable } from '#app/ui/chart.tsx';
import { Rate, Rates, smallestBase } from '#app/ui/facts.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import reportStyles from '#app/ui/styles/report.css?url';
import { BarCell, Caption, FoldingCell, FoldingRow, FoldingTable, TableScroll } from '#app/ui/table.tsx';
import { Chips, Crumbs, Disclosure } from '#app/ui/wayfinding.tsx';
import { formatNumber } from '#app/words/format.ts';
import type { Locale } from '#app/words/locale.ts';
import { pageTitle } from '#app/words/page-title.ts';
import { type Base, reportWords } from '#app/words/report.ts';
import { useLocale } from '../site.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { openOf, type ReportRow, type ReportView, viewReport } from './report-view.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: reportStyles }];

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? pageTitle(data.locale, reportWords(data.locale).title(data.view.agency.name)) : 'Trúc' },
];

/** The completion report of an agency and everything below it, from the roll-ups alone. */
export const loader = serveActor(async ({ world, actor, locale, params, request }) => {
  const code = params.agencyCode ?? '';
  if (!AGENCY_CODE.test(code)) throw new DomainError('not-found', { agency: code.slice(0, 80) });
  const scope = [...new Set(scopeOf(actor, 'read-reports'))];
  const now = world.now();
  const { id: agencyId } = await getAgency(world.db, code, scope);
  const report = await completionReport(world.db, { scope, agencyId, now });
  if (!report) throw new DomainError('not-found', { agency: code });
  const course = new URL(request.url).searchParams.get('course') ?? '';
  return { locale, now, mayChoose: scope.length > 1, view: viewReport(report, { locale, course }) };
});

export default function Report() {
  const { now, mayChoose, view } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = reportWords(locale);
  const { agency, chosen, total, registered } = view;
  const counted = view.courses.length === 1 ? 'people' : 'assignments';
  const base: Base = { ...total, counted, agency: agency.name };
  const to = reportPath(chosen?.code ?? null);
  const crumbs = [
    ...(mayChoose ? [{ href: '/manage/reports', label: words.reports }] : []),
    ...view.path.map((step) => ({ href: to(step.code), label: step.name })),
  ];
  const asOf = new Date(now.getTime() - (view.oldestDeltaSeconds ?? 0) * 1000);
  const hasPeople = registered > 0 || total.assigned > 0 || total.completedUnassigned > 0;
  return (
    <ManageFrame>
      {crumbs.length > 0 ? <Crumbs locale={locale} items={crumbs} here={agency.name} /> : null}
      <Title
        over={chosen ? `${chosen.code} · ${chosen.title}` : words.allCourses}
        lede={
          !hasPeople
            ? words.ledeNobody
            : total.assigned === 0
              ? words.ledeUnassigned(registered, total.completedUnassigned)
              : words.lede(now, registered, counted, view.units.length > 0)
        }
      >
        {!hasPeople
          ? words.headline.nobody(agency.name)
          : total.assigned === 0
            ? words.headline.unassigned(agency.name, chosen?.code ?? null)
            : total.assigned < smallestBase
              ? words.headline.counts(base)
              : words.headline.rate(base)}
      </Title>
      <div className="stack">
        {openOf(total) > 0 ? (
          <p>
            {words.open(openOf(total), total.overdue, counted)}
            {view.most.length > 0 ? (
              <>
                {' '}
                {words.most}{' '}
                {view.most.map((unit, at) => (
                  <span key={unit.code}>
                    {at > 0 ? ', ' : ''}
                    <A href={to(unit.code)}>{unit.name}</A> ({formatNumber(locale, unit.open)})
                  </span>
                ))}
                .
              </>
            ) : null}
          </p>
        ) : null}
        <p className="muted small">
          {view.oldestDeltaSeconds === null ? words.freshAll(asOf) : words.freshPending(asOf, view.oldestDeltaSeconds)}
        </p>
      </div>
      <Choosers view={view} locale={locale} />
      <div className="stack-wide report">
        {total.assigned > 0 ? (
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
        ) : null}
        <Courses view={view} locale={locale} />
        <Units view={view} locale={locale} />
        <Months view={view} locale={locale} now={now} />
        <How view={view} locale={locale} />
        <Files view={view} locale={locale} />
      </div>
    </ManageFrame>
  );
}

type Part = { view: ReportView; locale: Locale };

/** The page of an agency, with the same course as here. */
const reportPath = (course: string | null) => (code: string) =>
  `/manage/reports/${code}${course ? `?${new URLSearchParams({ course })}` : ''}`;

function Choosers({ view, locale }: Part) {
  const words = reportWords(locale);
  const here = `/manage/reports/${view.agency.code}`;
  const { chosen } = view;
  return (
    <div className="choosers">
      {view.options.length > 1 ? (
        <Form method="get" action={here} className="find">
          <Select
            key={chosen?.code ?? ''}
            id="course"
            label={words.filter.label}
            defaultValue={chosen?.code ?? ''}
            options={[
              { value: '', label: words.allCourses },
              ...view.options.map(({ code, title }) => ({ value: code, label: `${code} · ${title}` })),
            ]}
          />
          <Button look="quiet">{words.filter.show}</Button>
        </Form>
      ) : null}
      <Form method="get" action="/manage/reports" role="search" className="find">
        <Field id="q" type="search" label={words.find.label} autoComplete="off" maxLength={100} required />
        <Button look="quiet" icon="search">
          {words.find.button}
        </Button>
      </Form>
      <Actions>
        <ButtonLink look="plain" icon="download" href="#files">
          {words.download}
        </ButtonLink>
      </Actions>
      {chosen && view.options.length > 1 ? (
        <Chips locale={locale} items={[{ href: here, label: words.filter.chip(chosen.code) }]} />
      ) : null}
    </div>
  );
}

const COUNTS = ['assigned', 'started', 'completed', 'overdue', 'completedUnassigned'] as const;

/** The counters side by side: the row of a course or of a unit. */
function CountCells({ locale, registered, figures }: { locale: Locale; registered: number; figures: Figures }) {
  const { columns } = reportWords(locale);
  return (
    <>
      {figures.assigned < smallestBase ? (
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
      {COUNTS.map((kind) => (
        <FoldingCell key={kind} label={columns[kind]} numeric>
          {formatNumber(locale, figures[kind])}
        </FoldingCell>
      ))}
    </>
  );
}

function CountHead({ locale, first }: { locale: Locale; first: string }) {
  const { columns } = reportWords(locale);
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">
          <span className="unseen">{columns.chart}</span>
        </th>
        {(['rate', 'registered', ...COUNTS] as const).map((kind) => (
          <th key={kind} scope="col" className="num">
            {columns[kind]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Courses({ view, locale }: Part) {
  const words = reportWords(locale);
  const { chosen, courses, options } = view;
  if (courses.length === 0) return <Empty title={words.courses.none}>{words.courses.noneText}</Empty>;
  const here = reportPath(null)(view.agency.code);
  return (
    <section className="section" aria-labelledby="courses">
      <h2 id="courses">{words.courses.title}</h2>
      <p className="muted small">{chosen ? words.courses.note : words.courses.noteAll}</p>
      <FoldingTable className="counts">
        <Caption unseen>{words.courses.title}</Caption>
        <CountHead locale={locale} first={words.columns.course} />
        <tbody>
          {courses.map((course) => (
            <FoldingRow key={course.code}>
              <th scope="row">
                {chosen || options.length < 2 ? (
                  `${course.code} · ${course.title}`
                ) : (
                  <A href={`${here}?${new URLSearchParams({ course: course.code })}`}>
                    {course.code} · {course.title}
                  </A>
                )}
              </th>
              <CountCells locale={locale} registered={view.registered} figures={course.figures} />
            </FoldingRow>
          ))}
        </tbody>
        {courses.length > 1 ? (
          <tfoot>
            <FoldingRow>
              <th scope="row">{words.columns.sum}</th>
              <CountCells locale={locale} registered={view.registered} figures={view.total} />
            </FoldingRow>
          </tfoot>
        ) : null}
      </FoldingTable>
    </section>
  );
}

function Units({ view, locale }: Part) {
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
            <CountHead locale={locale} first={words.columns.unit} />
            <tbody>
              {rows.map((row) => (
                <tr key={row.code ?? 'own'}>
                  <th scope="row">{headOf(row)}</th>
                  <CountCells locale={locale} registered={row.registered} figures={row.total} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{words.columns.total(agency.name)}</th>
                <CountCells locale={locale} registered={view.registered} figures={view.total} />
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

function Months({ view, locale, now }: Part & { now: Date }) {
  const words = reportWords(locale).months;
  const { months } = view;
  const sum = months.reduce((all, { completed }) => all + completed, 0);
  const present = months.at(-1);
  const best = months.reduce<(typeof months)[number] | undefined>(
    (one, other) => (one && one.completed >= other.completed ? one : other),
    undefined,
  );
  if (sum === 0 || !present || !best) {
    return (
      <section className="section" aria-labelledby="months">
        <h2 id="months">{words.title}</h2>
        <Empty level={3} title={words.none}>
          {words.noneText}
        </Empty>
      </section>
    );
  }
  const isAlone = months.filter(({ completed }) => completed === best.completed).length === 1;
  const finding =
    sum === best.completed
      ? words.only(best.month, sum)
      : isAlone
        ? words.best(best.month, best.completed)
        : words.all(sum);
  return (
    <section className="section" aria-labelledby="months">
      <h2 id="months">{words.title}</h2>
      <Bars
        locale={locale}
        level={3}
        title={finding}
        deck={words.deck(now, view.courses.length !== 1)}
        label={words.said(finding, present.completed, sum)}
        items={months.map(({ month, completed }) => ({
          key: month,
          label: `${Number(month.slice(5, 7))}/${month.slice(2, 4)}`,
          value: completed,
          partial: month === present.month ? words.until(now) : undefined,
        }))}
        source={words.source}
      >
        <Disclosure summary={words.data}>
          <table className="short">
            <Caption unseen>{words.title}</Caption>
            <thead>
              <tr>
                <th scope="col">{words.month}</th>
                <th scope="col" className="num">
                  {words.enrolled}
                </th>
                <th scope="col" className="num">
                  {words.completed}
                </th>
              </tr>
            </thead>
            <tbody>
              {months.map(({ month, enrolled, completed }) => (
                <tr key={month}>
                  <th scope="row">{`${month.slice(5, 7)}/${month.slice(0, 4)}`}</th>
                  <td className="num">{formatNumber(locale, enrolled)}</td>
                  <td className="num">{formatNumber(locale, completed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Disclosure>
      </Bars>
    </section>
  );
}

function How({ view, locale }: Part) {
  const words = reportWords(locale);
  const { how, columns } = words;
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

function Files({ view, locale }: Part) {
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
