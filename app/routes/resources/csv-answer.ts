import { pipeline, type Readable, Transform } from 'node:stream';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { vietnamDay } from '#app/domain/calendar.ts';

/** So long may a file go on after the right to it has ended. */
const ASK_AGAIN_MS = 2_000;

type CsvOptions = {
  name: string;
  now: Date;
  /** Whether whoever asked for the file may still have it. */
  still: () => Promise<boolean>;
};

/**
 * A file of lines, sent while it is read and as long as its reader may have it. Whoever goes away in the middle ends the
 * reading too.
 */
export function csvAnswer(csv: Readable, { name, now, still }: CsvOptions) {
  return new Response(createReadableStreamFromReadable(pipeline(csv, whileAllowed(still), () => {})), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="truc-${name}-${vietnamDay(now)}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}

/** Passes on what comes, and breaks off once it is no longer allowed: what is broken off never looks like a whole file. */
function whileAllowed(still: () => Promise<boolean>): Transform {
  let asked = performance.now();
  return new Transform({
    transform(piece, _, done) {
      if (performance.now() - asked < ASK_AGAIN_MS) return done(null, piece);
      still().then((allowed) => {
        asked = performance.now();
        if (allowed) done(null, piece);
        else done(Object.assign(new Error('the right to this file has ended'), { status: 403 }));
      }, done);
    },
  });
}
