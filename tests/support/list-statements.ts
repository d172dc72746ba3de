import type { Statement } from './find-statements.ts';

const READS = /\b(?:FROM|JOIN|USING)\s+(?:ONLY\s+)?"(\w+)"/g;
const WRITES = /\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"/g;
const ASKS = { rows: 'rows', one: 'a row', maybeOne: 'a row or none', run: 'a change' };

const namesOf = (source: string, pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].map(([, name]) => name ?? '')),
];

const areaOf = ({ file }: Statement): string =>
  file
    .split('/')
    .slice(0, 3)
    .join('/')
    .replace(/\/[^/]+\.ts$/, '');

/** The statements of the product by area, in Markdown: where each is asked, what it answers, and which tables its own words name. */
export function listStatements(statements: readonly Statement[]): string {
  const areas = new Map<string, Statement[]>();
  for (const each of statements) areas.set(areaOf(each), [...(areas.get(areaOf(each)) ?? []), each]);
  const lines = [
    '# Statements',
    '',
    `The ${statements.length} statements that the product puts to PostgreSQL in its own words, as \`npm run statements\` finds them. Columns are those that`,
    'the code declares; `tests/statements/` holds them to what the database returns. Tables are those that the statement itself',
    'names; pieces put into it may name more.',
  ];
  for (const [area, all] of [...areas].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push('', `## ${area}`, '', '| Function | File | Answers | Reads | Writes |', '|---|---|---|---|---|');
    for (const each of all.toSorted((a, b) => (a.file === b.file ? a.from - b.from : a.file < b.file ? -1 : 1))) {
      const writes = namesOf(each.source, WRITES);
      const reads = namesOf(each.source, READS).filter((name) => !writes.includes(name));
      const answers = each.row
        ? each.row.map(({ name, isNullable }) => `${name}${isNullable ? '?' : ''}`).join(', ')
        : ASKS[each.method];
      lines.push(
        `| \`${each.within || '(module)'}\` | \`${each.file.split('/').at(-1)}\` | ${answers} | ${reads.join(', ')} | ${writes.join(', ')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
