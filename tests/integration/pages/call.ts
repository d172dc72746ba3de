import { randomUUID } from 'node:crypto';
import { createRequestContext } from '#app/http/request-context.server.ts';
import type { World } from '#app/platform/world.ts';

type Asked = {
  params?: Record<string, string>;
  token?: string;
  cookie?: string;
  form?: Record<string, string>;
  address?: string;
};
// biome-ignore lint/suspicious/noExplicitAny: a route's own type of arguments differs by its handler alone
type Handler = (args: any) => Promise<unknown>;

/** What a route answered: the status and headers it set, and its data, or where it leads. */
export type Answered = { status: number; headers: Headers; data: unknown; location: string | null };

/** Calls a loader or an action as the server does, with a request of its own, and reads what it returned or threw. */
export async function call(handler: Handler, world: World, path: string, asked: Asked = {}): Promise<Answered> {
  const cookie = [asked.token ? `__Host-truc=${asked.token}` : '', asked.cookie ?? ''].filter(Boolean).join('; ');
  const headers = new Headers(cookie ? { Cookie: cookie } : {});
  const request = new Request(`${world.appUrl}${path}`, {
    headers,
    ...(asked.form ? { method: 'POST', body: new URLSearchParams(asked.form) } : {}),
  });
  const context = createRequestContext({
    world,
    requestId: randomUUID(),
    nonce: 'nonce',
    address: asked.address ?? '192.0.2.1',
    isDevelopment: false,
    cookieHeader: cookie || undefined,
  });
  try {
    return read(await handler({ request, params: asked.params ?? {}, context }));
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    return read(thrown);
  }
}

function read(answer: unknown): Answered {
  if (answer instanceof Response) {
    return {
      status: answer.status,
      headers: answer.headers,
      data: null,
      location: answer.headers.get('Location'),
    };
  }
  const told = answer as { type?: string; data?: unknown; init?: ResponseInit | null };
  if (told?.type === 'DataWithResponseInit') {
    return {
      status: told.init?.status ?? 200,
      headers: new Headers(told.init?.headers),
      data: told.data,
      location: null,
    };
  }
  return { status: 200, headers: new Headers(), data: answer, location: null };
}

/** The token in the session cookie that an answer sets; null when it sets none or clears it. */
export function tokenIn({ headers }: Answered): string | null {
  const cookie = headers.getSetCookie().find((each) => each.startsWith('__Host-truc='));
  return /^__Host-truc=([^;]+);/.exec(cookie ?? '')?.[1] ?? null;
}
