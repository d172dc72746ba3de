import { useLocation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Door } from '#app/ui/door.tsx';
import { A } from '#app/ui/link.tsx';
import { LanguageSwitch } from '#app/ui/masthead.tsx';
import { PageShell } from '#app/ui/page-shell.tsx';
import { shellWords } from '#app/words/shell.ts';
import { useSite } from '../site.tsx';

/** The frame of the pages through which one comes in: the grove, the form beside it, and no navigation. */
export function DoorFrame({ children }: { children: ReactNode }) {
  const { locale, appUrl } = useSite();
  const { pathname, search } = useLocation();
  const words = shellWords(locale).foot;
  const here = pathname + search;
  // The address of a one-time link is a secret: it goes into no report.
  const page = pathname.replace(/^\/sign-in\/link\/.*/, '/sign-in/link');
  return (
    <PageShell locale={locale} width="bare" className="door" officialAddress={appUrl.replace(/^https?:\/\//, '')}>
      <Door locale={locale} home="/" tools={<LanguageSwitch locale={locale} action="/preferences" returnTo={here} />}>
        {children}
        <hr />
        <p className="row small">
          <A href="/courses">{shellWords(locale).nav.courses}</A>
          <A href="/accessibility">{words.accessibility}</A>
          <A href={`/report-a-problem?${new URLSearchParams({ page })}`}>{words.report}</A>
        </p>
      </Door>
    </PageShell>
  );
}
