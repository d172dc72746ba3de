import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, vi } from 'vitest';
import type { Sql } from '#app/platform/sql.server.ts';

/** One text of a statement as a test put it: where it is written, what came back and what was handed in. */
export type Traced = {
  file: string;
  line: number;
  text: string;
  columns: { name: string; type: number }[];
  /** The columns that came back without a value at least once. */
  nulls: string[];
  /** By parameter: the kinds of values that were handed in. */
  values: string[][];
};

const root = path.resolve(import.meta.dirname, '../..');

/** The files of a worker share the product's modules, while this one is run anew for each: what they note stands outside of it. */
const shared = globalThis as typeof globalThis & {
  tracedStatements?: Map<string, Omit<Traced, 'nulls' | 'values'> & { nulls: Set<string>; values: Set<string>[] }>;
};
shared.tracedStatements ??= new Map();
const traced = shared.tracedStatements;

vi.mock('#app/platform/sql.server.ts', async (original) => {
  const own = await original<typeof import('#app/platform/sql.server.ts')>();
  const openStatements: typeof own.openStatements = (connection, nameOf) => {
    let site: string | null = null;
    const statements = own.openStatements(() => {
      const sent = connection();
      const at = site;
      return {
        query: async (statement: pg.QueryConfig) => {
          const result = await sent.query(statement);
          if (at) note(at, statement, result);
          return result;
        },
      };
    }, nameOf);
    const from =
      (method: (text: TemplateStringsArray | Sql, ...values: unknown[]) => unknown) =>
      (text: TemplateStringsArray | Sql, ...values: unknown[]) => {
        site = siteOf(text);
        return method(text, ...values);
      };
    const { rows, one, maybeOne, run } = statements;
    return { rows: from(rows), one: from(one), maybeOne: from(maybeOne), run: from(run) } as never;
  };
  return { ...own, openStatements };
});

const sites = new WeakMap<object, string | null>();

/** A template is the same object at each asking, so the stack is read once. */
function siteOf(text: object): string | null {
  const known = sites.get(text);
  if (known !== undefined) return known;
  const stack = new Error().stack?.split('\n') ?? [];
  const frame = stack.find((each) =>
    /\/(app|jobs)\/(?!platform\/((sql|database|heavy-reads)\.server|at-most))/.test(each),
  );
  const place = /((?:app|jobs)\/[^:?)]+)[^:]*:(\d+):\d+/.exec(frame ?? '');
  const site = place?.[1] && !place[1].includes('.test.') ? `${place[1]}:${place[2]}` : null;
  sites.set(text, site);
  return site;
}

function note(site: string, statement: pg.QueryConfig, result: pg.QueryResult): void {
  const key = `${site} ${statement.text}`;
  const [file = '', line = ''] = site.split(':');
  let entry = traced.get(key);
  if (!entry) {
    const columns = result.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
    entry = { file, line: Number(line), text: statement.text, columns, nulls: new Set(), values: [] };
    traced.set(key, entry);
  }
  for (const row of result.rows) for (const { name } of entry.columns) if (row[name] === null) entry.nulls.add(name);
  for (const [at, value] of (statement.values ?? []).entries()) {
    entry.values[at] ??= new Set();
    entry.values[at].add(kindOf(value));
  }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return 'moment';
  if (ArrayBuffer.isView(value)) return 'bytes';
  if (Array.isArray(value)) return `${[...new Set(value.map(kindOf))].join('|') || 'none'}[]`;
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? 'digits' : 'string';
  return typeof value;
}

afterAll(() => {
  const file = process.env.STATEMENT_TRACE;
  if (!file) return;
  const lines = [...traced.values()].map((each) =>
    JSON.stringify({ ...each, nulls: [...each.nulls], values: each.values.map((kinds) => [...kinds]) }),
  );
  traced.clear();
  if (lines.length > 0) appendFileSync(path.resolve(root, file), `${lines.join('\n')}\n`);
});
