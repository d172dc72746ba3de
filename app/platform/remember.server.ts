import type { Db } from './database.server.ts';
import type { Reader } from './sql.server.ts';

/**
 * Reads what never changes once, and remembers the newest `atMost` of it while the process lives. What is not there is
 * asked for again. `reader` is the transaction that asks, so that nobody waits for a second connection. What another
 * statement has read anyway is `put`.
 */
export function remember<T>(atMost: number, read: (reader: Reader, id: string) => Promise<T>) {
  const known = new WeakMap<Db, Map<string, T>>();
  const of = (db: Db): Map<string, T> => {
    const here = known.get(db) ?? new Map<string, T>();
    known.set(db, here);
    return here;
  };
  const put = (db: Db, id: string, value: T): void => {
    const here = of(db);
    const [oldest] = here.keys();
    if (here.size === atMost && !here.has(id) && oldest !== undefined) here.delete(oldest);
    here.set(id, value);
  };
  const ask = async (db: Db, id: string, reader: Reader = db): Promise<T> => {
    const remembered = of(db).get(id);
    if (remembered !== undefined) return remembered;
    const value = await read(reader, id);
    if (value !== null) put(db, id, value);
    return value;
  };
  return Object.assign(ask, { put });
}
