import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

export type Cell = string | number | null;

/**
 * A file that spreadsheets open with its diacritics (byte order mark, CRLF) and without running anything: a cell that
 * begins like a formula, in ASCII or full width, is led by an apostrophe. Reads on only as fast as it is taken.
 */
export function writeCsv(header: readonly string[], batches: AsyncIterable<readonly (readonly Cell[])[]>): Readable {
  const csv = stringify({
    bom: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
    header: true,
    columns: [...header],
  });
  const rows = async function* () {
    for await (const batch of batches) yield* batch;
  };
  // An error on either side ends both; whoever reads the stream is told by its own error event.
  pipeline(Readable.from(rows(), { highWaterMark: 256 }), csv, () => {});
  return csv;
}
