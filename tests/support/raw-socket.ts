import { connect } from 'node:net';

/** What came back over a line on which anything was sent: statuses in their order, none when it was only closed. */
export type RawReply = { statuses: number[]; text: string; isClosed: boolean };

/** Answered and silent for so long: the line is kept for the next request, of which there is none. */
const SILENT_MS = 400;

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})/gm;

/**
 * Writes bytes as they are and reads until the line is closed or an answer is through, or for so long as is told. What
 * the other side no longer takes is nobody's failure.
 */
export function sendRaw(
  url: string,
  bytes: string | Buffer | readonly (string | Buffer)[],
  { withinMs = 20_000 } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) });
    const answer = (isClosed: boolean) => {
      clearTimeout(timer);
      clearTimeout(silence);
      socket.destroy();
      const text = Buffer.concat(parts).toString('utf8');
      resolve({ statuses: [...text.matchAll(STATUS_LINE)].map(([, status]) => Number(status)), text, isClosed });
    };
    const timer = setTimeout(() => answer(false), withinMs);
    let silence: NodeJS.Timeout | undefined;
    socket.on('data', (part) => {
      parts.push(part);
      clearTimeout(silence);
      silence = setTimeout(() => answer(false), SILENT_MS);
    });
    socket.once('close', () => answer(true));
    socket.on('error', () => {});
    for (const piece of Array.isArray(bytes) ? bytes : [bytes])
      socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  });
}

/** A line that is opened and then left as it is: what is sent on it is never a whole request. */
export function holdLine(url: string, bytes: string) {
  const { port } = new URL(url);
  const from = Date.now();
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  const parts: Buffer[] = [];
  socket.on('error', () => {});
  socket.on('data', (part) => parts.push(part));
  const closed = new Promise<{ statuses: number[]; closedAfterMs: number }>((resolve) => {
    socket.once('close', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const statuses = [...text.matchAll(STATUS_LINE)].map(([, status]) => Number(status));
      resolve({ statuses, closedAfterMs: Date.now() - from });
    });
  });
  if (bytes !== '') socket.write(Buffer.from(bytes, 'latin1'));
  return { closed, socket };
}
