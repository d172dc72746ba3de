import { type LoggerOptions, pino } from 'pino';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
};

/** A line for each of many requests is written with others, a moment later at most; what went wrong at once. */
const GATHERED = { minLength: 4_096, periodicFlush: 100 };
const ERROR = 50;

/** JSON lines on stdout. Cookies, passwords and tokens are never handed to it. */
export function openLog(level: string, name: 'web' | 'worker' | 'script'): Log {
  const lines = pino.destination({ dest: 1, sync: true, ...(name === 'web' ? GATHERED : {}) });
  if (name === 'web') process.on('exit', () => lines.flushSync());
  const options: LoggerOptions = {
    level,
    base: { process: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    // PostgreSQL adds the row that it refused, with names and addresses in it.
    redact: ['err.detail', 'err.meta.driverAdapterError.cause.detail'],
    hooks: {
      logMethod(args, method, at) {
        method.apply(this, args);
        if (at >= ERROR) lines.flushSync();
      },
    },
  };
  return pino(options, lines);
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
