import type { Element, ElementContent, Root } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import { toXml } from 'xast-util-to-xml';
import type { InLanguages } from '#app/domain/catalogue/lesson-block.ts';
import { type Locale, locales } from '#app/words/locale.ts';
import type { Problem } from './problem.ts';

/** A phone shows the tall drawing at its true size; the wide one, where there is one, stands beside a wider text. */
const drawingShapes = ['tall', 'wide'] as const;
export type DrawingShape = (typeof drawingShapes)[number];

const WIDTHS: Readonly<Record<DrawingShape, { least: number; most: number; words: string }>> = {
  tall: { least: 328, most: 328, words: 'exactly 328 wide' },
  wide: { least: 560, most: 620, words: '560 to 620 wide' },
};
const SHORTEST_DESCRIPTION = 40;

const GEOMETRY = ['transform', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'width', 'height'];
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  svg: ['xmlns', 'viewBox'],
  title: ['lang'],
  desc: ['lang'],
  g: ['transform', 'class', 'lang'],
  text: [...GEOMETRY, 'dx', 'dy', 'text-anchor', 'class', 'lang'],
  tspan: [...GEOMETRY, 'dx', 'dy', 'class', 'lang'],
  rect: [...GEOMETRY, 'class', 'lang'],
  circle: [...GEOMETRY, 'class', 'lang'],
  ellipse: [...GEOMETRY, 'class', 'lang'],
  line: [...GEOMETRY, 'class', 'lang'],
  polyline: ['points', 'transform', 'class', 'lang'],
  polygon: ['points', 'transform', 'class', 'lang'],
  path: ['d', 'transform', 'class', 'lang'],
};
/** The looks that flow.css knows. */
const CLASSES = new Set([
  'box',
  'soft',
  'done',
  'cool',
  'warm',
  'key',
  'way',
  'rule',
  'stem',
  'dot',
  'ring',
  'b',
  's',
  'onkey',
] as const);
const isClass = (name: string) => (CLASSES as ReadonlySet<string>).has(name);

/** Letters that only Vietnamese has: such a word is not the same in both languages. */
const VIETNAMESE = /[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]/u;

const lineOf = (node: Root | ElementContent): number => node.position?.start.line ?? 1;
const wordsOf = (node: ElementContent): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(wordsOf).join('') : '';

export type Drawing = {
  /** What stands inside `<svg>`, without title and description. */
  inside: InLanguages<string>;
  viewBox: string;
  /** The name and the description in one: what the figure tells to whoever cannot see it. */
  alternative: InLanguages<string>;
};

class FigureReader {
  readonly problems: Problem[] = [];

  constructor(
    private readonly file: string,
    private readonly shape: DrawingShape,
  ) {}

  tell(line: number, message: string): void {
    this.problems.push({ file: this.file, line, message });
  }

  read(text: string): Drawing | null {
    let root: Root;
    try {
      root = fromXml(text);
    } catch (error) {
      const at = error as { line?: number; reason?: string };
      this.tell(at.line ?? 1, `this is not SVG: ${String(at.reason ?? error).split('\n')[0]}`);
      return null;
    }
    const svg = root.children.find((child) => child.type === 'element');
    if (svg?.name !== 'svg') {
      this.tell(svg ? lineOf(svg) : 1, 'the drawing is one svg element');
      return null;
    }
    const viewBox = this.checkSize(svg);
    this.checkElement(svg, null);
    const alternative = { vi: this.readAlternative(svg, 'vi'), en: this.readAlternative(svg, 'en') };
    this.checkBothSpeak(svg);
    const inside = (locale: Locale) => toXml(svg.children.flatMap((child) => only(child, locale))).trim();
    return { inside: { vi: inside('vi'), en: inside('en') }, viewBox, alternative };
  }

  private checkSize(svg: Element): string {
    const viewBox = String(svg.attributes.viewBox ?? '');
    const [, width] = /^0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)$/.exec(viewBox) ?? [];
    const { least, most, words } = WIDTHS[this.shape];
    if (width === undefined) this.tell(lineOf(svg), 'the viewBox is written "0 0 WIDTH HEIGHT"');
    else if (Number(width) < least || Number(width) > most)
      this.tell(lineOf(svg), `the ${this.shape} drawing is ${words}, not ${width}`);
    return viewBox;
  }

  private checkElement(node: Element, language: string | null): void {
    const attributes = ELEMENTS[node.name];
    if (!attributes) {
      this.tell(lineOf(node), `a drawing has no ${node.name}: known are ${Object.keys(ELEMENTS).join(', ')}`);
      return;
    }
    for (const [name, value] of Object.entries(node.attributes)) {
      if (!attributes.includes(name)) this.tell(lineOf(node), `${node.name} takes no ${name}: looks come from classes`);
      if (name === 'class') {
        for (const each of String(value).split(/\s+/)) {
          if (!isClass(each))
            this.tell(lineOf(node), `there is no class ${each}: known are ${[...CLASSES].join(', ')}`);
        }
      }
    }
    const own = node.attributes.lang === undefined ? null : String(node.attributes.lang);
    if (own !== null && own !== 'vi' && own !== 'en') this.tell(lineOf(node), `lang is vi or en, not ${own}`);
    if (own !== null && language !== null) this.tell(lineOf(node), 'a language inside a language');
    for (const child of node.children) this.checkChild(child, node, own ?? language);
  }

  private checkChild(child: ElementContent, parent: Element, language: string | null): void {
    switch (child.type) {
      case 'element':
        this.checkElement(child, language);
        return;
      case 'text':
        if (child.value.trim() === '') return;
        if (!['text', 'tspan', 'title', 'desc'].includes(parent.name))
          this.tell(lineOf(child), 'words stand in a text element');
        if (language === null && VIETNAMESE.test(child.value)) {
          this.tell(
            lineOf(child),
            `“${child.value.trim()}” is Vietnamese: it needs lang="vi" and its English beside it`,
          );
        }
        return;
      case 'comment':
        return;
      default:
        this.tell(lineOf(child), `no ${child.type} in a drawing`);
    }
  }

  private readAlternative(svg: Element, locale: Locale): string {
    const said = (name: string): string => {
      const found = svg.children.filter(
        (child): child is Element =>
          child.type === 'element' && child.name === name && child.attributes.lang === locale,
      );
      if (found.length !== 1)
        this.tell(lineOf(svg), `the drawing needs one ${name} in ${locale}: its text alternative`);
      return found.map(wordsOf).join(' ').replace(/\s+/g, ' ').trim();
    };
    const [title, description] = [said('title'), said('desc')];
    if (description !== '' && description.length < SHORTEST_DESCRIPTION) {
      this.tell(
        lineOf(svg),
        `the ${locale} description tells too little: whoever cannot see the figure learns it from there`,
      );
    }
    return `${title}. ${description}`;
  }

  private checkBothSpeak(svg: Element): void {
    const texts = (locale: Locale) =>
      count(svg, (node) => node.name !== 'title' && node.name !== 'desc' && node.attributes.lang === locale);
    for (const locale of locales) {
      const other = locale === 'vi' ? 'en' : 'vi';
      if (texts(locale) > 0 && texts(other) === 0)
        this.tell(lineOf(svg), `the drawing speaks ${locale} and no ${other}`);
    }
  }
}

const count = (node: Element, is: (node: Element) => boolean): number =>
  node.children.reduce(
    (sum, child) => (child.type === 'element' ? sum + (is(child) ? 1 : 0) + count(child, is) : sum),
    0,
  );

/** A drawing in one language: what is said in the other is left out, and so are languages, names and spaces between. */
function only(node: ElementContent, locale: Locale): ElementContent[] {
  if (node.type === 'text') return node.value.trim() === '' ? [] : [node];
  if (node.type !== 'element' || node.name === 'title' || node.name === 'desc') return [];
  const { lang, ...attributes } = node.attributes;
  if (lang !== undefined && lang !== locale) return [];
  return [{ ...node, attributes, children: node.children.flatMap((child) => only(child, locale)) }];
}

/** Reads a drawing. All problems are told, each with its line; null when it is no drawing at all. */
export function parseFigure(
  file: string,
  text: string,
  shape: DrawingShape,
): { drawing: Drawing | null; problems: Problem[] } {
  const reader = new FigureReader(file, shape);
  const drawing = reader.read(text);
  return { drawing, problems: reader.problems };
}

const attribute = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** A figure as a lesson carries it: the tall drawing alone, or both, of which the page shows one. */
export function figureHtml(drawings: { tall: Drawing; wide: Drawing | null }, locale: Locale): string {
  const draw = (drawing: Drawing, look: string) =>
    `<svg class="flow ${look}" viewBox="${drawing.viewBox}" role="img" aria-label="${attribute(drawing.alternative[locale])}">${drawing.inside[locale]}</svg>`;
  const { tall, wide } = drawings;
  return wide ? `${draw(wide, 'flow-wide')}${draw(tall, 'flow-tall')}` : draw(tall, 'flow-only');
}
