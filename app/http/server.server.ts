import { createServer, type ServerOptions as HttpOptions, type Server } from 'node:http';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express from 'express';
import { isDatabaseAway } from '#app/platform/database-away.server.ts';
import type { TrustedProxies } from '#app/platform/network-address.ts';
import type { Readiness } from '#app/platform/readiness.server.ts';
import type { World } from '#app/platform/world.ts';
import { refusalWords } from '#app/words/refusals.ts';
import { answerResource, findResource } from './answer-resource.ts';
import { ANSWER_HEADER, ASK_HEADER, answerWord } from './ask-server.ts';
import { createRequest } from './create-request.ts';
import { contentSecurityPolicy, NO_STORE } from './headers.ts';
import { narrowRoutes } from './narrow-routes.ts';
import { readBody } from './read-body.server.ts';
import { readCaller } from './read-caller.ts';
import { refuseAnnounced, refuseBody } from './refuse-body.ts';
import { isCrossSiteWrite } from './refuse-cross-site.ts';
import { ALLOW, pathOfTarget, type Refusal, refuseShape } from './refuse-shape.ts';
import { createRequestContext, type RequestContext } from './request-context.server.ts';
import { limitOf } from './route-limits.ts';
import { sendResponse } from './send-response.ts';
import { serveAssets } from './serve-assets.server.ts';

/** What is away for a moment is back within seconds. */
const RETRY_SECONDS = '5';

export type ServerOptions = {
  world: World;
  build: ServerBuild | (() => Promise<ServerBuild>);
  /** Folder of the client's assets, or null when a development server in front serves them. */
  clientFolder: string | null;
  isDevelopment: boolean;
  /** Whose forwarding headers are believed. */
  trustedProxies: TrustedProxies;
  /** Runs before everything of ours: the development server. */
  before?: express.RequestHandler;
  /** Whether database and queue are usable, and what else is wrong. */
  ready: () => Promise<Readiness>;
};

/** The web process as an Express application: refusal of what no page of ours sends, health, assets, then Remix. */
export function createApp({
  world,
  build,
  clientFolder,
  isDevelopment,
  trustedProxies,
  before,
  ready,
}: ServerOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  if (before) app.use(before);
  const dress = dressAnswers(world, isDevelopment);
  app.use((request, response, next) => {
    request.url = pathOfTarget(request.url, request.headers.host);
    const fetchSite = request.get('sec-fetch-site');
    const from = { method: request.method, origin: request.get('origin'), fetchSite };
    const isForeign = isCrossSiteWrite(from, world.appUrl);
    const refusal: Refusal | null = isForeign ? { status: 403, kind: 'cross-site' } : refuseShape(request);
    if (refusal) refuse(request, dress(request, response), refusal);
    else if (request.method === 'OPTIONS') dress(request, response).status(204).set('Allow', ALLOW).end();
    else next();
  });
  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok'));
  app.get('/readyz', (_request, response) => {
    void ready().then(({ failing, doubtful }) => {
      if (failing.length > 0) world.log.warn({ failing }, 'not ready');
      response.status(failing.length > 0 ? 503 : 200).type('text/plain');
      response.send([failing.length > 0 ? 'not ready' : 'ready', ...failing, ...doubtful].join('\n'));
    });
  });
  if (clientFolder) app.use(serveAssets(clientFolder));
  app.use((request, response, next) => {
    dress(request, response);
    next();
  });
  app.use(compression({ threshold: 1024 }));
  const answerWith = (some: ServerBuild | (() => Promise<ServerBuild>)): express.RequestHandler => {
    const handle = createRequestHandler(some, isDevelopment ? 'development' : 'production');
    const resourceAt = typeof some === 'function' ? () => null : findResource(some);
    return async (request, response, next) => {
      try {
        const caller = readCaller(
          { remoteAddress: request.socket.remoteAddress, headers: request.headers },
          trustedProxies,
          world.appUrl,
        );
        if (!caller) return refuse(request, response, { status: 400, kind: 'host' });
        const body = request.method === 'POST' ? await takeBody(request) : null;
        if (body && 'kind' in body) return refuse(request, response, body);
        const context = createRequestContext({
          world,
          requestId: response.locals.requestId as string,
          nonce: response.locals.nonce as string,
          address: caller.address,
          isDevelopment,
          cookieHeader: request.headers.cookie,
        });
        const asked = createRequest(request, response, { origin: caller.origin, target: request.url, body });
        const resource = resourceAt(request.path, asked.method);
        const answer = resource
          ? await answerResource(resource, { request: asked, context }, (error) => tellFault(context, asked, error))
          : await handle(asked, context as never);
        if (answer.status === 503) response.setHeader('Retry-After', RETRY_SECONDS);
        await sendResponse(answer, response, { isHead: request.method === 'HEAD', page: context.page });
      } catch (error) {
        next(error);
      }
    };
  };
  const handlerFor = typeof build === 'function' ? always(answerWith(build)) : narrowRoutes(build, answerWith);
  app.all('*', (request, response, next) => handlerFor(request.path)(request, response, next));
  app.use(sayFailure(world));
  return app;
}

/** What went wrong on our side; whoever has gone away is told nothing, and nobody is told of it. */
function tellFault({ world, requestId }: RequestContext, request: Request, error: unknown): void {
  if (!request.signal.aborted) world.log.error({ requestId, err: error }, 'a request failed');
}

/** What is posted, within what its route takes. */
async function takeBody(request: express.Request): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  const limit = limitOf(request.path);
  const refusal = refuseAnnounced(request.headers, limit);
  if (refusal) return refusal;
  const body = await readBody(request, limit.bytes);
  if (!body) return { status: 413, kind: 'body' };
  return refuseBody(body, limit) ?? body;
}

/** A refusal in words. What is left of the request is not read any more. */
function refuse(request: express.Request, response: express.Response, { status, kind }: Refusal): void {
  if (request.method === 'POST') response.set('Connection', 'close');
  if (status === 405) response.set('Allow', ALLOW);
  response.status(status).type('text/plain; charset=utf-8').send(`${status} · ${refusalWords[kind]}`);
}

/** Gives an answer its id, its headers and, once it is sent, its line in the log. */
function dressAnswers(world: World, isDevelopment: boolean) {
  return (request: express.Request, response: express.Response): express.Response => {
    // Named by the machine's clock: it is there before the database has told its time.
    const requestId = nameRequest(world);
    const started = performance.now();
    const nonce = world.random.bytes(16).toString('base64');
    response.locals.requestId = requestId;
    response.locals.nonce = nonce;
    response.setHeader('X-Request-Id', requestId);
    // A browser that asks by itself knows by its own word that it was us who answered.
    const word = answerWord(request.get(ASK_HEADER));
    if (word) response.setHeader(ANSWER_HEADER, word);
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce, isDevelopment));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
    if (world.appUrl.startsWith('https:'))
      response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    keepPrivate(response);
    response.on('finish', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      // The path alone: query strings may hold what a person typed. The address of a one-time link is a secret.
      const path = request.path.replace(/^(\/sign-in\/link\/).*/, '$1…').slice(0, 500);
      world.log.info({ requestId, method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    return response;
  };
}

const always =
  <T>(value: T) =>
  () =>
    value;

/** What did not even reach a page: an address that cannot be decoded, a failure of Remix itself. */
const sayFailure =
  ({ log }: World): express.ErrorRequestHandler =>
  (error: Error & { status?: number }, _request, response, next) => {
    const ours = isDatabaseAway(error) ? 503 : 500;
    const status = error.status && error.status >= 400 && error.status < 500 ? error.status : ours;
    const { requestId } = response.locals;
    if (status < 500) log.info({ requestId, status }, 'refused');
    else log.error({ requestId, err: error }, 'a request failed');
    if (response.headersSent) return next(error);
    response.status(status).type('text/plain; charset=utf-8');
    if (status < 500) response.send(`${status} · ${refusalWords.address}`);
    else response.send(`${status} · ${refusalWords['our-fault']}`);
  };

/** A request has a name also while the database has not told the time: the name is no fact, and nothing is decided by it. */
function nameRequest({ random, now }: World): string {
  let at: Date;
  try {
    at = now();
  } catch {
    at = new Date();
  }
  return random.uuid(at);
}

/** What says nothing of its own about caching, data and refusals as well, is stored by nobody. */
function keepPrivate(response: express.Response): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => express.Response;
  response.writeHead = (...args: unknown[]) => {
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', NO_STORE['Cache-Control']);
    return writeHead(...args);
  };
}

/** A browser on a bad line has this long for its headers, and for all of a form. */
const TIMES: HttpOptions = {
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};

/** Listens; the answer resolves when the port is taken, and is rejected when it cannot be. */
export function listen(app: express.Express, { port, host }: { port: number; host: string }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(TIMES, app);
    server.maxHeadersCount = 200;
    server.once('listening', () => resolve(server));
    server.once('error', reject);
    server.listen({ port, host });
  });
}

/** Takes no new connections, lets requests in flight end, and after `ms` ends what is left. */
export function drain(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), ms);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
