import { Empty } from '#app/ui/blocks.tsx';
import { Bars } from '#app/ui/chart.tsx';
import { Caption } from '#app/ui/table.tsx';
import { Disclosure } from '#app/ui/wayfinding.tsx';
import { formatNumber } from '#app/words/format.ts';
import { reportMonthsWords } from '#app/words/report-months.ts';
import type { ReportPart } from './report-view.ts';

/** The completions of each month as bars, with the finding above them and the numbers below. */
export function ReportMonths({ view, locale, now }: ReportPart & { now: Date }) {
  const words = reportMonthsWords(locale);
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
        <Difference view={view} locale={locale} />
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
      <Difference view={view} locale={locale} />
    </section>
  );
}

/** The months count where each completion was made, the total counts who works here today: what lies between them. */
function Difference({ view, locale }: ReportPart) {
  const { completedEver, total } = view;
  if (completedEver === total.completed + total.completedUnassigned) return null;
  return (
    <p className="small muted">
      {reportMonthsWords(locale).difference(completedEver, total.completed, total.completedUnassigned)}
    </p>
  );
}
