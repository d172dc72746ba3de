import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

type Pixels = { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> };
export type PdfPage = {
  /** The text in reading order, as runs; lines of one paragraph are separate runs. */
  runs: Array<{ text: string; x: number; y: number; width: number; size: number }>;
  info: Record<string, unknown>;
  /** The title as XMP says it, null where the XMP does not parse. */
  xmpTitle: string | null;
  language: string | null;
  links: string[];
  structure: unknown;
  size: [width: number, height: number];
  pixels: Pixels;
};

/** Reads the one page of a PDF with Mozilla's pdf.js: what a browser would show, copy and follow. */
export async function readPdf(pdf: Uint8Array, dpi = 100): Promise<PdfPage> {
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0 });
  try {
    const document = await task.promise;
    const page = await document.getPage(1);
    const { info, metadata } = await document.getMetadata();
    const content = await page.getTextContent();
    const runs = content.items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [{ text: item.str, x: item.transform[4], y: item.transform[5], width: item.width, size: item.height }]
        : [],
    );
    const viewport = page.getViewport({ scale: dpi / 72 });
    const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
    const factory = document.canvasFactory as { create(width: number, height: number): { canvas: HTMLCanvasElement } };
    const { canvas } = factory.create(width, height);
    await page.render({ canvas, viewport }).promise;
    const image = canvas.getContext('2d')?.getImageData(0, 0, width, height);
    if (image === undefined) throw new Error('no canvas');
    const annotations = (await page.getAnnotations()) as Array<{ url?: string }>;
    return {
      runs,
      info: info as Record<string, unknown>,
      xmpTitle: (metadata?.get('dc:title') as string | null | undefined) ?? null,
      language: (info as { Language?: string | null }).Language ?? null,
      links: annotations.flatMap(({ url }) => (url === undefined ? [] : [url])),
      structure: await page.getStructTree(),
      size: [viewport.width / (dpi / 72), viewport.height / (dpi / 72)],
      pixels: { width, height, data: Uint8ClampedArray.from(image.data) },
    };
  } finally {
    await task.destroy();
  }
}
