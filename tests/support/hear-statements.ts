import type { Db, Tx } from '#app/platform/database.server.ts';
import { Sql } from '#app/platform/sql.server.ts';

/** The SQL of a statement, or `model.method` of a model call. It may throw in the place of what was asked. */
type Hear = (asked: string) => unknown;

/** The database as it is, of which `hear` is told whatever is asked, before it is, inside of transactions too. */
export const hearStatements = (db: Db, hear: Hear): Db => over(db, hear);

const STATEMENTS = new Set(['rows', 'one', 'maybeOne', 'run']);

const over = <T extends Db | Tx>(database: T, hear: Hear): T =>
  new Proxy(database, {
    get(own, name: string) {
      const found = Reflect.get(own, name) as unknown;
      if (STATEMENTS.has(name)) {
        return async (text: TemplateStringsArray | Sql, ...values: unknown[]) => {
          await hear((text instanceof Sql ? text : new Sql(text, values)).sql);
          return (found as Tx['run'])(text, ...values);
        };
      }
      if (name === 'transaction') {
        const transaction = found as Db['transaction'];
        return <R>(work: (tx: Tx) => Promise<R>, ...options: []) =>
          transaction((tx) => work(over(tx, hear)), ...options);
      }
      if (typeof found !== 'object' || found === null) return found;
      return new Proxy(found, {
        get(model, method: string) {
          const call = Reflect.get(model, method);
          if (typeof call !== 'function') return call;
          return async (...args: unknown[]) => {
            await hear(`${name}.${method}`);
            return call(...args);
          };
        },
      });
    },
  });
