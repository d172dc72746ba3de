import ts from 'typescript';
import { type Shown, showChange } from './mutant.ts';

/** From here to there in a source. */
type Span = { start: number; end: number };

/** What stands from `start` to `end` becomes `replacement`. */
export type Mutant = Shown & {
  start: number;
  end: number;
  replacement: string;
  /** The statement, `where` or condition that must be come to before it can be noticed. */
  within: Span;
};

/** What goes wrong when somebody writes a predicate in a hurry; each is tried wherever it fits. */
const SQL_OPERATORS: readonly [operator: string, pattern: RegExp, replacement: string][] = [
  ['<= for <', / < /g, ' <= '],
  ['< for <=', / <= /g, ' < '],
  ['>= for >', / > /g, ' >= '],
  ['> for >=', / >= /g, ' > '],
  ['<> for =', /(?<=\b(?:WHERE|AND|ON) [\w".]+) = (?!ANY\()/g, ' <> '],
  ['= for <>', / <> /g, ' = '],
  ['outside for inside', / = ANY\(/g, ' <> ALL('],
  ['IS NOT NULL for IS NULL', /\bIS NULL\b/g, 'IS NOT NULL'],
  ['IS NULL for IS NOT NULL', /\bIS NOT NULL\b/g, 'IS NULL'],
  ['same for changed', /\bIS DISTINCT FROM\b/g, 'IS NOT DISTINCT FROM'],
  ['EXISTS for NOT EXISTS', /\bNOT EXISTS\b/g, 'EXISTS'],
  ['NOT EXISTS for EXISTS', /(?<!NOT |IF )\bEXISTS\b/g, 'NOT EXISTS'],
  ['OR for AND', /\bAND\b/g, 'OR'],
  ['AND for OR', /\bOR\b/g, 'AND'],
  // not where what it is compared with goes on
  [
    'predicate dropped',
    /(?<=\b(?:WHERE|AND|ON) )[\w".]+ (?:=|<>|[<>]=?) (?:\$\{[^{}`]*\}|[\w".]+|'\w*')(?:::\w+)?(?![\w(:."]| [-+*/|])/g,
    'true',
  ],
  ['part of a condition dropped', /(?<=\b(?:WHERE|AND) )\$\{[^{}`]*\}(?=[\s)`])/g, 'true'],
  ['no lock', / FOR (?:NO KEY UPDATE|UPDATE|SHARE)\b(?: OF \w+(?:, \w+)*)?(?: SKIP LOCKED)?/g, ''],
];

const isStatement = (tag: string): boolean => /(?:\.rows|\.one|\.maybeOne|\.run|\bsql)$/.test(tag);

/** `if (…) throw new Error(…)`: what cannot happen, which no test can bring about. */
const isAssertion = ({ thenStatement }: ts.IfStatement): boolean => /^throw new Error\(/.test(thenStatement.getText());

/** Every mutant of a file: of the predicates of its statements, of its `where` objects, and of its branches without an else. */
export function findMutants(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found = new Map<string, Mutant>();
  const add = (node: ts.Node, operator: string, { start, end }: Span, replacement: string) => {
    const change = { start, end, replacement };
    const within = { start: node.getStart(tree), end: node.end };
    found.set(`${start} ${operator}`, { file, operator, ...change, ...showChange(source, change), within });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && isStatement(node.tag.getText(tree))) {
      const from = node.template.getStart(tree);
      const spans = ts.isTemplateExpression(node.template) ? node.template.templateSpans : [];
      const isSql = (at: number) => !spans.some(({ expression }) => expression.pos <= at && at < expression.end);
      for (const [operator, pattern, replacement] of SQL_OPERATORS) {
        for (const { index, 0: match } of node.template.getText(tree).matchAll(pattern)) {
          const start = from + index;
          if (isSql(start)) add(node, operator, { start, end: start + match.length }, replacement);
        }
      }
    }
    if (ts.isPropertyAssignment(node) && node.name.getText(tree) === 'where') {
      const properties = ts.isObjectLiteralExpression(node.initializer) ? node.initializer.properties : [];
      for (const property of properties.length > 1 ? properties : []) {
        const comma = /^\s*,?/.exec(source.slice(property.end))?.[0].length ?? 0;
        const span = { start: property.getStart(tree), end: property.end + comma };
        add(node.initializer, 'part of a where dropped', span, '');
      }
    }
    if (ts.isIfStatement(node) && !node.elseStatement && !isAssertion(node)) {
      const { expression } = node;
      add(expression, 'branch never taken', { start: expression.getStart(tree), end: expression.end }, 'false');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...found.values()];
}

/** The source with the mutant in it. */
export const plant = (source: string, { start, end, replacement }: Mutant): string =>
  source.slice(0, start) + replacement + source.slice(end);

export const placeOf = ({ file, within }: Mutant): string => `${file}:${within.start}`;

/** The source, adding to `globalThis.reached` each place of its mutants that is come to. */
export function watch(file: string, source: string): string {
  const places = new Map(findMutants(file, source).map((mutant) => [placeOf(mutant), mutant.within]));
  const insertions = [...places].flatMap(([place, { start, end }]) => [
    { at: start, text: `(globalThis.reached?.add(${JSON.stringify(place)}), ` },
    { at: end, text: ')' },
  ]);
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, one) => text.slice(0, one.at) + one.text + text.slice(one.at), source);
}
