import { sqlState } from './database.server.ts';

/** Prisma's own codes for a server that is not reached, closes, or gives no connection in time. */
const AWAY_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037']);
/** Connections, resources, shutting down, an ended statement, a server that takes no writes, a disk that fails. */
const AWAY_STATES = /^(08...|53...|57P0[1-5]|57014|25006|58030|XX001|XX002)$/;
const AWAY_WORDS =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable|Server has closed the connection|Can't reach database|DatabaseNotReachable|ConnectionClosed|SocketTimeout/;

/** By name: the web process and the pages are two bundles, each with a class of its own. */
const AWAY_NAMES = new Set(['ClockUnknown', 'TooSlow', 'TransactionTooLong']);

/**
 * Whether the database failed rather than the statement: it is away, full, takes no writes, or is
 * too slow to wait for.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (AWAY_NAMES.has(error.name)) return true;
  const { code } = error as { code?: string };
  if (code !== undefined && (AWAY_CODES.has(code) || AWAY_STATES.test(code))) return true;
  const state = sqlState(error);
  if (state !== null) return AWAY_STATES.test(state);
  const isFromDatabase = /^(P\d{4}|E[A-Z_]+)$/.test(code ?? '') || /^Prisma|^DriverAdapter/.test(error.name);
  const isPlain = error.constructor === Error || error.name === 'AggregateError';
  return (isFromDatabase || isPlain) && AWAY_WORDS.test(textOf(error));
}

const textOf = (error: Error): string => `${error.message} ${JSON.stringify(error, Object.getOwnPropertyNames(error))}`;
