import { accessSync, constants } from 'node:fs';
import { createServer, isIP } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from './failure.mjs';
import { dataRoot, root } from './paths.mjs';

/** What the two processes are told, from what the person set and what stands in for the rest. */
export function readEnvironment(env = process.env) {
  const port = env.PORT ? Number(env.PORT) : 3000;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`PORT must be a number from 1 to 65535, not "${env.PORT}".`);
  }
  const host = env.HOST || '127.0.0.1';
  if (isIP(host) === 0 && host !== 'localhost') {
    throw new Failure(`HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, not "${host}".`);
  }
  const storage = env.STORAGE_URL || `file:${join(dataRoot, 'documents')}`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(storage)?.[1]?.toLowerCase();
  if (scheme !== 'file') {
    throw new Failure(
      `STORAGE_URL names ${scheme ? `the storage "${scheme}:"` : `"${storage}"`}, but documents can be kept in file: only for now.`,
    );
  }
  const appUrl = env.APP_URL || `http://localhost:${port}`;
  if (!/^https?:$/.test(protocolOf(appUrl)))
    throw new Failure(`APP_URL must be an http or https address, not "${appUrl}".`);
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL']) {
    if (env[name] && !/^postgres(ql)?:$/.test(protocolOf(env[name]))) {
      throw new Failure(`${name} must be an address that begins with postgres:// or postgresql://.`);
    }
  }
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL) {
    throw new Failure(
      'DATABASE_OWNER_URL is set and DATABASE_URL is not: it names the same database, as web and worker use it.',
    );
  }
  if (env.REDIS_URL && !/^rediss?:$/.test(protocolOf(env.REDIS_URL))) {
    throw new Failure('REDIS_URL must be an address that begins with redis:// or rediss://.');
  }
  return { host, port, appUrl, storage };
}

function protocolOf(url) {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}

export function requireWritableRoot() {
  try {
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw new Failure(
      `Trúc cannot write in ${root} (${error.code}): start it as the owner of that folder, or change its permissions.`,
    );
  }
}

/** Both on every address and on the loopback alone, because some systems let a second server slip in between. */
export async function requireFreePort(port) {
  for (const host of [undefined, '127.0.0.1']) {
    const problem = await new Promise((settle) => {
      const server = createServer();
      server.once('error', (error) => settle(error.code));
      server.listen({ host, port, exclusive: true }, () => server.close(() => settle(undefined)));
    });
    if (problem === 'EACCES')
      throw new Failure(
        `Port ${port} is reserved for the system administrator: choose one above 1023, for example PORT=3000.`,
      );
    if (problem)
      throw new Failure(
        `Port ${port} is taken by another program: end that program, or choose another port, for example PORT=${port === 65535 ? 3000 : port + 1} npm start.`,
      );
  }
}

/** Modules are imported by address, so that a folder with a space or a letter of any language serves as well. */
export const addressOf = (...path) => pathToFileURL(join(root, ...path)).href;
