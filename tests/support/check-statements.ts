import type { Declared, Statement } from './find-statements.ts';
import type { Traced } from './trace-statements.ts';

/** By PostgreSQL's number of a type: what the driver makes of it. Types of ours, such as enums, come as text. */
const MADE: Readonly<Record<number, Declared['base'] | 'json'>> = {
  16: 'boolean',
  17: 'bytes',
  18: 'string',
  19: 'string',
  20: 'bigint',
  21: 'number',
  23: 'number',
  25: 'string',
  26: 'number',
  114: 'json',
  3802: 'json',
  700: 'number',
  701: 'number',
  869: 'string',
  1043: 'string',
  1082: 'Date',
  1114: 'Date',
  1184: 'Date',
  1700: 'string',
  2950: 'string',
  1007: 'number[]',
  1009: 'string[]',
  1015: 'string[]',
  2951: 'string[]',
};
const FIRST_OF_OURS = 16_384;

/** By the name of a parameter's type: the kinds of values that fit it. A day is text: a moment would be read in some zone. */
const FITS: Readonly<Record<string, RegExp>> = {
  text: /^(string|digits)$/,
  'character varying': /^(string|digits)$/,
  uuid: /^string$/,
  date: /^string$/,
  'timestamp with time zone': /^(moment|string)$/,
  integer: /^integer$/,
  smallint: /^integer$/,
  bigint: /^(bigint|integer|digits)$/,
  boolean: /^boolean$/,
  'double precision': /^(number|integer)$/,
  numeric: /^(number|integer)$/,
  real: /^(number|integer)$/,
  jsonb: /^(string|digits)$/,
  json: /^(string|digits)$/,
  bytea: /^bytes$/,
  regclass: /^string$/,
  interval: /^string$/,
};

/** Whether the value is put as the type of the parameter says it. */
function fits(type: string, kind: string): boolean {
  if (kind === 'null') return true;
  if (type.endsWith('[]'))
    return (
      kind.endsWith('[]') &&
      (kind === 'none[]' ||
        kind
          .slice(0, -2)
          .split('|')
          .every((each) => fits(type.slice(0, -2), each)))
    );
  const known = FITS[type];
  // An enum of ours is told by its name.
  return known ? known.test(kind) : kind === 'string';
}

const placeOf = ({ file, from }: Statement): string => `${file}:${from}`;

/** A text belongs to the statement whose lines it was asked from. */
const statementOf = (statements: readonly Statement[], { file, line }: Traced): Statement | undefined =>
  statements
    .filter((each) => each.file === file && each.from <= line && line <= each.to)
    .sort((a, b) => a.to - a.from - (b.to - b.from))[0];

/**
 * Where what is declared differs from what PostgreSQL told in the tests, a value does not fit its parameter, or no test
 * came by. `typesOf` answers the types of a text's parameters, null where it cannot be prepared.
 */
export async function checkStatements(
  statements: readonly Statement[],
  traced: readonly Traced[],
  typesOf: (text: string) => Promise<string[] | null>,
): Promise<string[]> {
  const faults = new Set<string>();
  const reached = new Map<Statement, Traced[]>();
  for (const each of traced) {
    const statement = statementOf(statements, each);
    if (statement) reached.set(statement, [...(reached.get(statement) ?? []), each]);
    else faults.add(`${each.file}:${each.line} asks, and no statement is known there`);
  }
  for (const statement of statements) {
    const texts = reached.get(statement);
    if (!texts) faults.add(`${placeOf(statement)} is reached by no test`);
    else {
      for (const fault of faultsOfRows(statement, texts)) faults.add(`${placeOf(statement)} ${fault}`);
      for (const text of texts)
        for (const fault of faultsOfValues(text, await typesOf(text.text)))
          faults.add(`${placeOf(statement)} ${fault}`);
    }
  }
  return [...faults].sort();
}

function* faultsOfRows({ method, row }: Statement, texts: readonly Traced[]): Generator<string> {
  if (method === 'run') return;
  const columns = new Map(texts.flatMap((text) => text.columns.map(({ name, type }) => [name, type])));
  const nulls = new Set(texts.flatMap((text) => text.nulls));
  if (!row) {
    yield 'declares no row';
    return;
  }
  const declared = new Map(row.map((each) => [each.name, each]));
  for (const name of columns.keys()) if (!declared.has(name)) yield `selects "${name}", which is not declared`;
  for (const { name, type, base, isNullable, isOptional } of row) {
    const number = columns.get(name);
    if (number === undefined) {
      if (!isOptional) yield `declares "${name}", which is not selected`;
      continue;
    }
    const made = MADE[number] ?? (number >= FIRST_OF_OURS ? 'string' : undefined);
    if (made === undefined) yield `selects "${name}" of a type (${number}) that has no reading`;
    else if (made !== 'json' && made !== base && type !== 'unknown')
      yield `declares "${name}" as ${type}, and it is ${made}`;
    if (nulls.has(name) && !isNullable) yield `declares "${name}" as ${type}, and it was null`;
  }
}

function* faultsOfValues({ values }: Traced, types: readonly string[] | null): Generator<string> {
  if (!types) return;
  for (const [at, kinds] of values.entries())
    for (const kind of kinds) {
      const type = types[at];
      if (type !== undefined && !fits(type, kind)) yield `hands ${kind} to parameter ${at + 1}, which is ${type}`;
    }
}
