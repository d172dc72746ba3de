import type { Root as HtmlRoot } from 'hast';
import type { Nodes, Paragraph, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkDirective from 'remark-directive';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** Reads Markdown with boxes and figures. */
export const parser = unified().use(remarkParse).use(remarkDirective);
const writer = unified()
  .use(remarkRehype)
  .use(rehypeSanitize, {
    tagNames: ['p', 'ul', 'ol', 'li', 'strong'],
    attributes: {},
    protocols: {},
    ancestors: { li: ['ol', 'ul'] },
    strip: ['script', 'style'],
  })
  .use(rehypeStringify);

/** Markdown as a tree of HTML in which nothing is but paragraphs, lists and strong words. */
export const toTree = (children: RootContent[]): HtmlRoot => writer.runSync({ type: 'root', children }) as HtmlRoot;
export const toText = (tree: HtmlRoot): string => writer.stringify(tree).trim();
export const toHtml = (children: RootContent[]): string => toText(toTree(children));

/** The same for a job aid: a list whose every item ends with a colon is one to fill in by hand. */
export const toFillIn = (children: RootContent[]): string =>
  children
    .map((node) => {
      const html = toHtml([node]);
      const isFilledIn = node.type === 'list' && node.children.every((item) => textOf(item).trimEnd().endsWith(':'));
      return isFilledIn ? html.replace(/^<ul>/, '<ul class="fill">') : html;
    })
    .join('\n');

export const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;

/** Whether this is the title of a box, in brackets behind its name. */
export const isLabel = (node: Nodes): node is Paragraph =>
  node.type === 'paragraph' && (node.data as { directiveLabel?: boolean } | undefined)?.directiveLabel === true;

/** What a list or a paragraph counts as when languages are compared. */
export const partOf = (node: Nodes): string =>
  node.type === 'list' ? `a list of ${node.children.length}` : `a ${node.type}`;
