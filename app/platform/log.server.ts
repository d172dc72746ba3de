import { pino } from 'pino';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
};

/** JSON lines on stdout. Cookies, passwords and tokens are never handed to it. */
export function openLog(level: string, process: 'web' | 'worker' | 'script'): Log {
  return pino({
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    // PostgreSQL adds the row that it refused, with names and addresses in it.
    redact: ['err.detail', 'err.meta.driverAdapterError.cause.detail'],
  });
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Says the same thing at most once in five seconds, with how often it would have been said. */
export function throttle(log: Log) {
  const said = new Map<string, { at: number; kept: number }>();
  return (message: string, fields: object) => {
    const last = said.get(message);
    if (last && Date.now() - last.at < 5_000) {
      last.kept++;
      return;
    }
    said.set(message, { at: Date.now(), kept: 0 });
    log.warn({ ...fields, ...(last?.kept ? { alsoBefore: last.kept } : {}) }, message);
  };
}
