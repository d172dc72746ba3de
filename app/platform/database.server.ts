import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts';
import { type Connection, IN_UTC, nameStatements, openStatements, type Writer } from './sql.server.ts';
import { type Kind, STATEMENT_MS } from './time-limits.ts';

export type { Prisma };

type Models = Pick<PrismaClient, Exclude<keyof PrismaClient, `$${string}` | symbol>>;

/** A transaction in progress. A function that takes `Tx` writes facts that must commit together. */
export type Tx = Models & Writer;

type TransactionOptions = {
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /** Gives every statement the time of another kind than that of the connections; then the whole has as long, too. */
  kind?: Kind;
  /** What takes longer is undone. */
  withinMs?: number;
};

/** Model calls for what is simple, statements for the rest; both over the same connections. */
export type Db = Models &
  Writer & {
    /**
     * What `work` does through `tx`, by model calls and statements alike, is committed whole once it resolves, and
     * undone whole when it throws.
     * @throws TransactionTooLong when it takes too long; `tx` throws once the transaction has ended
     */
    transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
    /** Closes every connection, once what runs has ended. */
    close(): Promise<void>;
  };

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

const TRANSACTION_MS = 20_000;

/** What a transaction says that was undone because it took longer than it may. */
export class TransactionTooLong extends Error {
  override name = 'TransactionTooLong';
}

/** The pool as the models see it: what they ask inside of a transaction is sent where the transaction is. */
const sendWithin = (pool: pg.Pool, joined: AsyncLocalStorage<Connection>): pg.Pool =>
  new Proxy(pool, {
    get(own, name) {
      const transaction = joined.getStore();
      if (!transaction || (name !== 'query' && name !== 'connect')) {
        const value = Reflect.get(own, name);
        return typeof value === 'function' ? value.bind(own) : value;
      }
      if (name === 'query') return transaction.query;
      throw new Error('inside of a transaction a model call writes to one table');
    },
  });

/** A connection that breaks is told by the statement that meets it; without a listener it would end the process. */
const toldByStatement = () => {};

/** Opens a pool of connections. The caller closes it. */
export function openDatabase(
  url: string,
  { max = 10, application = 'truc', statementMs = STATEMENT_MS.job, waitMs = 10_000, silenceMs }: DatabaseLimits = {},
): Db {
  const joined = new AsyncLocalStorage<Connection>();
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: application,
    options: IN_UTC,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: waitMs,
    statement_timeout: statementMs,
    ...(silenceMs === undefined ? {} : { query_timeout: silenceMs }),
  });
  pool.on('error', toldByStatement);
  const nameOf = nameStatements();
  const adapter = new PrismaPg(sendWithin(pool, joined), { statementNameGenerator: nameOf, disposeExternalPool: true });
  const prisma = new PrismaClient({ adapter });

  async function transaction<T>(
    work: (tx: Tx) => Promise<T>,
    { isolation, kind, withinMs = kind ? STATEMENT_MS[kind] : TRANSACTION_MS }: TransactionOptions = {},
  ): Promise<T> {
    const client = await pool.connect();
    let ended: Error | null = null;
    const connection: Connection = {
      query(statement) {
        if (ended) throw ended;
        return client.query(statement);
      },
    };
    const end = (why: Error, isBroken = false) => {
      ended = why;
      clearTimeout(timer);
      client.removeListener('error', toldByStatement);
      client.release(isBroken);
    };
    client.on('error', toldByStatement);
    const timer = setTimeout(
      () => end(new TransactionTooLong(`a transaction took over ${withinMs} ms`), true),
      withinMs,
    );
    try {
      await connection.query({ text: isolation ? `BEGIN ISOLATION LEVEL ${isolation}` : 'BEGIN' });
      if (kind) await connection.query({ text: `SET LOCAL statement_timeout = ${STATEMENT_MS[kind]}` });
      const tx = openStatements(() => connection, nameOf);
      const answer = await work(withModels(tx, (call) => joined.run(connection, call)));
      const { command } = await connection.query({ text: 'COMMIT' });
      if (command === 'ROLLBACK') throw new Error('a statement of the transaction had failed, so it was undone');
      end(new Error('the transaction has ended'));
      return answer;
    } catch (error) {
      if (!ended) {
        const isUndone = await client.query('ROLLBACK').then(
          () => true,
          () => false,
        );
        if (!ended) end(new Error('the transaction has ended'), !isUndone);
      }
      throw error;
    }
  }

  const withModels = <T extends object>(
    statements: T,
    run: (call: () => Promise<unknown>) => Promise<unknown>,
  ): T & Models =>
    new Proxy(statements, {
      get: (own, name) => {
        if (Reflect.has(own, name)) return Reflect.get(own, name);
        const model = Reflect.get(prisma, name) as Record<PropertyKey, unknown> | undefined;
        if (typeof model !== 'object' || model === null) return undefined;
        return new Proxy(model, {
          get: (delegate, method) => {
            const call = delegate[method] as (...args: unknown[]) => Promise<unknown>;
            return typeof call === 'function' ? (...args: unknown[]) => run(async () => await call(...args)) : call;
          },
        });
      },
    }) as T & Models;

  const own = { ...openStatements(() => pool, nameOf), transaction, close: () => prisma.$disconnect() };
  return withModels(own, (call) => call());
}

/** The SQLSTATE of an error that came from PostgreSQL, by a statement or a model call, if it is one. */
export function sqlState(error: unknown): string | null {
  if (error instanceof pg.DatabaseError) return error.code ?? null;
  if (!(error instanceof Error)) return null;
  const { meta, cause } = error as { meta?: { driverAdapterError?: Error }; cause?: unknown };
  const told = (meta?.driverAdapterError?.cause ?? cause) as { originalCode?: unknown } | undefined;
  return typeof told?.originalCode === 'string' ? told.originalCode : null;
}
