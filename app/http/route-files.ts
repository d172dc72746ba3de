import { matchRoutes } from '@remix-run/react';
import { TIME_LIMIT_MS } from './ask-server.ts';
import type { Router } from './keep-page.ts';
import { isLineUp, lineIsDown } from './line.ts';

/** Pages that only some people open; their files are not fetched ahead for others. */
export type Reach = { manages: boolean; administers: boolean };

const FIRST_LOOK_MS = 4_000;
const ready = new Set<string>();
let turn = 0;

/**
 * A page that was never opened needs files of its own. When they cannot be had, Remix loads the document anew, which
 * without a line leaves an empty window; so they are fetched before the navigation begins, and where that fails the
 * page stays and says so. After a release the old files are gone for good: then the address is opened as a document.
 */
export function fetchFilesFirst(router: Router): void {
  const navigate = router.navigate.bind(router) as (to: unknown, options?: unknown) => Promise<void>;
  const guarded = async (to: unknown, options?: unknown): Promise<void> => {
    const mine = ++turn;
    const address = addressOf(to);
    const missing = address === null ? [] : missingFor(router, address);
    if (missing.length === 0) return navigate(to, options);
    const had = await Promise.all(missing.map((id) => fetchRoute(id)));
    // Something else was pressed meanwhile.
    if (mine !== turn) return;
    if (had.every(Boolean)) return navigate(to, options);
    if (await isLineUp()) location.assign(address ?? location.href);
    else lineIsDown({ what: 'page' });
  };
  router.navigate = guarded as Router['navigate'];
}

/** Fetches, when nothing else happens, what the other pages of this person need; not for who asked to save data. */
export function fetchFilesAhead(reach: Reach): () => void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData) return () => {};
  let isOver = false;
  const whenIdle = (then: () => void) =>
    'requestIdleCallback' in window ? requestIdleCallback(then, { timeout: 10_000 }) : setTimeout(then, 200);
  const next = () => {
    const id = Object.keys(window.__remixManifest.routes).find((each) => isWithin(each, reach) && !isReady(each));
    if (id === undefined || isOver) return;
    // One after the other, and no further once one is not to be had.
    void fetchRoute(id).then((had) => had && whenIdle(next));
  };
  const timer = setTimeout(() => whenIdle(next), FIRST_LOOK_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

const isWithin = (id: string, { manages, administers }: Reach): boolean =>
  /^routes\/(public|learn)\//.test(id) ||
  (manages && id.startsWith('routes/manage/')) ||
  (administers && id.startsWith('routes/admin/'));

const isReady = (id: string): boolean => id in window.__remixRouteModules || ready.has(id);

function addressOf(to: unknown): string | null {
  if (typeof to === 'number') return null;
  const given = typeof to === 'string' ? to : ((to as { pathname?: string } | null)?.pathname ?? '');
  const url = new URL(given || location.href, location.href);
  return url.pathname + url.search + url.hash;
}

function missingFor(router: Router, address: string): string[] {
  const matches = matchRoutes(router.routes as never, address.replace(/[?#].*$/, '')) ?? [];
  return matches
    .map((match) => match.route.id ?? '')
    .filter((id) => id in window.__remixManifest.routes && !isReady(id));
}

/** Whether the module of a route, what it imports and its styles are here. */
async function fetchRoute(id: string): Promise<boolean> {
  const route = window.__remixManifest.routes[id];
  if (!route) return false;
  const scripts = [route.module, ...(route.imports ?? [])];
  if (!(await fetchAll(scripts, /javascript/))) return false;
  try {
    const { links } = (await import(/* @vite-ignore */ route.module)) as {
      links?: () => { rel: string; href: string }[];
    };
    const styles = (links?.() ?? []).filter((each) => each.rel === 'stylesheet').map((each) => each.href);
    if (!(await fetchAll(styles, /css/))) return false;
  } catch {
    return false;
  }
  ready.add(id);
  return true;
}

async function fetchAll(addresses: readonly string[], type: RegExp): Promise<boolean> {
  const got = await Promise.all(addresses.map((address) => fetchFile(address, type)));
  return got.every(Boolean);
}

async function fetchFile(address: string, type: RegExp): Promise<boolean> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIME_LIMIT_MS);
  try {
    const response = await fetch(address, { signal: controller.signal });
    await response.arrayBuffer();
    return response.ok && !response.redirected && type.test(response.headers.get('Content-Type') ?? '');
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
