import { type ActionFunctionArgs, data, json, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { countAudit } from '#app/domain/accounts/count-audit.server.ts';
import type { Actor } from '#app/domain/accounts/policy.ts';
import { type Code, DomainError } from '#app/domain/errors.ts';
import { isDatabaseAway } from '#app/platform/database-away.server.ts';
import { within } from '#app/platform/within.server.ts';
import type { World } from '#app/platform/world.ts';
import { errorWords } from '#app/words/errors.ts';
import type { Locale } from '#app/words/locale.ts';
import { NO_STORE } from './headers.ts';
import { readSite } from './read-site.server.ts';
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
function signInPath(request: Request): string {
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

const isRefusal = (error: unknown): error is ReturnType<typeof data<{ code: string }>> =>
  (error as { type?: string } | null)?.type === 'DataWithResponseInit';

/** What an act is refused with brings along the frame of its page: no loader is run after it. */
async function refusal(args: Args, said: { code: string }, init: ResponseInit) {
  const context = args.context as unknown as RequestContext;
  const isAct = args.request.method !== 'GET';
  return data({ ...said, ...(isAct ? await readSite(context, new URL(args.request.url)) : {}) }, init);
}

/** The same for what went wrong on our side: of a page it is in the log by the server's own hand, of an act by this. */
async function failure(args: Args, error: unknown) {
  const { world, requestId } = args.context as unknown as RequestContext;
  if (args.request.method === 'GET' || args.request.signal.aborted || error instanceof Response) return error;
  world.log.error({ requestId, err: error }, 'a request failed');
  return refusal(args, { code: 'failed' }, { status: 500 });
}

async function unavailable(context: RequestContext, error: unknown) {
  context.world.log.error({ requestId: context.requestId, err: error }, 'the database is away');
  const [locale, theme] = await Promise.all([context.locale(), context.theme()]);
  return data({ code: 'unavailable', locale, theme }, { status: 503 });
}

async function refusalFor(args: Args, error: unknown) {
  const context = args.context as unknown as RequestContext;
  if (isRefusal(error)) return refusal(args, error.data, error.init ?? {});
  // By name: what reads has a class of its own in the bundle of the web process.
  if ((error as Error | null)?.name === 'TooBusy') {
    context.world.log.warn({ requestId: context.requestId }, 'a read over many units had no turn');
    return refusal(args, { code: 'busy' }, { status: 503 });
  }
  if (!(error instanceof DomainError)) return failure(args, error);
  context.world.log.info({ requestId: context.requestId, code: error.code, ...error.detail }, 'refused');
  await countRefusal(context, args.request, error);
  return refusal(args, { code: error.code }, { status: STATUS[error.code] });
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
    if (isDatabaseAway(error)) throw await unavailable(context, error);
    throw await refusalFor(args, error).catch((later: unknown) =>
      isDatabaseAway(later) ? unavailable(context, later) : later,
    );
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

/**
 * The same for what has no page around it, so that Remix would call a refusal a fault: `tell` says it in a body of its own.
 */
const tellRefusals =
  <T>(handle: (args: Args) => Promise<T>, tell: (code: string, status: number, locale: Locale) => Response) =>
  async (args: Args): Promise<T> => {
    try {
      return await handle(args);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const locale = await (args.context as unknown as RequestContext).locale();
      throw tell(error.data.code, error.init?.status ?? 500, locale);
    }
  };

/** For files and forms without a page: a line of text in the person's language. */
const inWords = (code: string, status: number, locale: Locale): Response => {
  const words = errorWords(locale);
  const known = words[status as 400 | 403 | 404 | 409 | 410 | 503] ?? words[500];
  const { title, text } = code === 'busy' ? words.busy : known;
  return new Response(`${title}. ${text}`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
};

export const serveFile = (handler: (served: ServedToActor) => Promise<Response>) =>
  tellRefusals(serveActor(handler), inWords);

/** For addresses that take a form and show nothing. */
export const serveForm = <T>(handler: (served: Served) => Promise<T>) => tellRefusals(serve(handler), inWords);

/** For addresses that pages ask by script: JSON that names the outcome. */
export const serveJson = <T>(handler: (served: Served) => Promise<T>) =>
  tellRefusals(serve(handler), (outcome, status) => json({ outcome }, { status, headers: NO_STORE }));
