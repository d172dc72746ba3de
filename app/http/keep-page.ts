import { ASK_HEADER, isOurAnswer, newWord, TIME_LIMIT_MS } from './ask-server.ts';
import { type Lost, lineIsDown, lineIsUp } from './line.ts';
import { PERSON_HEADER } from './person-header.ts';

/** What is used of Remix's router, which it keeps in `window.__remixRouter`. */
export type Router = typeof window.__remixRouter;
type Navigation = Router['state']['navigation'];

let idle: Navigation | undefined;
let router: Router | undefined;
let place = 0;
let isPuttingBack = false;
let lastPerson: string | null = null;

/**
 * Keeps the page that stands while another cannot be reached. Remix asks for a page's data by `fetch` and takes what
 * comes for our answer; whatever is not, it would show as an error of the system in place of the page. Here such a
 * request ends the navigation instead: the page stays as it is, with what was typed, its buttons work again, and the
 * line is said to be down. To be called once, before the page comes alive.
 */
export function keepPage(): void {
  const ask = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    const isPageData = url.origin === location.origin && url.pathname.endsWith('.data');
    return isPageData ? askForPage(ask, url, init ?? {}) : ask(input, init);
  };
  // Before Remix's own listener: going back to where we still are is no navigation.
  addEventListener('popstate', (event) => {
    if (!isPuttingBack) return;
    isPuttingBack = false;
    event.stopImmediatePropagation();
  });
}

/** Hands in the router as soon as there is one. */
export function keepPageOf(given: Router): void {
  router = given;
  idle ??= given.state.navigation.state === 'idle' ? given.state.navigation : undefined;
  place = placeInHistory();
  given.subscribe((state) => {
    if (state.navigation.state !== 'idle') return;
    idle ??= state.navigation;
    if (isHere(state.location)) place = placeInHistory();
  });
}

/** Whether whoever is signed in is another than the page around says. */
export const isPersonAnother = (): boolean =>
  router !== undefined && lastPerson !== null && lastPerson !== personOf(router);

async function askForPage(ask: typeof fetch, url: URL, init: RequestInit): Promise<Response> {
  const word = newWord();
  const limit = new AbortController();
  const left = init.signal;
  const stop = () => limit.abort();
  left?.addEventListener('abort', stop);
  const timer = setTimeout(stop, TIME_LIMIT_MS);
  const headers = new Headers(init.headers);
  headers.set(ASK_HEADER, word);
  try {
    const response = await ask(url, { ...init, headers, cache: 'no-store', signal: limit.signal });
    const body = await response.arrayBuffer();
    if (response.redirected || !isOurAnswer(response, word)) return stay(init);
    const whole = new Response(body.byteLength > 0 ? body : null, response);
    // A refusal from before Remix has a status and words of its own: the router shows it as such.
    if (!response.headers.has('X-Remix-Response')) throw whole;
    if (body.byteLength > 0 && !isWhole(body)) return stay(init);
    lastPerson = response.headers.get(PERSON_HEADER) ?? lastPerson;
    lineIsUp();
    return whole;
  } catch (error) {
    if (error instanceof Response || left?.aborted) throw error;
    return stay(init);
  } finally {
    clearTimeout(timer);
    left?.removeEventListener('abort', stop);
  }
}

/** Lines of JSON, the last of them ended. */
function isWhole(body: ArrayBuffer): boolean {
  const text = new TextDecoder().decode(body);
  if (!text.endsWith('\n')) return false;
  try {
    JSON.parse(text.slice(0, text.indexOf('\n')));
    return true;
  } catch {
    return false;
  }
}

/** Ends what is under way and leaves the page as it is. The answer never comes, but for whoever no longer waits. */
function stay(init: RequestInit): Promise<Response> {
  const lost = whatIsLost(init);
  endNavigation();
  lineIsDown(lost);
  return new Promise((_resolve, reject) => {
    init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });
}

function whatIsLost(init: RequestInit): Lost {
  const navigation = router?.state.navigation;
  if (init.method && init.method !== 'GET') return { what: 'act' };
  const isAfterAct = navigation?.state === 'loading' && navigation.formMethod && navigation.formMethod !== 'GET';
  return isAfterAct ? { what: 'next-page', href: addressOf(navigation.location) } : { what: 'page' };
}

/** Also for a page whose files could not be had: nothing of it has begun, only the address may have to be put back. */
function endNavigation(): void {
  if (!router || !idle) return;
  // The router has no way to give up a navigation but another one, which would ask the server again.
  Object.assign(router.state, { navigation: idle, revalidation: 'idle' });
  // Adds no route; it makes the router tell its state.
  router.patchRoutes(null, []);
  if (isHere(router.state.location)) return;
  const back = place - placeInHistory();
  if (back !== 0 && Number.isFinite(back)) {
    isPuttingBack = true;
    history.go(back);
  } else history.replaceState(history.state, '', addressOf(router.state.location));
}

const personOf = ({ state }: Router): string =>
  (state.loaderData.root as { person?: { id: string } })?.person?.id ?? '-';
const placeInHistory = (): number => (history.state as { idx?: number } | null)?.idx ?? Number.NaN;
const addressOf = (to: { pathname: string; search: string; hash: string }): string => to.pathname + to.search + to.hash;
/** A place within the page is still the page. */
const isHere = (at: { pathname: string; search: string }): boolean =>
  location.pathname === at.pathname && location.search === at.search;
