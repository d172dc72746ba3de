/** Random bytes; what is drawn depends on them and on what is public, never on a key. */
export type Bytes = (length: number) => Uint8Array;

/** A whole number below `limit`, evenly: values beyond the last whole multiple are drawn again. */
function below(limit: number, bytes: Bytes): number {
  const ceiling = Math.floor(0x1_0000_0000 / limit) * limit;
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4);
    const value = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    if (value < ceiling) return value % limit;
  }
}

/** The items in an order in which each is as likely at any place as the others. */
export function shuffle<T>(items: readonly T[], bytes: Bytes): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = below(last + 1, bytes);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
