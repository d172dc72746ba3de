import { Writable } from 'node:stream';
import type { AppLoadContext, EntryContext } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceProvider } from '#app/http/nonce.ts';
import { PERSON_HEADER } from '#app/http/person-header.ts';
import type { RequestContext } from '#app/http/request-context.server.ts';

/** Everything a page needs is there before it is rendered. Remix keeps what it encodes in memory for this long. */
export const streamTimeout = 4_000;

/** Renders the whole page before the first byte: no page here has parts that come later, and every status is right. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const context = loadContext as unknown as RequestContext;
  const { nonce, world, requestId } = context;
  return new Promise((resolve, reject) => {
    let answered = status;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <RemixServer context={remixContext} url={request.url} abortDelay={streamTimeout} nonce={nonce} />
      </NonceProvider>,
      {
        nonce,
        onAllReady() {
          // A timer left behind would hold the whole page in memory until it fires.
          clearTimeout(timer);
          headers.set('Content-Type', 'text/html; charset=utf-8');
          if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
          // One body of known length: a stream would be written to the socket in as many pieces as React made of it.
          const pieces: Uint8Array[] = [];
          const page = new Writable({
            write(piece: Uint8Array, _, done) {
              pieces.push(piece);
              done();
            },
            final(done) {
              const body = Buffer.concat(pieces);
              headers.set('Content-Length', String(body.byteLength));
              context.page = body;
              resolve(new Response(null, { headers, status: answered }));
              done();
            },
          }).on('error', reject);
          pipe(page);
        },
        onShellError: reject,
        onError(error) {
          answered = 500;
          world.log.error({ requestId, err: error }, 'rendering failed');
        },
      },
    );
    const timer = setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** The data of a page says for whom it was made. */
export async function handleDataRequest(
  response: Response,
  { context }: { context: AppLoadContext },
): Promise<Response> {
  const actor = await (context as unknown as RequestContext).actor().catch(() => undefined);
  if (actor !== undefined) response.headers.set(PERSON_HEADER, actor?.personId ?? '-');
  return response;
}

/** Every error that a loader or an action did not turn into an answer: logged with its request, shown without its text. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  const { world, requestId } = context as unknown as RequestContext;
  if (request.signal.aborted) return;
  // An address or a method that does not exist is the caller's mistake and no failure of ours.
  if (isRouteErrorResponse(error) && error.status < 500) world.log.info({ requestId, status: error.status }, 'refused');
  else world.log.error({ requestId, err: error }, 'a request failed');
}
