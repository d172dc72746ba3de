import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const isAround = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node);

/** Whether one of the rows that a statement answers is picked out where it is asked. */
function isPicked(statement: ts.Node): boolean {
  let rows = statement;
  while (isAround(rows.parent)) rows = rows.parent;
  const { parent } = rows;
  if (ts.isVariableDeclaration(parent)) return ts.isArrayBindingPattern(parent.name);
  if (ts.isElementAccessExpression(parent)) return true;
  return ts.isPropertyAccessExpression(parent) && /^(at|shift|pop|find|then)$/.test(parent.name.text);
}

/** The first `rows` of a source of which one row is picked by hand, so that nothing says how many there may be. */
export function findPickedRow(source: string): string | null {
  if (!/\.rows\b/.test(source)) return null;
  let found: string | null = null;
  const visit = (node: ts.Node): void => {
    const asked = ts.isTaggedTemplateExpression(node) ? node.tag : ts.isCallExpression(node) ? node.expression : null;
    if (asked && ts.isPropertyAccessExpression(asked) && asked.name.text === 'rows' && isPicked(node))
      found ??= asked.getText();
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

/** Views that stand for what an area has settled. `readBelow`: areas below it that may read the view, and why. */
const VIEWS: Readonly<Record<string, { area: string; readBelow: readonly string[]; reason: string }>> = {
  ValidCompletion: {
    area: 'progress',
    readBelow: ['training'],
    reason:
      'whoever has completed a course is not assigned it as open: a settled fact, published by progress as this view',
  },
  StandingFacts: {
    area: 'progress',
    readBelow: ['ledger'],
    reason: 'the one definition of how a person counts; the ledger compares what it told with it and asks nothing else',
  },
};

/** What is in no file of an area: the state of the machines, which belongs to the platform. */
const NO_AREA: Readonly<Record<string, string>> = { health: 'platform', base: 'platform' };

/** The area to which each table and view belongs: prisma/schema has a file for each. */
export function readTables(root: string): Map<string, string> {
  const tables = new Map(Object.entries(VIEWS).map(([view, { area }]) => [view, area]));
  const folder = path.join(root, 'prisma/schema');
  for (const file of readdirSync(folder)) {
    const area = path.basename(file, '.prisma');
    for (const [, table = ''] of readFileSync(path.join(folder, file), 'utf8').matchAll(/^model (\w+)/gm))
      tables.set(table, NO_AREA[area] ?? area);
  }
  return tables;
}

/** A file and the tables that it names in its SQL and its model calls. */
function tablesOf(source: string, tables: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>();
  const models = new Map([...tables.keys()].map((table) => [table.charAt(0).toLowerCase() + table.slice(1), table]));
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      for (const [, name = ''] of node.text.matchAll(/"(\w+)"/g)) if (tables.has(name)) found.add(name);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const model = ts.isPropertyAccessExpression(expression) ? models.get(expression.name.text) : undefined;
      if (model && /^(find|create|update|upsert|delete|count|aggregate|groupBy)/.test(name.text)) found.add(model);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The tables in a source of `area` that belong to an area above it. `order` is that of the areas, the highest first. */
export function findTablesAbove(
  source: string,
  area: string,
  order: readonly string[],
  tables: ReadonlyMap<string, string>,
): string[] {
  const own = order.indexOf(area);
  return [...tablesOf(source, tables)].filter((table) => {
    const place = order.indexOf(tables.get(table) ?? '');
    return place >= 0 && (own < 0 || place < own) && !VIEWS[table]?.readBelow.includes(area);
  });
}
