import type { ServerBuild } from '@remix-run/node';

type Node = { routeIds: string[]; named: Map<string, Node>; any: Node | null };

const node = (): Node => ({ routeIds: [], named: new Map(), any: null });

/**
 * Remix weighs an address against every route of the build, several times a page; with fifty routes that was an eighth
 * of a page's time. Here an address is answered by a handler of those routes alone that can match it or an address above
 * it, which Remix looks up too. Which of them it is, Remix decides as ever. `make` is called once for each such set.
 */
export function narrowRoutes<Handler>(
  build: ServerBuild,
  make: (build: ServerBuild) => Handler,
): (pathname: string) => Handler {
  const top = node();
  const always: string[] = [];
  for (const id of Object.keys(build.routes)) {
    const segments = segmentsOf(build, id);
    const last = segments.at(-1) ?? '';
    const isOptional = /^:\w+\?$/.test(last);
    const fixed = isOptional ? segments.slice(0, -1) : segments;
    // What is not a plain name or a parameter can match more than this knows of.
    if (fixed.some((segment) => !/^(:\w+|[\w.-]+)$/.test(segment))) {
      always.push(id);
      continue;
    }
    const at = fixed.reduce(descend, top);
    at.routeIds.push(id);
    // With or without its last parameter.
    if (isOptional) descend(at, last).routeIds.push(id);
  }
  const whole = make(build);
  const known = new Map<string, Handler>();
  return (pathname) => {
    // Written in an unusual way: Remix reads it, and there are few.
    if (/%|\/\//.test(pathname)) return whole;
    const ids = [
      ...new Set([...always, ...candidates(top, pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/'))]),
    ];
    const key = ids.join(' ');
    const found = known.get(key) ?? make(keep(build, ids));
    known.set(key, found);
    return found;
  };
}

/** The segments of a route's whole address. */
function segmentsOf({ routes }: ServerBuild, id: string): string[] {
  const route = routes[id];
  if (!route) return [];
  const above = route.parentId ? segmentsOf({ routes } as ServerBuild, route.parentId) : [];
  return [...above, ...(route.path ?? '').split('/').filter(Boolean)];
}

function descend(from: Node, segment: string): Node {
  if (segment.startsWith(':')) {
    from.any ??= node();
    return from.any;
  }
  const name = segment.toLowerCase();
  const next = from.named.get(name) ?? node();
  from.named.set(name, next);
  return next;
}

/** Routes at the address and at every address above it. */
function candidates(top: Node, pathname: string): string[] {
  const ids = [...top.routeIds];
  let here = [top];
  for (const segment of pathname.split('/').filter(Boolean)) {
    here = here.flatMap(({ named, any }) => [named.get(segment.toLowerCase()), any].filter((next) => next != null));
    for (const { routeIds } of here) ids.push(...routeIds);
  }
  return ids;
}

function keep(build: ServerBuild, ids: readonly string[]): ServerBuild {
  const kept = new Set<string>();
  for (const id of ids)
    for (let at: string | undefined = id; at !== undefined; at = build.routes[at]?.parentId) kept.add(at);
  const pick = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => kept.has(id)));
  return { ...build, routes: pick(build.routes), assets: { ...build.assets, routes: pick(build.assets.routes) } };
}
