import type { SerializeFrom } from '@remix-run/node';
import { isRouteErrorResponse, useLocation, useRouteError, useRouteLoaderData } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { loader as rootLoader } from '#app/root.tsx';
import { A } from '#app/ui/link.tsx';
import { Footer, LanguageSwitch, Masthead, ThemeSwitch } from '#app/ui/masthead.tsx';
import { PageShell } from '#app/ui/page-shell.tsx';
import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';

const NOBODY = { reports: false, assignments: false, administration: false, waiting: 0 };

type SiteData = SerializeFrom<typeof rootLoader>;

/** What a refusal brings along for its page, where the root's data was not read: an act that is refused reads no page. */
export const lookOf = (error: unknown): Partial<SiteData> =>
  isRouteErrorResponse(error) ? ((error.data ?? {}) as Partial<SiteData>) : {};

/** The root's data, also where the root itself failed. */
export function useSite() {
  const data = useRouteLoaderData<typeof rootLoader>('root');
  const look = lookOf(useRouteError());
  const known: Partial<SiteData> = data ?? look;
  return {
    locale: known.locale ?? ('vi' as const),
    theme: known.theme ?? ('auto' as const),
    person: known.person ?? null,
    manages: known.manages ?? NOBODY,
    appUrl: known.appUrl ?? '',
  };
}

export const useLocale = (): Locale => useSite().locale;

type SiteProps = {
  children: ReactNode;
  width?: 'page' | 'wide' | 'narrow' | 'bare';
  below?: ReactNode;
  /** Public pages carry the only official address. */
  isPublic?: boolean;
  className?: string;
};

/** The frame of every page but those of a quiz: masthead with three or four links, footer, language and theme. */
export function Site({ children, width = 'page', below, isPublic = false, className }: SiteProps) {
  const { locale, theme, person, manages, appUrl } = useSite();
  const { pathname, search } = useLocation();
  const words = shellWords(locale);
  const here = pathname + search;
  const managesAnything = manages.reports || manages.assignments || manages.administration;
  const current = (start: string) => pathname === start || pathname.startsWith(`${start}/`);
  const items = [
    ...(person
      ? [{ href: '/learning', label: words.nav.learning, current: current('/learning') || current('/attempts') }]
      : []),
    { href: '/courses', label: words.nav.courses, current: current('/courses') },
    ...(person ? [{ href: '/certificates', label: words.nav.certificates, current: current('/certificates') }] : []),
    ...(managesAnything
      ? [{ href: '/manage', label: words.nav.manage, current: current('/manage') || current('/admin') }]
      : []),
    ...(person ? [] : [{ href: '/verify', label: words.foot.verify, current: current('/verify') }]),
  ];
  return (
    <PageShell
      locale={locale}
      width={width}
      below={below}
      {...(className ? { className } : {})}
      officialAddress={isPublic ? appUrl.replace(/^https?:\/\//, '') : undefined}
      masthead={
        <Masthead
          locale={locale}
          home="/"
          items={items}
          wide={width === 'wide'}
          person={person ? { name: person.name, href: '/account' } : undefined}
          tools={
            <>
              <LanguageSwitch locale={locale} action="/preferences" returnTo={here} />
              {person || current('/sign-in') ? null : (
                <A href={`/sign-in?${new URLSearchParams({ to: here })}`}>{words.signIn}</A>
              )}
            </>
          }
        />
      }
      footer={
        <Footer
          wide={width === 'wide'}
          items={[
            { href: '/accessibility', label: words.foot.accessibility },
            { href: `/report-a-problem?${new URLSearchParams({ page: here })}`, label: words.foot.report },
            { href: '/verify', label: words.foot.verify },
          ]}
        >
          <ThemeSwitch locale={locale} action="/preferences" returnTo={here} theme={theme} />
        </Footer>
      }
    >
      {children}
    </PageShell>
  );
}
