import { createHash, randomBytes } from 'node:crypto';

/** Where ids, tokens, serials and the shuffling of papers come from; seeded in tests, the system's otherwise. */
export type Random = { bytes(length: number): Buffer; uuid(now: Date): string };

function uuidV7(now: Date, random: Buffer): string {
  const bytes = Buffer.from(random);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Read from `source` in larger pieces: a paper asks a hundred times for a few bytes. No byte is handed out twice. */
export function inPieces(source: (length: number) => Buffer, size = 4_096): (length: number) => Buffer {
  let piece: Buffer = Buffer.alloc(0);
  return (length) => {
    if (length > size / 8) return source(length);
    if (piece.length < length) piece = source(size);
    const bytes = piece.subarray(0, length);
    piece = piece.subarray(length);
    return bytes;
  };
}

const systemBytes = inPieces(randomBytes);
export const systemRandom: Random = { bytes: systemBytes, uuid: (now) => uuidV7(now, systemBytes(16)) };

/** The same seed gives the same sequence of bytes and ids. For tests and the demo seed, never for tokens of real people. */
export function seededRandom(seed: string): Random {
  let counter = 0;
  const bytes = (length: number): Buffer => {
    const parts: Buffer[] = [];
    for (let size = 0; size < length; size += 32) {
      parts.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    }
    return Buffer.concat(parts).subarray(0, length);
  };
  return { bytes, uuid: (now) => uuidV7(now, bytes(16)) };
}
