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
