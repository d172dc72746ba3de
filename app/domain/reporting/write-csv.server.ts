import { PassThrough, pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { stringify as stringifySync } from 'csv-stringify/sync';

export type Cell = string | number | null;

/** What a spreadsheet would run, in ASCII or full width, behind spaces and signs that nobody sees or not. */
const FORMULA = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*[=+\-@|\t\r＝＋－＠｜]/u;
const asText = (cell: Cell): Cell => (typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell);

/**
 * A file that spreadsheets open with its diacritics (byte order mark, CRLF) and without running anything: a cell that
 * begins like a formula is led by an apostrophe. Reads on only as fast as it is taken.
 */
export function writeCsv(header: readonly string[], batches: AsyncIterable<readonly (readonly Cell[])[]>): Readable {
  const csv = stringify({
    bom: true,
    record_delimiter: '\r\n',
    header: true,
    columns: [...header],
  });
  const rows = async function* () {
    for await (const batch of oneAhead(batches)) for (const row of batch) yield row.map(asText);
  };
  // An error on either side ends both; whoever reads the stream is told by its own error event.
  pipeline(Readable.from(rows(), { highWaterMark: 256 }), csv, () => {});
  return csv;
}

/** Lines that are CSV already, under the same byte order mark and header. */
export function withHeader(header: readonly string[], lines: Readable): Readable {
  const csv = new PassThrough();
  csv.write(stringifySync([[...header]], { bom: true, record_delimiter: '\r\n' }));
  pipeline(lines, csv, () => {});
  return csv;
}

/** The next is read while the last is being written: database and process work at the same time. */
async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const read = () => {
    const next = iterator.next();
    // Whoever stops before asking for it hears of no error in it.
    next.catch(() => {});
    return next;
  };
  try {
    for (let next = await read(); !next.done; ) {
      const ahead = read();
      yield next.value;
      next = await ahead;
    }
  } finally {
    await iterator.return?.();
  }
}
