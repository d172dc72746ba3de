import { PurgeCSS } from 'purgecss';
import ts from 'typescript';

const known = new Map<string, string[]>();

/** Every word of every text in a source of TypeScript, or of every `class` in a drawing: what can be a class. */
function wordsOf(source: string): string[] {
  const before = known.get(source);
  if (before) return before;
  const words = readWords(source);
  known.set(source, words);
  return words;
}

function readWords(source: string): string[] {
  if (source.trimStart().startsWith('<'))
    return [...source.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' '));
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      words.push(...node.text.split(/[^\w-]+/));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('page.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return words;
}

/**
 * The classes of a style sheet that no text of the sources names. Whatever is said in a text counts as named, so a class
 * that is called like a common word may stay unseen; `composed` are those that the code puts together.
 */
export async function findUnusedClasses(
  css: string,
  sources: Iterable<string>,
  composed: readonly string[],
): Promise<string[]> {
  const named = new Set([...[...sources].flatMap(wordsOf), ...composed]);
  const [result] = await new PurgeCSS().purge({
    css: [{ raw: css }],
    content: [{ raw: [...named].join(' '), extension: 'txt' }],
    rejected: true,
  });
  const classes = (result?.rejected ?? []).flatMap((selector) =>
    [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name),
  );
  return [...new Set(classes)].filter((name) => !named.has(name));
}
