import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkStatements } from '../support/check-statements.ts';
import { TEMPLATE } from '../support/clone-database.ts';
import { urlOf } from '../support/database-urls.ts';
import { findStatements, type Statement } from '../support/find-statements.ts';
import { listStatements } from '../support/list-statements.ts';
import type { Traced } from '../support/trace-statements.ts';

const root = path.resolve(import.meta.dirname, '../..');
let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: urlOf(TEMPLATE) });
  await client.connect();
});
afterAll(() => client.end());

/** The types of a statement's parameters as PostgreSQL reads it; null for what is no query. */
async function typesOf(text: string): Promise<string[] | null> {
  try {
    await client.query(`PREPARE looked_at AS ${text}`);
  } catch {
    return null;
  }
  const { rows } = await client.query<{ types: string[] }>(
    `SELECT ARRAY(SELECT t::text FROM unnest(parameter_types) WITH ORDINALITY AS p(t, n) ORDER BY n) AS types FROM pg_prepared_statements WHERE name = 'looked_at'`,
  );
  await client.query('DEALLOCATE looked_at');
  return rows[0]?.types ?? null;
}

test('every statement returns what its row declares, takes what it is handed, and is reached by a test', async () => {
  const file = path.resolve(root, process.env.STATEMENT_TRACE ?? '');
  expect(existsSync(file), 'the integration tests trace the statements that this test looks at: run both').toBe(true);
  const traced = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Traced);
  const statements = findStatements(root);
  expect(statements.length).toBeGreaterThan(100);
  const listed = readFileSync(path.join(root, 'docs/statements.md'), 'utf8');
  expect(listed, 'docs/statements.md is not of this code: npm run statements').toBe(listStatements(statements));
  expect(await checkStatements(statements, traced, typesOf)).toEqual([]);
}, 120_000);

const HEAD = "import type { Reader } from '#app/platform/sql.server.ts';\n";
const asking = (row: string) => `${HEAD}export const ask = (db: Reader, id: string) => db.rows${row}\`SELECT 1\`;`;

/** A trace of the statement on the second line of a planted file. */
const asked = (file: string, more: Partial<Traced> = {}): Traced => ({
  file,
  line: 2,
  text: 'SELECT $1::uuid AS id, 1 AS n',
  columns: [
    { name: 'id', type: 2950 },
    { name: 'n', type: 23 },
  ],
  nulls: [],
  values: [['string']],
  ...more,
});

const BIG = [
  { name: 'id', type: 2950 },
  { name: 'n', type: 20 },
];
const plants: [string, string, Partial<Traced>, string | null][] = [
  ['none', '<{ id: string; n: number }>', {}, null],
  [
    'none: unions, what is optional, null that is said',
    '<{ id: "a" | null; n: 1 | 2; more?: string }>',
    { nulls: ['id'] },
    null,
  ],
  ['another name', '<{ id: string; m: number }>', {}, 'declares "m", which is not selected'],
  ['one that is not declared', '<{ id: string }>', {}, 'selects "n", which is not declared'],
  ['another type', '<{ id: string; n: string }>', {}, 'declares "n" as string, and it is number'],
  [
    'eight bytes as a number',
    '<{ id: string; n: number }>',
    { columns: BIG },
    'declares "n" as number, and it is bigint',
  ],
  ['null that is not said', '<{ id: string; n: number }>', { nulls: ['n'] }, 'declares "n" as number, and it was null'],
  ['no row', '', {}, 'declares no row'],
  [
    'a number for an id',
    '<{ id: string; n: number }>',
    { values: [['integer']] },
    'hands integer to parameter 1, which is uuid',
  ],
  [
    'a moment for a day',
    '<{ id: Date; n: number }>',
    { text: 'SELECT $1::date AS id, 1 AS n', values: [['moment']] },
    'hands moment to parameter 1, which is date',
  ],
  [
    'text for a list of ids',
    '<{ id: string; n: number }>',
    { text: 'SELECT $1::uuid[] AS id, 1 AS n', values: [['string']] },
    'hands string to parameter 1, which is uuid[]',
  ],
  ['one that is asked from nowhere', '<{ id: string; n: number }>', { line: 40 }, 'no statement is known there'],
];

describe('a fault of each kind is found', () => {
  const fileOf = (index: number) => `app/domain/ledger/planted-${index}.server.ts`;
  let planted: Statement[];
  beforeAll(() => {
    planted = findStatements(root, new Map(plants.map(([, row], index) => [fileOf(index), asking(row)])));
  });
  const faultsOf = (index: number, traced: Traced[]) =>
    checkStatements(
      planted.filter(({ file }) => file === fileOf(index)),
      traced,
      typesOf,
    );

  test.each(plants.map((plant, index) => [...plant, index] as const))('%s', async (_, _row, more, fault, index) => {
    const found = await faultsOf(index, [asked(fileOf(index), more)]);
    if (fault === null) expect(found).toEqual([]);
    else expect(found.join('\n')).toContain(fault);
  });

  test('one that no test reaches', async () => {
    expect(await faultsOf(0, [])).toEqual([`${fileOf(0)}:2 is reached by no test`]);
  });
});
