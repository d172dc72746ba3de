import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/**
 * The hash of a PDF with its streams inflated, without the lengths and offsets that follow from how well they were
 * packed: equal drawings have one hash under every release of zlib.
 */
export function hashUnpacked(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const hash = createHash('sha256');
  const head = /\/Length (\d+)\n([^>]*)>>\nstream\n/g;
  let at = 0;
  for (let found = head.exec(text); found !== null; found = head.exec(text)) {
    const end = head.lastIndex + Number(found[1]);
    hash.update(text.slice(at, head.lastIndex).replace(/\/Length \d+/, ''), 'latin1');
    const bytes = pdf.subarray(head.lastIndex, end);
    hash.update(found[2]?.includes('/FlateDecode') ? inflateSync(bytes) : bytes);
    head.lastIndex = end;
    at = end;
  }
  return hash.update(text.slice(at, text.indexOf('\nxref\n', at)), 'latin1').digest('hex');
}
