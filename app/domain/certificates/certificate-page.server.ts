import type { Font } from 'fontkit';
import { asSource } from './certificate-document.server.ts';
import { type Fit, fitLines } from './fit-lines.ts';
import { printed, refuseUnprintable, runsOf, type Weight } from './fonts.server.ts';

/** A text set in lines that fit; sizes and places are millimetres. */
export type Block = { lines: string[]; size: number; weight: Weight; colour: string; lang?: 'en'; tag?: 'H1' | 'P' };
export type Words = Omit<Block, 'lines' | 'size'> & { text: string };
/** `x` is the centre of a text or its left edge, `y` the baseline of its first line. */
export type Spot = { x: number; y: number; align?: 'left' };

const POINTS_PER_MM = 72 / 25.4;
/** Vietnamese marks reach 1.2 em above the baseline and 0.26 em below: lines closer than this would touch. */
const LEADING = 1.3;

/** Places tagged text and untagged ornament on the one page of a document, in millimetres from its upper left corner. */
export class CertificatePage {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;

  constructor(document: PDFKit.PDFDocument, title: string) {
    this.#document = document;
    this.#root = document.struct('Document', { title: printed(title) });
    document.addStructure(this.#root);
  }

  set({ text, ...look }: Words, fit: Fit): Block {
    const whole = printed(text);
    refuseUnprintable(whole);
    const { size, lines } = fitLines(whole, (part) => this.#width(part, look.weight, 1), fit);
    return { ...look, size, lines };
  }

  width({ lines, weight, size }: Block): number {
    return Math.max(...lines.map((line) => this.#width(line.trimEnd(), weight, size)));
  }

  /** Draws a block as one element of the structure and answers the baseline of its last line. */
  put(block: Block, spot: Spot): number {
    const { tag = 'P', lang } = block;
    this.#tagged(tag, lang === undefined ? {} : { lang }, () => this.#lines(block, spot));
    return spot.y + heightBelow(block);
  }

  /** A text that leads to an address: a person clicks it on a screen and copies it from paper. */
  putLink(block: Block, spot: Spot, url: string, alternative: string): void {
    const link = this.#document.struct('Link', { alt: alternative }, () => {
      this.#lines(block, spot);
      const left = spot.align === 'left' ? spot.x : spot.x - this.width(block) / 2;
      const top = spot.y - block.size;
      const area = [left, top, this.width(block), heightBelow(block) + block.size * LEADING].map(
        (edge) => edge * POINTS_PER_MM,
      );
      const [x, y, width, height] = area as [number, number, number, number];
      this.#document.link(x, y, width, height, url, { structParent: link, Contents: asPdfString(alternative) });
    });
    this.#root.add(this.#document.struct('P', {}, [link]));
  }

  /** Draws a picture, with words for those who cannot see it, in millimetres from the upper left corner of its box. */
  putFigure(
    alternative: string,
    box: { x: number; y: number; side: number },
    draw: (document: PDFKit.PDFDocument) => void,
  ): void {
    const edges = [box.x, box.y, box.x + box.side, box.y + box.side].map((edge) => edge * POINTS_PER_MM);
    const bbox = edges as [number, number, number, number];
    this.#tagged('Figure', { alt: alternative, bbox, placement: 'Block' }, () => this.#inMillimetres(box, draw));
  }

  /** Draws what carries no meaning: readers pass over it. */
  putOrnament(draw: (document: PDFKit.PDFDocument) => void, origin: { x: number; y: number } = { x: 0, y: 0 }): void {
    this.#document.markContent('Artifact', { type: 'Layout' });
    this.#inMillimetres(origin, draw);
    this.#document.endMarkedContent();
  }

  end(): void {
    this.#root.end();
  }

  #tagged(tag: string, options: PDFKit.Mixins.StructureElementOptions, draw: () => void): void {
    this.#root.add(this.#document.struct(tag, options, draw));
  }

  #lines({ lines, weight, size, colour }: Block, { x, y, align }: Spot): void {
    for (const [index, line] of lines.entries()) {
      let left = align === 'left' ? x : x - this.#width(line.trimEnd(), weight, size) / 2;
      for (const { text, font } of runsOf(line, weight)) {
        this.#document
          .font(asSource(font))
          .fontSize(size * POINTS_PER_MM)
          .fillColor(colour);
        const options = { lineBreak: false, baseline: 'alphabetic' } as const;
        this.#document.text(text, left * POINTS_PER_MM, (y + index * size * LEADING) * POINTS_PER_MM, options);
        left += this.#runWidth(text, font, size);
      }
    }
  }

  #width(text: string, weight: Weight, size: number): number {
    return runsOf(text, weight).reduce((sum, run) => sum + this.#runWidth(run.text, run.font, size), 0);
  }

  /** Given the font's own name, PDFKit finds it again at once; without, it opens and compares it on every change. */
  #runWidth(text: string, font: Font, size: number): number {
    return this.#document.font(asSource(font), font.postscriptName).fontSize(size).widthOfString(text);
  }

  #inMillimetres(origin: { x: number; y: number }, draw: (document: PDFKit.PDFDocument) => void): void {
    this.#document.save().scale(POINTS_PER_MM).translate(origin.x, origin.y);
    draw(this.#document);
    this.#document.restore();
  }
}

/** From the baseline of a block's first line to that of its last. */
export function heightBelow({ lines, size }: Block): number {
  return (lines.length - 1) * size * LEADING;
}

/** PDFKit writes a primitive string as a PDF name and a String object as a PDF text. */
function asPdfString(text: string): string {
  return Object(text) as string;
}
