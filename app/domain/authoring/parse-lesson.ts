import type { List, Nodes, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Block, BlockKind, LessonTerm } from '#app/domain/catalogue/lesson-block.ts';
import type { Locale } from '#app/words/locale.ts';
import type { Shape } from './check-parallel.ts';
import { isLabel, lineOf, parser, partOf, toFillIn, toHtml, toText, toTree } from './lesson-markup.ts';
import { BOXES, type BoxRule, HOW_MANY, OPENING_WORDS, REFUSED, STAGE } from './lesson-rules.ts';
import { TermMarker, wrongVariants } from './mark-terms.ts';
import { AID_WORDS, countWords, floorSeconds, LENGTH, lessonMinutes } from './measure-lesson.ts';
import type { Problem } from './problem.ts';
import type { GlossarySheet } from './registers.ts';

export type LessonText = {
  blocks: Block[];
  shapes: Shape[];
  /** The figures in their order, by the names of their drawings, and the line where each is asked for. */
  figures: { name: string; line: number; block: Block }[];
  terms: LessonTerm[];
  words: number;
  minutes: number;
  floorSeconds: number;
};

const FIGURE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

class LessonReader {
  readonly problems: Problem[] = [];
  readonly blocks: Block[] = [];
  readonly shapes: Shape[] = [];
  readonly figures: LessonText['figures'] = [];
  words = 0;
  private sections = 0;
  private readonly lines: readonly string[];
  readonly terms: TermMarker;

  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly locale: Locale,
    private readonly glossary: GlossarySheet | null,
  ) {
    this.lines = text.split('\n');
    this.terms = new TermMarker(glossary, locale);
  }

  read(): void {
    const root = parser.parse(this.text);
    for (const node of root.children) {
      const label =
        node.type === 'containerDirective' && node.name === 'term' ? node.children.find(isLabel) : undefined;
      if (label) this.terms.leaveOut(textOf(label));
    }
    for (const node of root.children) this.readBlock(node);
    this.checkOrder();
    this.checkNumbers();
    this.checkVariants(root.children);
    const { least, most } = LENGTH[this.locale];
    if (this.words < least || this.words > most) {
      this.tell(1, `the lesson has ${this.words} words: ${least} to ${most} are asked for`);
    }
  }

  private tell(line: number, message: string): void {
    this.problems.push({ file: this.file, line, message });
  }

  private readBlock(node: RootContent): void {
    switch (node.type) {
      case 'paragraph':
        if (this.checkWords(node)) this.add(node, { kind: 'paragraph', html: this.marked([node]) }, []);
        return;
      case 'list':
        if (this.checkList(node)) this.add(node, { kind: 'list', html: this.marked([node]) }, [partOf(node)]);
        return;
      case 'heading': {
        if (node.depth !== 2) this.tell(lineOf(node), `only ## headings: this is ${'#'.repeat(node.depth)}`);
        const title = this.plain(node.children, lineOf(node), 'a heading');
        const html = toHtml([{ type: 'paragraph', children: [{ type: 'text', value: title }] }]).replace(
          /^<p>|<\/p>$/g,
          '',
        );
        this.sections += 1;
        this.add(node, { kind: 'heading', id: `section-${this.sections}`, title, html }, []);
        return;
      }
      case 'containerDirective':
        this.readBox(node);
        return;
      case 'leafDirective':
        if (node.name === 'figure') this.readFigure(node);
        else this.refuse(node);
        return;
      default:
        this.refuse(node);
    }
  }

  /** With the first uses of the glossary's terms in it. */
  private marked(children: RootContent[]): string {
    const tree = toTree(children);
    this.terms.mark(tree);
    return toText(tree);
  }

  /** Its drawings come from the course's folder: here stands where, and under which words. */
  private readFigure(node: Extract<RootContent, { type: 'leafDirective' }>): void {
    const line = lineOf(node);
    const { name = '', ...rest } = node.attributes ?? {};
    if (!FIGURE_NAME.test(name ?? '') || Object.keys(rest).length > 0) {
      this.tell(line, 'a figure is written ::figure[What it shows]{name=its-drawing}');
    }
    const title = this.plain(node.children, line, 'the caption of a figure');
    const block: Block = { kind: 'figure', id: `figure-${this.figures.length + 1}`, title, html: '' };
    this.figures.push({ name: name ?? '', line, block });
    this.add(node, block, [name ?? '']);
  }

  private readBox(node: Extract<RootContent, { type: 'containerDirective' }>): void {
    const line = lineOf(node);
    const rule = BOXES[node.name];
    if (!rule) {
      this.tell(line, `there is no box named ${node.name}: known are ${Object.keys(BOXES).join(', ')}`);
      return;
    }
    const kind = node.name as BlockKind;
    if (!/^:{3,}$/.test(this.lines[(node.position?.end.line ?? 0) - 1]?.trim() ?? '')) {
      this.tell(line, `the box ${kind} is not closed: it ends with :::`);
    }
    if (Object.keys(node.attributes ?? {}).length > 0) this.tell(line, `the box ${kind} takes nothing in braces`);

    const label = node.children.find(isLabel);
    const inside = node.children.filter((child) => !isLabel(child)) as RootContent[];
    if (rule.titled && !label) this.tell(line, `the box ${kind} needs its title in brackets: :::${kind}[…]`);
    if (!rule.titled && label) this.tell(line, `the box ${kind} has no title`);
    if (inside.length === 0) this.tell(line, `the box ${kind} is empty`);

    const outside = this.words;
    const title = label ? this.plain(label.children, line, 'a title') : undefined;
    const before = this.words;
    const sound = inside.filter((child) => this.checkInside(child, kind, rule)).length === inside.length;
    if (kind === 'opening' && this.words - before > OPENING_WORDS) {
      this.tell(line, `the opening has ${this.words - before} words: at most ${OPENING_WORDS}`);
    }
    if (kind === 'todo' && sound && inside.length !== 1) this.tell(line, 'the box todo holds one list');
    const id =
      kind === 'example' || kind === 'todo' ? kind : kind === 'check' && !this.has('check') ? 'checks' : undefined;
    if (kind === 'aid') this.leaveOutAid(line, outside);
    const html = !sound
      ? ''
      : kind === 'example'
        ? this.marked(inside)
        : kind === 'aid'
          ? toFillIn(inside)
          : toHtml(inside);
    this.add(node, { kind, ...(id && { id }), ...(title !== undefined && { title }), html }, inside.map(partOf));
  }

  /** A job aid is printed and used, not read with the lesson: its words are its own. */
  private leaveOutAid(line: number, outside: number): void {
    const words = this.words - outside;
    const most = AID_WORDS[this.locale];
    if (words > most) this.tell(line, `the aid has ${words} words: at most ${most}, so that it is one page`);
    this.words = outside;
  }

  private checkInside(node: RootContent, kind: BlockKind, rule: BoxRule): boolean {
    if (node.type === 'containerDirective') {
      this.tell(lineOf(node), `a box inside the box ${kind}: is that one closed with :::?`);
      return false;
    }
    if (node.type in REFUSED) return this.refuse(node);
    if (!rule.holds.some((held) => held === node.type)) {
      this.tell(lineOf(node), `the box ${kind} holds ${rule.holds.join('s and ')}s, no ${node.type}`);
      return false;
    }
    return node.type === 'list' ? this.checkList(node) : this.checkWords(node as Paragraph);
  }

  private checkList(list: List): boolean {
    let sound = true;
    if (list.ordered && list.start !== 1) {
      this.tell(lineOf(list), `a numbered list begins with 1, not ${list.start}`);
      sound = false;
    }
    for (const item of list.children) {
      if (item.children.length === 0) this.tell(lineOf(item), 'an item of the list is empty');
      for (const child of item.children) {
        if (child.type === 'paragraph') sound = this.checkWords(child) && sound;
        else if (child.type in REFUSED) sound = this.refuse(child);
        else {
          this.tell(
            lineOf(child),
            `an item of a list holds text, no ${child.type === 'list' ? 'list of its own' : child.type}`,
          );
          sound = false;
        }
      }
    }
    return sound;
  }

  /** Counts the words of a paragraph and refuses what may not stand in one. */
  private checkWords(paragraph: Paragraph): boolean {
    let sound = true;
    visit(paragraph, (node) => {
      if (node.type in REFUSED) sound = this.refuse(node);
      if (node.type === 'text' && node.value.includes(':::')) {
        this.tell(lineOf(node), 'three colons stand in the text: a box is :::name at the beginning of a line');
        sound = false;
      }
    });
    this.words += countWords(textOf(paragraph));
    return sound;
  }

  private plain(children: readonly PhrasingContent[], line: number, where: string): string {
    if (children.some((child) => child.type !== 'text')) this.tell(line, `${where} is plain text`);
    const title = textOf({ type: 'paragraph', children: [...children] }).trim();
    if (title === '') this.tell(line, `${where} is empty`);
    this.words += countWords(title);
    return title;
  }

  private refuse(node: Nodes): false {
    this.tell(lineOf(node), REFUSED[node.type] ?? `no ${node.type}`);
    return false;
  }

  private has(kind: BlockKind): boolean {
    return this.blocks.some((block) => block.kind === kind);
  }

  private add(node: Nodes, block: Block, parts: readonly string[]): void {
    this.blocks.push(block);
    this.shapes.push({ kind: block.kind, line: lineOf(node), parts });
  }

  private checkOrder(): void {
    let latest: BlockKind = 'opening';
    for (const { kind, line } of this.shapes) {
      if (STAGE[kind] < STAGE[latest]) this.tell(line, `${kind} stands after ${latest}: it comes before`);
      else latest = kind;
    }
  }

  /** Sources are named as they call themselves; everything else is called what the glossary calls it. */
  private checkVariants(nodes: readonly RootContent[]): void {
    if (!this.glossary) return;
    const sources = nodes.find((node) => node.type === 'containerDirective' && node.name === 'sources');
    const end = sources ? lineOf(sources) - 1 : this.lines.length;
    for (const [index, line] of this.lines.slice(0, end).entries()) {
      for (const { wrong, right } of wrongVariants(line, this.glossary, this.locale)) {
        this.tell(index + 1, `“${wrong}” is written “${right}”`);
      }
    }
  }

  private checkNumbers(): void {
    for (const { kind, least, most, words } of HOW_MANY) {
      const found = this.shapes.filter((shape) => shape.kind === kind);
      if (found.length >= least && found.length <= most) continue;
      this.tell(found[most]?.line ?? 1, `a lesson has ${words}: here are ${found.length}`);
    }
  }
}

/**
 * Reads one language of a lesson into blocks of sanitised HTML. All problems are told, each with its line. The drawings
 * of its figures are filled in by whoever has them.
 */
export function parseLesson(
  file: string,
  text: string,
  locale: Locale,
  glossary: GlossarySheet | null = null,
): { lesson: LessonText; problems: Problem[] } {
  const reader = new LessonReader(file, text, locale, glossary);
  reader.read();
  const { blocks, shapes, figures, words, problems } = reader;
  const count = (kind: BlockKind) => blocks.filter((block) => block.kind === kind).length;
  const minutes = lessonMinutes(locale, {
    words,
    checks: count('check'),
    examples: count('example'),
    todos: count('todo'),
  });
  const terms = reader.terms.found;
  return { lesson: { blocks, shapes, figures, terms, words, minutes, floorSeconds: floorSeconds(words) }, problems };
}
