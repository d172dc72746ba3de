import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { scopeOf } from '#app/domain/accounts/policy.ts';
import { AGENCY_CODE } from '#app/domain/agencies/agency-codes.ts';
import { getAgency } from '#app/domain/agencies/get-agency.server.ts';
import { DomainError } from '#app/domain/errors.ts';
import { completionReport } from '#app/domain/reporting/completion-report.server.ts';
import { serveActor } from '#app/http/serve.server.ts';
import reportStyles from '#app/ui/styles/report.css?url';
import { Crumbs } from '#app/ui/wayfinding.tsx';
import { pageTitle } from '#app/words/page-title.ts';
import { reportWords } from '#app/words/report.ts';
import { useLocale } from '../site.tsx';
import { ManageFrame } from './manage-frame.tsx';
import { ReportChoosers } from './report-choosers.tsx';
import { ReportCourses } from './report-courses.tsx';
import { ReportFiles } from './report-files.tsx';
import { ReportHeadline } from './report-headline.tsx';
import { ReportMonths } from './report-months.tsx';
import { ReportRates } from './report-rates.tsx';
import { ReportTerms } from './report-terms.tsx';
import { ReportUnits } from './report-units.tsx';
import { readUnitsAsked, reportPath, viewReport } from './report-view.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: reportStyles }];

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? pageTitle(data.locale, reportWords(data.locale).title(data.view.agency.name)) : 'Trúc' },
];

/** The completion report of an agency and everything below it, from the roll-ups alone. */
export const loader = serveActor(async ({ world, actor, locale, params, request }) => {
  const code = params.agencyCode ?? '';
  if (!AGENCY_CODE.test(code)) throw new DomainError('not-found', { agency: code.slice(0, 80) });
  const scope = scopeOf(actor, 'read-reports');
  const now = world.now();
  const { id: agencyId } = await getAgency(world.db, code, scope);
  const asked = readUnitsAsked(new URL(request.url).searchParams);
  const report = await completionReport(world.heavy.page, { scope, agencyId, now, asked });
  if (!report) throw new DomainError('not-found', { agency: code });
  const view = viewReport(report, { locale, search: asked.search });
  return { locale, now, mayChoose: scope.only === null, view };
});

export default function Report() {
  const { now, mayChoose, view } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const to = reportPath(view.chosen?.code ?? null);
  const crumbs = [
    ...(mayChoose ? [{ href: '/manage/reports', label: reportWords(locale).reports }] : []),
    ...view.path.map((step) => ({ href: to(step.code), label: step.name })),
  ];
  return (
    <ManageFrame>
      {crumbs.length > 0 ? <Crumbs locale={locale} items={crumbs} here={view.agency.name} /> : null}
      <ReportHeadline view={view} locale={locale} now={now} />
      <ReportChoosers view={view} locale={locale} />
      <div className="stack-wide report">
        <ReportRates view={view} locale={locale} />
        <ReportCourses view={view} locale={locale} />
        <ReportUnits view={view} locale={locale} />
        <ReportMonths view={view} locale={locale} now={now} />
        <ReportTerms view={view} locale={locale} />
        <ReportFiles view={view} locale={locale} />
      </div>
    </ManageFrame>
  );
}
