import type { IncomingMessage } from 'node:http';

/** What nobody sends: a body in crumbs, each of which costs as much as a whole piece. */
const SMALLEST_PIECE = 128;
const FREE_PIECES = 200;

/** A body as one piece of memory. Null: it was longer than `longest`, came in crumbs, or whoever sent it is gone. */
export async function readBody(request: IncomingMessage, longest: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length > longest || pieces.length > FREE_PIECES + length / SMALLEST_PIECE) return null;
    }
  } catch {
    return null;
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}
