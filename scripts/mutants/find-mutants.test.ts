import { describe, expect, test } from 'vitest';
import { findMutants, plant, watch } from './find-mutants.ts';
import { sample } from './sample.ts';

const FILE = 'app/domain/ledger/x.ts';
const becomes = (source: string) => findMutants(FILE, source).map((mutant) => mutant.becomes);

/** A statement in which `:name` stands for a parameter, as what it becomes is shown too. */
const statement = (text: string) => `sql\`${text.replace(/(?<!:):(\w+)/g, '$${$1}')}\``;
const variants = (text: string) =>
  becomes(statement(text)).map((one) => one.slice('sql`'.length, -1).replace(/\$\{(\w+)\}/g, ':$1'));

describe('the operators', () => {
  test('a predicate is negated, dropped, and its bound shifted', () => {
    expect(variants('WHERE a <= :b AND c = 1')).toEqual([
      'WHERE a < :b AND c = 1',
      'WHERE a <= :b AND c <> 1',
      'WHERE a <= :b OR c = 1',
      'WHERE true AND c = 1',
      'WHERE a <= :b AND true',
    ]);
  });

  test('a predicate is dropped with its cast, and not where what it is compared with goes on', () => {
    expect(variants('WHERE id = :id::uuid LIMIT 1')).toContain('WHERE true LIMIT 1');
    expect(variants('WHERE a < b + 1 AND c < now()')).not.toContainEqual(expect.stringContaining('true'));
  });

  test('NULL, EXISTS, ANY, a composed part and a lock', () => {
    expect(variants('WHERE a IS NULL')).toEqual(['WHERE a IS NOT NULL']);
    expect(variants('WHERE a IS NOT NULL')).toEqual(['WHERE a IS NULL']);
    expect(variants('WHERE NOT EXISTS (SELECT 1)')).toEqual(['WHERE EXISTS (SELECT 1)']);
    expect(variants('WHERE EXISTS (SELECT 1)')).toEqual(['WHERE NOT EXISTS (SELECT 1)']);
    expect(variants('WHERE a = ANY(:scope)')).toEqual(['WHERE a <> ALL(:scope)']);
    expect(variants('WHERE :inScope')).toEqual(['WHERE true']);
    expect(variants('SELECT 1 FOR NO KEY UPDATE OF a, b')).toEqual(['SELECT 1']);
  });

  test('a part of a where with more than one', () => {
    expect(becomes("db.t.findMany({ where: { id, state: 'OPEN' } })")).toEqual([
      "db.t.findMany({ where: { state: 'OPEN' } })",
      'db.t.findMany({ where: { id, } })',
    ]);
    expect(becomes('db.t.findMany({ where: { id } })')).toEqual([]);
  });

  test('a branch without an else, unless it says what cannot happen', () => {
    expect(becomes('if (a && b) return;')).toEqual(['if (false) return;']);
    expect(becomes('if (a) b(); else c();')).toEqual([]);
    expect(becomes("if (!row) throw new Error('an aggregate without a row');")).toEqual([]);
  });

  test('nothing but statements is read as one', () => {
    expect(becomes('const words = `a < b AND c`; const other = css`WHERE a = b`;')).toEqual([]);
    expect(becomes(statement('SELECT :a').replace('a}', 'n > 0 ? a : b}'))).toEqual([]);
  });
});

test('a mutant names the line it changes, and is planted there alone', () => {
  const source = 'first();\nif (a) return;\nif (b) return;\n';
  const [one, other] = findMutants(FILE, source);
  expect(one).toMatchObject({ line: 2, text: 'if (a) return;', becomes: 'if (false) return;' });
  expect(other && plant(source, other)).toBe('first();\nif (a) return;\nif (false) return;\n');
});

test('what is watched does the same, and tells which places were come to', () => {
  const source = `if (n > 1) { log.push(${statement('WHERE a = :n')}); }`;
  const run = new Function('n', 'log', 'sql', watch(FILE, source));
  const sql = (_: TemplateStringsArray, value: unknown) => value;
  const reached = new Set<string>();
  Object.assign(globalThis, { reached });
  const log: unknown[] = [];
  run(1, log, sql);
  expect([log, [...reached]]).toEqual([[], [`${FILE}:4`]]);
  run(2, log, sql);
  expect([log, [...reached]]).toEqual([[2], [`${FILE}:4`, `${FILE}:22`]]);
});

test('a sample is the same for its seed, and takes one of each kind before a second of any', () => {
  const source = `${'if (a) return;\n'.repeat(20)}${statement('WHERE a IS NULL')}`;
  const mutants = findMutants(FILE, source);
  expect(sample(mutants, 2, '1').map(({ operator }) => operator)).toContain('IS NOT NULL for IS NULL');
  expect(sample(mutants, 5, '1')).toEqual(sample(mutants.toReversed(), 5, '1'));
  expect(sample(mutants, 5, '2')).not.toEqual(sample(mutants, 5, '1'));
});
