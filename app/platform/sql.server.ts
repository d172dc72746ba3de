import pg from 'pg';
import template, { empty, join, raw, Sql } from 'sql-template-tag';

export { Sql };

/**
 * A piece of SQL that is put into others: a template, whose values become parameters and whose pieces stay what they
 * are. `raw` is for words that stand in our own code, never for what anybody sent.
 */
export const sql = Object.assign(template, { empty, join, raw });

/** Every connection reckons in UTC, whatever the server is set to: a time without its zone would shift by hours. */
export const IN_UTC = '-c timezone=UTC';

/**
 * Statements in PostgreSQL's own words. Each takes a template, whose values become parameters, or a piece of SQL.
 * `Row` says the columns as they come back: int8 as bigint, timestamptz and date as Date, json as what it holds.
 */
export type Reader = {
  /** All rows that it finds. */
  rows<Row>(text: TemplateStringsArray | Sql, ...values: unknown[]): Promise<Row[]>;
  /** The one row that it always finds. @throws when it finds none, or more */
  one<Row>(text: TemplateStringsArray | Sql, ...values: unknown[]): Promise<Row>;
  /** The one row that it may find, or null. @throws when it finds more */
  maybeOne<Row>(text: TemplateStringsArray | Sql, ...values: unknown[]): Promise<Row | null>;
};

export type Writer = Reader & {
  /** Answers how many rows it changed. */
  run(text: TemplateStringsArray | Sql, ...values: unknown[]): Promise<number>;
};

/** What a statement is sent through: a pool, or the connection of a transaction. */
export type Connection = { query(statement: pg.QueryConfig): Promise<pg.QueryResult> };

/**
 * The first thing in a statement whose best plan depends on what is asked, such as a commune or the nation: it is
 * planned at each asking. What is planned once a connection suits whatever is asked on average, and for the rest can
 * take minutes instead of milliseconds.
 */
export const planAnew = raw('/* planned anew */');

/** Beyond so many a connection would only collect what never comes again, such as lists of every length. */
const PREPARED_AT_MOST = 400;

const UNNAMED = '';

/** Names what is asked again and again, so that a connection parses and plans it once. */
export function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (sql.trimStart().startsWith(planAnew.sql)) return UNNAMED;
    const known = names.get(sql);
    if (known !== undefined || names.size === PREPARED_AT_MOST) return known ?? UNNAMED;
    const name = `truc_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}

const { builtins } = pg.types;

/** What the driver reads otherwise than the model does: by its own rules a day would begin in the machine's zone. */
const parsers: Partial<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: BigInt,
  [builtins.DATE]: (text) => new Date(`${text}T00:00:00Z`),
  [builtins.TIMESTAMP]: (text) => new Date(`${text.replace(' ', 'T')}Z`),
};

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) ||
    pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** Statements through whatever `connection` answers at the moment of each. */
export function openStatements(connection: () => Connection, nameOf: (query: { sql: string }) => string): Writer {
  const ask = (text: TemplateStringsArray | Sql, values: unknown[]): Promise<pg.QueryResult> => {
    const statement = text instanceof Sql ? text : new Sql(text, values);
    const words = statement.text;
    return connection().query({ name: nameOf({ sql: words }), text: words, values: statement.values, types });
  };
  /** More than one is no answer: which of them came first would be chance. */
  const single = <Row>({ rows }: pg.QueryResult): Row | null => {
    if (rows.length > 1) throw new Error(`a statement for one row found ${rows.length}`);
    return rows[0] ?? null;
  };
  return {
    rows: async (text, ...values) => (await ask(text, values)).rows,
    one: async <Row>(text: TemplateStringsArray | Sql, ...values: unknown[]) => {
      const row = single<Row>(await ask(text, values));
      if (row === null) throw new Error('a statement for one row found none');
      return row;
    },
    maybeOne: async (text, ...values) => single(await ask(text, values)),
    run: async (text, ...values) => (await ask(text, values)).rowCount ?? 0,
  };
}
