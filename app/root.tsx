import latin400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2?url';
import type { LinksFunction, MetaFunction } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Link,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunction,
  useLocation,
  useRouteError,
} from '@remix-run/react';
import { type ReactNode, useRef } from 'react';
import { isPersonAnother } from '#app/http/keep-page.ts';
import { isManagement } from '#app/http/management.ts';
import { useNonce } from '#app/http/nonce.ts';
import { readSite } from '#app/http/read-site.server.ts';
import { serve } from '#app/http/serve.server.ts';
import { Browser, useAnswers, useLeaving } from '#app/routes/browser.tsx';
import { ErrorPage, type Fault, titleOfError } from '#app/routes/error-page.tsx';
import { SignedOutHere } from '#app/routes/signed-out-here.tsx';
import { lookOf, useLocale, useSite } from '#app/routes/site.tsx';
import { AnswersProvider } from '#app/ui/faults.tsx';
import { type AProps, LinkProvider } from '#app/ui/link.tsx';
import appStyles from '#app/ui/styles/app.css?url';

export const links: LinksFunction = () => [
  { rel: 'preload', href: latin400, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: appStyles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction<typeof loader> = ({ data, error }) => [
  { title: error ? titleOfError(data?.locale ?? lookOf(error).locale ?? 'vi', faultOf(error)) : 'Trúc' },
];

export const loader = serve(({ context, request }) => readSite(context, new URL(request.url)));

/**
 * Who is signed in, her language and her grants stay the same from page to page: they are loaded anew after an act, with
 * the pages of managers, whose frame counts what waits for them, and when a page was made for another person. Going
 * about within a paper asks nothing of the server.
 */
export const shouldRevalidate: ShouldRevalidateFunction = ({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}) => {
  const isAct = formMethod !== undefined && formMethod !== 'GET';
  if (isAct || isManagement(nextUrl)) return defaultShouldRevalidate;
  const isWithinPaper = paperAt(currentUrl) !== null && paperAt(currentUrl) === paperAt(nextUrl);
  return !isWithinPaper && isPersonAnother();
};

const paperAt = ({ pathname }: URL): string | null =>
  /^\/attempts\/([^/]+)(?:\/check)?\/?$/.exec(pathname)?.[1] ?? null;

const faultOf = (error: unknown): Fault =>
  isRouteErrorResponse(error)
    ? { status: error.status, code: (error.data as { code?: string } | null)?.code }
    : { status: 500 };

/** Links inside the site go through the router; files and other sites do not. */
function SiteLink({ href, ...rest }: AProps) {
  const leaves =
    !href.startsWith('/') || href.startsWith('//') || /\.(pdf|csv)(\?|$)/.test(href) || rest.download !== undefined;
  return leaves ? <a href={href} {...rest} /> : <Link to={href} {...rest} />;
}

export function Layout({ children }: { children: ReactNode }) {
  const { locale, theme } = useSite();
  const nonce = useNonce();
  return (
    <html lang={locale} data-theme={theme === 'auto' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        <LinkProvider value={SiteLink}>
          {children}
          <Browser />
        </LinkProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  const location = useLocation();
  const locale = useLocale();
  const leaving = useLeaving();
  // After an act that led on, the page begins anew: its fields show what is stored, not what was typed before.
  const begun = useRef(location.key);
  if ((location.state as { _isRedirect?: boolean } | null)?._isRedirect) begun.current = location.key;
  const answers = useAnswers();
  if (leaving) return <SignedOutHere locale={locale} />;
  return (
    <AnswersProvider value={answers}>
      <Outlet key={begun.current} />
    </AnswersProvider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage fault={faultOf(useRouteError())} />;
}
