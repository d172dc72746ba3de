import { tellsRate } from '#app/domain/reporting/rate.ts';
import { A } from '#app/ui/link.tsx';
import { Title } from '#app/ui/page-shell.tsx';
import { formatNumber, formatPercent } from '#app/words/format.ts';
import { type Base, reportWords } from '#app/words/report.ts';
import { openOf, type ReportPart, reportPath } from './report-view.ts';

/** What the report says in one sentence, how many are still open and where most of them are, and as of when. */
export function ReportHeadline({ view, locale, now }: ReportPart & { now: Date }) {
  const words = reportWords(locale);
  const { agency, chosen, total, registered } = view;
  const counted = view.courses.length === 1 ? 'people' : 'assignments';
  const base: Base = { ...total, counted, agency: agency.name };
  const to = reportPath(chosen?.code ?? null);
  const asOf = new Date(now.getTime() - (view.oldestDeltaSeconds ?? 0) * 1000);
  const hasPeople = registered > 0 || total.assigned > 0 || total.completedUnassigned > 0;
  return (
    <>
      <Title
        over={chosen ? `${chosen.code} · ${chosen.title}` : words.allCourses}
        lede={
          !hasPeople
            ? words.ledeNobody
            : total.assigned === 0
              ? words.ledeUnassigned(registered, total.completedUnassigned)
              : words.lede(now, registered, counted, view.paging.count > 0)
        }
      >
        {!hasPeople
          ? words.headline.nobody(agency.name)
          : total.assigned === 0
            ? words.headline.unassigned(agency.name, chosen?.code ?? null)
            : !tellsRate(total.assigned)
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
        {total.withdrawnOverdue > 0 ? (
          <p>
            {words.withdrawn(
              total.withdrawnOverdue,
              counted,
              tellsRate(total.assigned)
                ? formatPercent(locale, total.completed, total.assigned + total.withdrawnOverdue)
                : null,
            )}
          </p>
        ) : null}
        <p className="muted small">
          {view.oldestDeltaSeconds === null ? words.freshAll(asOf) : words.freshPending(asOf, view.oldestDeltaSeconds)}
        </p>
      </div>
    </>
  );
}
