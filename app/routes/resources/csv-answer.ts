import type { Readable } from 'node:stream';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { vietnamDay } from '#app/domain/calendar.ts';

/** A file of lines, sent while it is read. Whoever goes away in the middle ends the reading too. */
export function csvAnswer(csv: Readable, { name, now, signal }: { name: string; now: Date; signal: AbortSignal }) {
  signal.addEventListener('abort', () => csv.destroy(), { once: true });
  return new Response(createReadableStreamFromReadable(csv), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="truc-${name}-${vietnamDay(now)}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
