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
  type ShouldRevalidateFunctionArgs,
  useRouteError,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { may } from '#app/domain/accounts/policy.ts';
import { countRequests } from '#app/domain/assessment/list-requests.server.ts';
import { useNonce } from '#app/http/nonce.ts';
import { serve } from '#app/http/serve.server.ts';
import { ErrorPage } from '#app/routes/error-page.tsx';
import { useSite } from '#app/routes/site.tsx';
import { type AProps, LinkProvider } from '#app/ui/link.tsx';
import appStyles from '#app/ui/styles/app.css?url';

export const links: LinksFunction = () => [
  { rel: 'preload', href: latin400, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: appStyles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [{ title: 'Trúc' }];

const isManagement = (request: Request): boolean => /^\/(manage|admin)\b/.test(new URL(request.url).pathname);

export const loader = serve(async ({ context, locale, world, request }) => {
  const actor = await context.actor();
  return {
    locale,
    theme: await context.theme(),
    appUrl: world.appUrl,
    person: actor ? { name: actor.fullName } : null,
    manages: {
      reports: may(actor, 'read-reports'),
      assignments: may(actor, 'assign-courses'),
      administration: may(actor, 'administer'),
      // Only the frame of management shows it.
      waiting: actor && isManagement(request) ? await countRequests(world.db, actor) : 0,
    },
  };
});

/** Going about within a paper asks nothing of the server: who is signed in is not told anew by it. */
export const shouldRevalidate = ({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) =>
  formMethod === undefined && paperAt(currentUrl) !== null && paperAt(currentUrl) === paperAt(nextUrl)
    ? false
    : defaultShouldRevalidate;

const paperAt = ({ pathname }: URL): string | null =>
  /^\/attempts\/([^/]+)(?:\/check)?\/?$/.exec(pathname)?.[1] ?? null;

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
        <LinkProvider value={SiteLink}>{children}</LinkProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  return <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} />;
}
