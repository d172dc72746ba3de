import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** As many lines as one file of `app/` may have, and one function in it. */
const LONGEST_FILE = 300;
const LONGEST_FUNCTION = 100;

type Lengths = Record<string, number>;

/** What a person calls a function: its own name, the name of what holds it, or what it is handed to. */
function nameOf(node: ts.SignatureDeclaration, source: ts.SourceFile): string {
  if (node.name) return node.name.getText(source);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText(source);
  if (ts.isCallExpression(parent)) return `${parent.expression.getText(source)}(…)`;
  return '(nameless)';
}

/** A suite of a test file is a chapter, not a function: its tests are functions. */
const isSuite = (name: string): boolean => /^describe\b/.test(name);

/** The functions over the limit, as `file name` with their lines; what stands inside a function counts with it. */
export function findLongFunctions(sources: ReadonlyMap<string, string>): Lengths {
  const found: Lengths = {};
  for (const [file, text] of sources) {
    if (!/\.tsx?$/.test(file)) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && 'body' in node && node.body) {
        const lineOf = (at: number) => source.getLineAndCharacterOfPosition(at).line;
        const lines = lineOf(node.getEnd()) - lineOf(node.getStart(source)) + 1;
        const name = nameOf(node, source);
        const key = `${file} ${name}`;
        if (lines > LONGEST_FUNCTION && !isSuite(name)) found[key] = Math.max(lines, found[key] ?? 0);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** The files over the limit with their lines. */
export function findLongFiles(sources: ReadonlyMap<string, string>): Lengths {
  return Object.fromEntries(
    [...sources]
      .map(([file, text]): [string, number] => [file, text.replace(/\n$/, '').split('\n').length])
      .filter(([, lines]) => lines > LONGEST_FILE),
  );
}

/** Every file under a folder of the project, by its path in it. */
export const listFiles = (root: string, folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (file) => `${folder}/${file.split(path.sep).join('/')}`,
  );

/** Every source and style of `app/`, the tests beside them too. */
export function readApp(root: string): Map<string, string> {
  const files = listFiles(root, 'app').filter((file) => /\.(tsx?|css)$/.test(file));
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}
