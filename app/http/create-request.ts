import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The request as Remix reads it: of the host that the caller knows, with a body that was read already, without what
 * only proxies say. Aborted when whoever asked goes away before the answer is through.
 */
export function createRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, target, body }: { origin: string; target: string; body: Uint8Array<ArrayBuffer> | null },
): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headers)) {
    if (values === undefined || name.startsWith('x-forwarded-')) continue;
    for (const value of Array.isArray(values) ? values : [values]) headers.append(name, value);
  }
  // A write was found to come from our official address; Remix would compare it with whatever host stands here.
  const host = body === null ? origin : (headers.get('origin') ?? origin);
  headers.set('host', new URL(host).host);
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return new Request(new URL(origin + target), {
    // Asked for a head, Remix would make the body all the same and drop it without a word to its source.
    method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
    headers,
    signal: controller.signal,
    ...(body === null ? {} : { body }),
  });
}
