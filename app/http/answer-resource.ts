import type { ServerBuild } from '@remix-run/node';
import { refusalWords } from '#app/words/refusals.ts';
import type { RequestContext } from './request-context.server.ts';

type Params = Record<string, string>;
type Act = (args: { request: Request; params: Params; context: unknown }) => unknown;
type Pattern = { id: string; segments: string[]; loader: Act | undefined; action: Act | undefined };
export type Resource = { id: string; params: Params; act: Act };

const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);
const isParameter = (segment: string): boolean => segment.startsWith(':');

/**
 * Finds what answers an address that has no page: its route's own loader or action. Remix would weigh the address against
 * pages, make a state for one and read it again, for an answer that is whole already. Null: Remix answers.
 */
export function findResource(build: ServerBuild): (pathname: string, method: string) => Resource | null {
  const patterns: Pattern[] = Object.values(build.routes).flatMap(({ id, path, parentId, module }) => {
    const segments = segmentsOf(path ?? '');
    const isPlain =
      parentId === 'root' && segments.length > 0 && segments.every((part) => /^(:\w+|[\w.-]+)$/.test(part));
    const { loader, action } = module as unknown as { loader?: Act; action?: Act };
    return isPlain && !module.default ? [{ id, segments, loader, action }] : [];
  });
  return (pathname, method) => {
    // Written in an unusual way, or the data of a page: Remix reads it.
    if (!/^[\w./~:@-]+$/.test(pathname) || /\/\/|\.data$/.test(pathname)) return null;
    const asked = segmentsOf(pathname);
    for (const { id, segments, loader, action } of patterns) {
      const params = segments.length === asked.length ? match(segments, asked) : null;
      const act = method === 'POST' ? action : loader;
      if (params) return act ? { id, params, act } : null;
    }
    return null;
  };
}

function match(segments: readonly string[], asked: readonly string[]): Params | null {
  const params: Params = {};
  for (const [at, segment] of segments.entries()) {
    const part = asked[at] ?? '';
    if (isParameter(segment)) params[segment.slice(1)] = part;
    else if (segment.toLowerCase() !== part.toLowerCase()) return null;
  }
  return params;
}

/** What the route answers. What it throws is an answer too; anything else is a fault of ours, told by `tell`. */
export async function answerResource(
  { act, params }: Resource,
  { request, context }: { request: Request; context: RequestContext },
  tell: (error: unknown) => void,
): Promise<Response> {
  try {
    const answer = await act({ request, params, context });
    if (answer instanceof Response) return answer;
    throw new Error('an address without a page answers with something else than an answer');
  } catch (error) {
    if (error instanceof Response) return error;
    tell(error);
    return new Response(refusalWords['our-fault'], {
      status: 500,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
  }
}
