import type { Readable } from 'node:stream';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { vietnamDay } from '#app/domain/calendar.ts';

/** A file of lines, sent while it is read. Whoever goes away in the middle ends the reading too. */
export function csvAnswer(csv: Readable, { name, now }: { name: string; now: Date }) {
  return new Response(createReadableStreamFromReadable(csv), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="truc-${name}-${vietnamDay(now)}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
