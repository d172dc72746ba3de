import type { Db } from './database.server.ts';
import type { Reader } from './sql.server.ts';

/**
 * Reads what never changes once, and remembers the newest `atMost` of it while the process lives. What is not there is
 * asked for again. `reader` is the transaction that asks, so that nobody waits for a second connection.
 */
export function remember<T>(atMost: number, read: (reader: Reader, id: string) => Promise<T>) {
  const known = new WeakMap<Db, Map<string, T>>();
  return async (db: Db, id: string, reader: Reader = db): Promise<T> => {
    const here = known.get(db) ?? new Map<string, T>();
    known.set(db, here);
    const remembered = here.get(id);
    if (remembered !== undefined) return remembered;
    const value = await read(reader, id);
    if (value === null) return value;
    const [oldest] = here.keys();
    if (here.size === atMost && oldest !== undefined) here.delete(oldest);
    here.set(id, value);
    return value;
  };
}
