import { availableParallelism } from 'node:os';
import pg from 'pg';
import { atMost } from './at-most.ts';
import { WEB_APPLICATION } from './give-way.server.ts';
import { IN_UTC, nameStatements, openStatements, type Reader, type Sql } from './sql.server.ts';
import { STATEMENT_MS } from './time-limits.ts';

/** What waits beyond that would be answered to nobody: a page gives up sooner. */
const WAITING = 120;
const WAIT_MS = { page: 5_000, file: 60_000 };

export type HeavyReads = {
  /** For a page: says TooBusy after a few seconds. */
  page: Reader;
  /** For a file that is read piece by piece: waits longer, rather than breaking off in the middle. */
  file: Reader;
  close(): Promise<void>;
};

/**
 * Reads whose cost grows with what somebody may reach: lists, finders and reports over a province or the nation. They
 * have connections of their own, two to four by the machine's cores, and wait for one another in a bounded line, so that
 * however many ask and however slow they are, what is short never waits behind them. While some wait, a connection rests
 * after each read for as long as it took. A read throws TooBusy when its turn does not come in time.
 */
export function openHeavyReads(
  url: string,
  {
    connections = Math.min(4, Math.max(2, availableParallelism())),
    waiting = WAITING,
    waitMs = WAIT_MS,
    application = `${WEB_APPLICATION}-heavy`,
  }: { connections?: number; waiting?: number; waitMs?: { page: number; file: number }; application?: string } = {},
): HeavyReads {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: application,
    options: IN_UTC,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: WAIT_MS.page,
    statement_timeout: STATEMENT_MS.page,
    query_timeout: STATEMENT_MS.page + 2_000,
  });
  // A connection that breaks is told by the statement that meets it.
  pool.on('error', () => {});
  const inTurn = atMost({ running: connections, waiting });
  const own = openStatements(() => pool, nameStatements());
  type Words = [text: TemplateStringsArray | Sql, ...values: unknown[]];
  const readerFor = (ms: number): Reader => ({
    rows: <Row>(...words: Words) => inTurn(() => own.rows<Row>(...words), { waitMs: ms }),
    one: <Row>(...words: Words) => inTurn(() => own.one<Row>(...words), { waitMs: ms }),
    maybeOne: <Row>(...words: Words) => inTurn(() => own.maybeOne<Row>(...words), { waitMs: ms }),
  });
  return { page: readerFor(waitMs.page), file: readerFor(waitMs.file), close: () => pool.end() };
}
