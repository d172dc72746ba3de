import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { type Code, DomainError } from '#app/domain/errors.ts';
import { countAudit } from '#app/domain/ledger/count-audit.server.ts';
import { isDatabaseAway } from '#app/platform/database-away.server.ts';
import { within } from '#app/platform/within.server.ts';
import type { World } from '#app/platform/world.ts';
import { errorWords } from '#app/words/errors.ts';
import type { Locale } from '#app/words/locale.ts';
import type { RequestContext } from './request-context.server.ts';

const STATUS = { 'not-found': 404, forbidden: 403, conflict: 409, gone: 410, unavailable: 503 } satisfies Record<
  Code,
  number
>;

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/** Longer nobody looks at an empty page: what takes more is answered as while the database is away. */
const LONGEST_MS = 20_000;
export type Served = {
  request: Request;
  params: Args['params'];
  context: RequestContext;
  world: World;
  locale: Locale;
};
export type ServedToActor = Served & { actor: Actor };

/** Where to go for signing in, and back to this page after it. A form that was posted comes back to its page. */
export function signInPath(request: Request): string {
  const url = new URL(request.url);
  const back =
    url.pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/') +
    url.search.replace(/[?&](_routes|index)=?[^&]*/g, '').replace(/^&/, '?');
  return `/sign-in?${new URLSearchParams({ to: back })}`;
}

/** A body that is no form is a mistake of whoever sent it: 400, and nothing for our log of failures. */
function withReadableForm(request: Request): Request {
  const read = request.formData.bind(request);
  request.formData = () =>
    read().catch(() => {
      throw data({ code: 'malformed' }, { status: 400 });
    });
  return request;
}

/** What somebody who is signed in was refused among the pages of managers: outside of what she was granted, or not there. */
async function countRefusal(context: RequestContext, request: Request, { code }: DomainError): Promise<void> {
  if (code !== 'forbidden' && code !== 'not-found') return;
  const { pathname } = new URL(request.url);
  if (!/^\/(manage|admin)(\/|\.|$)/.test(pathname)) return;
  const actor = await context.actor();
  if (!actor) return;
  const { world, address } = context;
  const refused = {
    action: 'access.refused',
    personId: actor.personId,
    address,
    at: world.now(),
    detail: pathname,
  } as const;
  await countAudit(world.db, refused).catch((error: unknown) => {
    world.log.error({ requestId: context.requestId, err: error }, 'a refusal was not recorded');
  });
}

async function answer<T>(args: Args, handler: (served: Served) => Promise<T>): Promise<T> {
  const context = args.context as unknown as RequestContext;
  try {
    const locale = await context.locale();
    // PostgreSQL keeps no NUL, so nothing has an address with one.
    if (Object.values(args.params).some((part) => part?.includes('\0'))) throw new DomainError('not-found');
    const request = withReadableForm(args.request);
    const handled = handler({ request, params: args.params, context, world: context.world, locale });
    return await within(handled, LONGEST_MS, 'a page');
  } catch (error) {
    if (isDatabaseAway(error)) {
      context.world.log.error({ requestId: context.requestId, err: error }, 'the database is away');
      const [locale, theme] = await Promise.all([context.locale(), context.theme()]);
      throw data({ code: 'unavailable', locale, theme }, { status: 503 });
    }
    if (!(error instanceof DomainError)) throw error;
    context.world.log.info({ requestId: context.requestId, code: error.code, ...error.detail }, 'refused');
    await countRefusal(context, args.request, error);
    throw data({ code: error.code }, { status: STATUS[error.code] });
  }
}

/** Wraps a loader or action that everybody may call: the only place where a domain error becomes an HTTP status. */
export const serve =
  <T>(handler: (served: Served) => Promise<T>) =>
  (args: Args): Promise<T> =>
    answer(args, handler);

/** The same for people who are signed in; others are sent to sign in and come back. */
export const serveActor =
  <T>(handler: (served: ServedToActor) => Promise<T>) =>
  (args: Args): Promise<T> =>
    answer(args, async (served) => {
      const actor = await served.context.actor();
      if (!actor) throw redirect(signInPath(served.request));
      return handler({ ...served, actor });
    });

const isRefusal = (error: unknown): error is ReturnType<typeof data<{ code: Code }>> =>
  (error as { type?: string } | null)?.type === 'DataWithResponseInit';

/** The same for files, which have no page around them: a refusal is a line of text in the person's language. */
export const serveFile =
  (handler: (served: ServedToActor) => Promise<Response>) =>
  async (args: Args): Promise<Response> => {
    try {
      return await serveActor(handler)(args);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const status = error.init?.status ?? 500;
      const words = errorWords(await (args.context as unknown as RequestContext).locale());
      const { title, text } = words[status as 400 | 403 | 404 | 409 | 410 | 503] ?? words[500];
      throw new Response(`${title}. ${text}`, {
        status,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
      });
    }
  };
