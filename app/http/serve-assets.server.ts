import path from 'node:path';
import express from 'express';
import sirv, { type Options } from 'sirv';

/** What lies beside the files of a build: their compressed forms, maps of the sources, and whatever begins with a dot. */
const BESIDE = /(^|\/)\.|\.(br|gz|map)$/i;

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 31_536_000;

/**
 * Files of the build, compressed beforehand, each as the type that it is; those with a hash in their name are kept by
 * browsers for good. What only lies beside them is as if it were not there.
 */
export function serveAssets(clientFolder: string): express.RequestHandler {
  const setHeaders: Options['setHeaders'] = (response) => response.setHeader('X-Content-Type-Options', 'nosniff');
  const files = { gzip: true, brotli: true, etag: true, setHeaders };
  const hashed = sirv(path.join(clientFolder, 'assets'), { ...files, immutable: true, maxAge: YEAR_SECONDS });
  const others = sirv(clientFolder, { ...files, maxAge: DAY_SECONDS });
  const router = express.Router();
  router.use((request, _response, next) => (isBeside(request.path) ? next('router') : next()));
  router.use('/assets', hashed);
  router.use(others);
  return router;
}

function isBeside(asked: string): boolean {
  try {
    return BESIDE.test(decodeURIComponent(asked));
  } catch {
    return true;
  }
}
