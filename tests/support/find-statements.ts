import path from 'node:path';
import ts from 'typescript';

/** What TypeScript holds of a column of a declared row. */
export type Declared = {
  name: string;
  type: string;
  base: 'string' | 'number' | 'bigint' | 'boolean' | 'Date' | 'bytes' | 'string[]' | 'number[]' | 'other';
  isNullable: boolean;
  isOptional: boolean;
};

/** A statement in the code: where it begins and ends, how it is asked, and what its rows are declared to be. */
export type Statement = {
  file: string;
  from: number;
  to: number;
  method: 'rows' | 'one' | 'maybeOne' | 'run';
  /** The function or constant that it stands in. */
  within: string;
  /** As it is written, with the pieces that are put into it by their names. */
  source: string;
  /** Null where nothing is declared. */
  row: Declared[] | null;
};

const METHODS = new Set(['rows', 'one', 'maybeOne', 'run']);
const isOurs = (file: string, root: string) =>
  /^(app|jobs)\//.test(path.relative(root, file)) &&
  !/\.test\.tsx?$/.test(file) &&
  !/platform\/(sql|database|heavy-reads)\.server\.ts$/.test(file);

/** Every statement of the product that goes through `rows`, `one`, `maybeOne` or `run` of a Reader or Writer. */
export function findStatements(root: string, more: ReadonlyMap<string, string> = new Map()): Statement[] {
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost(config.options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.readFile = (file) => more.get(path.relative(root, file)) ?? read(file);
  host.fileExists = (file) => more.has(path.relative(root, file)) || exists(file);
  const planted = [...more.keys()].map((file) => path.join(root, file));
  const names = more.size > 0 ? planted : config.fileNames.filter((file) => isOurs(file, root));
  const program = ts.createProgram(names, { ...config.options, incremental: false, noEmit: true }, host);
  const checker = program.getTypeChecker();
  const found: Statement[] = [];
  for (const source of program.getSourceFiles()) {
    if (more.size > 0 ? !planted.includes(source.fileName) : !isOurs(source.fileName, root)) continue;
    const lineAt = (at: number) => source.getLineAndCharacterOfPosition(at).line + 1;
    const visit = (node: ts.Node, within: string): void => {
      const here = nameOf(node) ?? within;
      const call = askedBy(node, checker);
      if (call)
        found.push({
          file: path.relative(root, source.fileName),
          from: lineAt(node.getStart()),
          to: lineAt(node.end),
          method: call.method,
          within: here,
          source: node.getText(),
          row: call.row ? columnsOf(call.row, checker, node) : null,
        });
      ts.forEachChild(node, (child) => visit(child, here));
    };
    visit(source, '');
  }
  return found;
}

function nameOf(node: ts.Node): string | null {
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name) return node.name.getText();
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer))
    return node.name.getText();
  return null;
}

function askedBy(node: ts.Node, checker: ts.TypeChecker): { method: Statement['method']; row: ts.Type | null } | null {
  const callee = ts.isTaggedTemplateExpression(node) ? node.tag : ts.isCallExpression(node) ? node.expression : null;
  if (!callee || !ts.isPropertyAccessExpression(callee) || !METHODS.has(callee.name.text)) return null;
  const symbol = checker.getSymbolAtLocation(callee.name);
  if (!symbol?.declarations?.some((each) => each.getSourceFile().fileName.endsWith('platform/sql.server.ts')))
    return null;
  const declared = (node as ts.TaggedTemplateExpression | ts.CallExpression).typeArguments?.[0];
  return {
    method: callee.name.text as Statement['method'],
    row: declared ? checker.getTypeFromTypeNode(declared) : null,
  };
}

const columnsOf = (row: ts.Type, checker: ts.TypeChecker, at: ts.Node): Declared[] =>
  checker.getPropertiesOfType(row).map((property) => {
    const type = checker.getTypeOfSymbolAtLocation(property, at);
    return {
      name: property.name,
      type: checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation),
      base: baseOf(checker.getNonNullableType(type), checker),
      isNullable:
        (type.flags & ts.TypeFlags.Any) !== 0 || partsOf(type).some((part) => (part.flags & ts.TypeFlags.Null) !== 0),
      isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
    };
  });

const partsOf = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);

function baseOf(type: ts.Type, checker: ts.TypeChecker): Declared['base'] {
  const all = (flag: ts.TypeFlags) => partsOf(type).every((part) => (part.flags & flag) !== 0);
  if (all(ts.TypeFlags.StringLike)) return 'string';
  if (all(ts.TypeFlags.NumberLike)) return 'number';
  if (all(ts.TypeFlags.BigIntLike)) return 'bigint';
  if (all(ts.TypeFlags.BooleanLike)) return 'boolean';
  if (type.symbol?.name === 'Date') return 'Date';
  if (type.symbol?.name === 'Uint8Array' || type.symbol?.name === 'Buffer') return 'bytes';
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    const base = element && baseOf(checker.getNonNullableType(element), checker);
    if (base === 'string' || base === 'number') return `${base}[]`;
  }
  return 'other';
}
