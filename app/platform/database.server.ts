import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '#prisma/generated/client.ts';

export { Prisma };

export type Db = PrismaClient;

/** A transaction in progress. A function that takes `Tx` writes facts that must commit together. */
export type Tx = Parameters<Parameters<Db['$transaction']>[0]>[0];

/** What only reads may run inside a transaction or outside of one. */
export type Reader = Pick<Db, '$queryRaw'>;

/** Beyond so many a connection would only collect what never comes again, such as lists of every length. */
const PREPARED_AT_MOST = 400;

const UNNAMED = '';

/**
 * The first thing in a statement whose best plan depends on what is asked, such as a commune or the nation: it is
 * planned at each asking. What is planned once a connection suits whatever is asked on average, and for the rest can
 * take minutes instead of milliseconds.
 */
export const planAnew = Prisma.raw('/* planned anew */');

/** Names what is asked again and again, so that a connection parses and plans it once. */
function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (sql.trimStart().startsWith(planAnew.sql)) return UNNAMED;
    const known = names.get(sql);
    if (known !== undefined || names.size === PREPARED_AT_MOST) return known ?? UNNAMED;
    const name = `truc_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}

export type DatabaseLimits = {
  max?: number;
  application?: string;
  /** How long a statement may run before the server ends it. A transaction that takes longer says so itself. */
  statementMs?: number;
  /** How long to wait for a connection. */
  waitMs?: number;
  /** How long to wait for a server that answers nothing at all; without end when not given. */
  silenceMs?: number;
};

/** Opens a pool of connections. The caller disconnects it. */
export function openDatabase(
  url: string,
  { max = 10, application = 'truc', statementMs = 120_000, waitMs = 10_000, silenceMs }: DatabaseLimits = {},
): Db {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max,
      application_name: application,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: waitMs,
      statement_timeout: statementMs,
      ...(silenceMs === undefined ? {} : { query_timeout: silenceMs }),
    },
    { statementNameGenerator: nameStatements() },
  );
  return new PrismaClient({ adapter, transactionOptions: { maxWait: waitMs, timeout: 20_000 } });
}

/** The SQLSTATE of an error that came from PostgreSQL through Prisma, if it is one. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const text = JSON.stringify(error, Object.getOwnPropertyNames(error));
  const found = /"originalCode":"([0-9A-Z]{5})"/.exec(text) ?? /Code: `([0-9A-Z]{5})`/.exec(text);
  return found?.[1] ?? null;
}
