import { pipeline, type Readable, Transform } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Sql } from './sql.server.ts';
import { IN_UTC } from './sql.server.ts';
import { STATEMENT_MS } from './time-limits.ts';

/** Each holds a connection and a snapshot for as long as its reader takes. */
const AT_ONCE = 4;

/**
 * What one SELECT finds, as CSV lines that end in CRLF: one snapshot, however long it is, written by the database itself
 * and read on only as fast as it is taken. Dates are written as YYYY-MM-DD. Whoever goes away ends the reading too.
 * Null when too many are being read at this moment.
 */
export type CopyRows = (select: Sql) => Promise<Readable | null>;

/** Opens no connection before somebody asks for rows, and keeps none after them. */
export function openCopyRows(databaseUrl: string): CopyRows {
  let open = 0;
  return async (select) => {
    if (open >= AT_ONCE) return null;
    open++;
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'truc-copy', options: IN_UTC });
    const release = () => {
      open--;
      return client.end();
    };
    // What breaks the connection reaches the reader through the stream.
    client.on('error', () => {});
    try {
      await client.connect();
      // Whoever takes longer is cut off: a snapshot keeps the database from clearing away what is dead.
      await client.query(
        `SET datestyle = 'ISO, YMD'; SET work_mem = '32MB'; SET statement_timeout = ${STATEMENT_MS.whole}`,
      );
    } catch (error) {
      await release();
      throw error;
    }
    const lines = new Transform({
      transform(chunk: Buffer, _, done) {
        done(null, Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'));
      },
    });
    const rows = client.query(copyTo(`COPY (${withLiterals(select)}) TO STDOUT (FORMAT csv)`));
    pipeline(rows, lines, () => void release());
    return lines;
  };
}

/** COPY takes no parameters: the values stand in its text, each as the literal that the driver makes of it. */
function withLiterals({ strings, values }: Sql): string {
  return strings.reduce((text, piece, index) => `${text}${literalOf(values[index - 1])}${piece}`);
}

function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `ARRAY[${value.map(literalOf).join(', ')}]`;
  if (typeof value === 'string') return pg.escapeLiteral(value);
  throw new TypeError(`no literal for a ${typeof value}`);
}
