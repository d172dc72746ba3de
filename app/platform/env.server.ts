import { z } from 'zod';
import { parseTrustedProxies } from './network-address.ts';

const Env = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  STORAGE_URL: z.url({ protocol: /^file$/, error: 'only file: is known here' }),
  APP_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
  /** Where the web process listens: the machine itself, unless it is told otherwise. */
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address of this machine, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((written, context) => {
      const trusted = parseTrustedProxies(written);
      if (trusted) return trusted;
      context.addIssue('must be a number of hops, or addresses and networks such as 10.0.0.5, 192.168.7.0/24');
      return z.NEVER;
    }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  DEMO: z.enum(['0', '1']).default('0'),
  TRUC_DEV: z.enum(['0', '1']).default('0'),
  /** Of the queue on PostgreSQL the schema, on Redis the key prefix. */
  QUEUE_NAME: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/)
    .default('truc_queue'),
});

export type Env = z.infer<typeof Env>;

/**
 * The environment, read once by each process. Everything below takes what it needs as an argument.
 * @throws one line per variable that is missing or makes no sense, with its name.
 */
export function readEnv(from: NodeJS.ProcessEnv = process.env): Env {
  const parsed = Env.safeParse(from);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not usable. ${lines.join('; ')}`);
}
