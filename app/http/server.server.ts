import type { Server } from 'node:http';
import path from 'node:path';
// Its package exports the adapter alone.
import { createRemixRequest } from '@remix-run/express/dist/server.js';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express from 'express';
import sirv from 'sirv';
import type { World } from '#app/platform/world.ts';
import { ANSWER_HEADER, ASK_HEADER, answerWord } from './ask-server.ts';
import { contentSecurityPolicy, NO_STORE } from './headers.ts';
import { narrowRoutes } from './narrow-routes.ts';
import { isCrossSiteWrite } from './refuse-cross-site.ts';
import { createRequestContext } from './request-context.server.ts';
import { sendResponse } from './send-response.ts';

/** More than any form of ours: a paper full of the longest answers. Bodies are read into memory. */
const LONGEST_BODY = 2_000_000;
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

export type ServerOptions = {
  world: World;
  build: ServerBuild | (() => Promise<ServerBuild>);
  /** Folder of the client's assets, or null when a development server in front serves them. */
  clientFolder: string | null;
  isDevelopment: boolean;
  /** Runs before everything of ours: the development server. */
  before?: express.RequestHandler;
  /** Resolves when database and queue are usable. */
  ready: () => Promise<void>;
};

/** The web process as an Express application: health, assets, refusal of cross-site writes, headers, then Remix. */
export function createApp({
  world,
  build,
  clientFolder,
  isDevelopment,
  before,
  ready,
}: ServerOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, uniquelocal');
  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok'));
  app.get('/readyz', (_request, response) => {
    ready().then(
      () => response.type('text/plain').send('ready'),
      (error: unknown) => {
        world.log.warn({ err: error }, 'not ready');
        response.status(503).type('text/plain').send('not ready');
      },
    );
  });
  if (before) app.use(before);
  if (clientFolder) {
    app.use(
      '/assets',
      sirv(path.join(clientFolder, 'assets'), {
        gzip: true,
        brotli: true,
        immutable: true,
        maxAge: 31_536_000,
        etag: true,
      }),
    );
    app.use(sirv(clientFolder, { gzip: true, brotli: true, maxAge: 86_400, etag: true }));
  }
  app.use((request, response, next) => {
    const requestId = world.random.uuid(world.now());
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
      const path = request.path.replace(/^(\/sign-in\/link\/).*/, '$1…');
      world.log.info({ requestId, method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    if (!METHODS.includes(request.method)) {
      response.status(405).set('Allow', METHODS.join(', ')).type('text/plain').send('405');
      return;
    }
    const tooMuch = Number(request.get('content-length') ?? 0) > LONGEST_BODY;
    if (tooMuch || request.get('transfer-encoding') !== undefined) {
      // A length that is not told beforehand could be any.
      response
        .status(tooMuch ? 413 : 411)
        .set('Connection', 'close')
        .type('text/plain; charset=utf-8');
      response.send('Yêu cầu quá lớn. / The request is too large.');
      return;
    }
    const refused = isCrossSiteWrite(
      { method: request.method, origin: request.get('origin'), fetchSite: request.get('sec-fetch-site') },
      world.appUrl,
    );
    if (refused) {
      response
        .status(403)
        .type('text/plain; charset=utf-8')
        .send('403 · Yêu cầu đến từ trang khác. / The request came from another site.');
      return;
    }
    next();
  });
  app.use(compression({ threshold: 1024 }));
  const answerWith = (some: ServerBuild | (() => Promise<ServerBuild>)): express.RequestHandler => {
    const handle = createRequestHandler(some, isDevelopment ? 'development' : 'production');
    return async (request, response, next) => {
      try {
        const context = createRequestContext({
          world,
          requestId: response.locals.requestId as string,
          nonce: response.locals.nonce as string,
          address: request.ip ?? 'unknown',
          isDevelopment,
          cookieHeader: request.headers.cookie,
        });
        // Asked for a head, Remix would make the body all the same and drop it without a word to its source.
        const isHead = request.method === 'HEAD';
        const asked = createRemixRequest(request, response);
        const answer = await handle(isHead ? new Request(asked, { method: 'GET' }) : asked, context as never);
        await sendResponse(answer, response, { isHead });
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

const always =
  <T>(value: T) =>
  () =>
    value;

/** What did not even reach a page: an address that cannot be decoded, a failure of Remix itself. */
const sayFailure =
  ({ log }: World): express.ErrorRequestHandler =>
  (error: Error & { status?: number }, _request, response, next) => {
    const status = error.status && error.status >= 400 && error.status < 500 ? error.status : 500;
    const { requestId } = response.locals;
    if (status < 500) log.info({ requestId, status }, 'refused');
    else log.error({ requestId, err: error }, 'a request failed');
    if (response.headersSent) return next(error);
    response.status(status).type('text/plain; charset=utf-8');
    if (status < 500) response.send(`${status} · Địa chỉ không đọc được. / The address cannot be read.`);
    else response.send(`${status} · Lỗi ở phía hệ thống. / The fault is ours.`);
  };

/** What says nothing of its own about caching, data and refusals as well, is stored by nobody. */
function keepPrivate(response: express.Response): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => express.Response;
  response.writeHead = (...args: unknown[]) => {
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', NO_STORE['Cache-Control']);
    return writeHead(...args);
  };
}

/** Listens on `port`; the answer resolves when the port is taken, and is rejected when it cannot be. */
export function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port);
    server.keepAliveTimeout = 65_000;
    server.once('listening', () => resolve(server));
    server.once('error', reject);
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
