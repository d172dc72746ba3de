import { CertificateDocument } from './certificate-document.server.ts';
import { type Block, CertificatePage, heightBelow } from './certificate-page.server.ts';
import { bambooFrame, lashings, MARK, PAGE } from './ornament.ts';
import { qrCode } from './qr.ts';
import { hasCheckCharacter } from './serial.ts';
import type { Statement } from './statement.ts';
import { type Bilingual, type Wording, wordCertificate } from './wording.ts';

const COLOUR = {
  ink: '#1B231F',
  soft: '#4A544D',
  bamboo: '#1B5E3F',
  gold: '#A9822E',
  lacquer: '#9C231B',
  paper: '#FFFEFB',
};
const CENTRE = PAGE.width / 2;
const FRAME = bambooFrame();
const LASHINGS = lashings();
/** Between a Vietnamese label and its English on one line. */
const WORD = 2;

/** Raised whenever the same statement could be drawn otherwise than before; stored with every document. */
export const RENDERER = 2;

/**
 * Draws a certificate. The same statement gives the same bytes, in any process and beside any other document.
 * @throws UnprintableText when a word of it cannot be set as it is written
 */
export async function renderCertificatePdf(statement: Statement): Promise<Buffer> {
  const words = wordCertificate(statement);
  const document = new CertificateDocument({
    title: words.documentTitle,
    author: statement.issuer.vi,
    subject: words.title.en,
    keywords: statement.serial,
    at: new Date(statement.completedAt),
  });
  const bytes = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const page = new CertificatePage(document, words.documentTitle);
  drawFrame(page);
  drawHeadings(page, words);
  drawBody(page, words);
  drawProof(page, words, statement.verifyUrl);
  drawSeal(page);
  drawIssuer(page, words);
  page.end();
  document.end();
  return bytes;
}

const strong = (colour = COLOUR.ink) => ({ weight: 'semiBold' as const, colour });
const plain = (colour = COLOUR.ink) => ({ weight: 'regular' as const, colour });
const english = () => ({ weight: 'regular' as const, colour: COLOUR.soft, lang: 'en' as const });

function drawFrame(page: CertificatePage): void {
  page.putOrnament((document) => {
    document.rect(0, 0, PAGE.width, PAGE.height).fill(COLOUR.paper);
    document.path(FRAME).fill(COLOUR.bamboo);
    document.lineWidth(0.5).path(LASHINGS).stroke(COLOUR.gold);
    document
      .lineWidth(0.3)
      .rect(19, 19, PAGE.width - 38, PAGE.height - 38)
      .stroke(COLOUR.gold);
  });
}

/** The issuing agency on the left, the state and its motto on the right, in the order of Decree 30/2020. */
function drawHeadings(page: CertificatePage, { issuer, state }: Wording): void {
  const [left, right, top, width] = [84, 207, 31, 112];
  const heading = page.set({ ...strong(), text: issuer.heading }, { width, sizes: [4.1, 3.7], lines: 2 });
  let y = page.put(heading, { x: left, y: top });
  y = page.put(page.set({ ...english(), text: issuer.en }, { width, sizes: [3.1, 2.9], lines: 2 }), {
    x: left,
    y: y + 5.4,
  });
  rule(page, { x: left, y: y + 3.4, length: Math.min(40, page.width(heading) * 0.4), colour: COLOUR.ink });

  page.put(page.set({ ...strong(), text: state.vi }, { width, sizes: [4.1], lines: 1 }), { x: right, y: top });
  const motto = page.set({ ...strong(), text: state.motto }, { width, sizes: [4.2], lines: 1 });
  page.put(motto, { x: right, y: top + 6 });
  rule(page, { x: right, y: top + 8.4, length: page.width(motto), colour: COLOUR.ink });
  page.put(page.set({ ...english(), text: state.en }, { width, sizes: [3.1], lines: 1 }), { x: right, y: top + 13 });
}

/** A block, and how far its first baseline stands below the last one of the block above. */
type Row = { gap: number; block: Block };
type Look = Omit<Block, 'lines' | 'size'>;

/** What is certified, centred; long words take lines, then the gaps shrink, then the type. */
function drawBody(page: CertificatePage, words: Wording): void {
  const [top, bottom] = [63, 153];
  const tightest = 0.88;
  let rows = bodyRows(page, words, 1);
  for (let scale = 0.96; height(rows, tightest) > bottom - top && scale > 0.3; scale *= 0.96) {
    rows = bodyRows(page, words, scale);
  }
  const lines = height(rows, 0);
  const spread = Math.min(1, (bottom - top - lines) / (height(rows, 1) - lines));
  let y = top + (bottom - top - height(rows, spread)) / 2;
  for (const { gap, block } of rows) y = page.put(block, { x: CENTRE, y: y + gap * spread });
}

function height(rows: Row[], spread: number): number {
  return rows.reduce((sum, { gap, block }) => sum + gap * spread + heightBelow(block), 0);
}

function bodyRows(page: CertificatePage, words: Wording, scale: number): Row[] {
  const row = (gap: number, look: Look, text: string, sizes: number[], width = 204): Row => ({
    gap: gap * scale,
    block: page.set({ ...look, text }, { width, sizes: sizes.map((size) => size * scale), lines: 2 }),
  });
  const pair = (gap: number, { vi, en }: Bilingual, sizes: number[], englishSizes: number[]): Row[] => [
    row(gap, plain(), vi, sizes),
    row((englishSizes[0] ?? 3) * 1.42, english(), en, englishSizes),
  ];
  return [
    row(0, { ...strong(COLOUR.bamboo), tag: 'H1' }, words.title.vi, [12.2]),
    row(7.3, english(), words.title.en, [4.8]),
    ...pair(10.6, words.certifies, [4.4], [3.2]),
    row(14.2, strong(), words.holder, [11.4, 9.5, 8], 176),
    ...pair(8.6, words.holderAgency, [4.4, 4], [3.2, 3]),
    ...pair(9, words.completed, [4.4], [3.2]),
    row(10.8, strong(COLOUR.bamboo), words.course.vi, [8.2, 7, 6], 196),
    row(6, english(), words.course.en, [4.4, 4]),
    ...pair(8.4, words.facts, [3.9], [3.1]),
  ];
}

/** What anyone needs to check the document: the code, the number, the address. */
function drawProof(page: CertificatePage, words: Wording, verifyUrl: string): void {
  const code = qrCode(verifyUrl);
  const side = Math.min(28, Math.max(24, code.size * 0.7));
  const [left, top] = [28, 160.5];
  page.putFigure(words.qrAlternative, { x: left, y: top, side }, (document) => {
    document.scale(side / code.size);
    for (const { row, column, length } of code.runs) document.rect(column, row, length, 1);
    document.fill(COLOUR.ink);
  });

  const x = left + side + 4.5;
  const fit = { width: 131 - x, lines: 2 };
  const align = 'left' as const;
  /** Those of seventeen characters are broken nowhere; those of before stand as they always stood. */
  const serialSizes = hasCheckCharacter(words.serial) ? [4.8, 4.4, 4, 3.6, 3.2] : [4.8];
  const label = page.set({ ...plain(COLOUR.soft), text: words.serialLabel.vi }, { ...fit, sizes: [3] });
  page.put(label, { x, y: top + 2.4, align });
  const labelEnglish = page.set({ ...english(), text: words.serialLabel.en }, { ...fit, sizes: [2.7] });
  page.put(labelEnglish, { x: x + page.width(label) + WORD, y: top + 2.4, align });
  page.put(page.set({ ...strong(), text: words.serial }, { ...fit, sizes: serialSizes }), { x, y: top + 8.4, align });
  page.put(page.set({ ...plain(COLOUR.soft), text: words.lookUp.vi }, { ...fit, sizes: [3] }), {
    x,
    y: top + 15,
    align,
  });
  page.put(page.set({ ...english(), text: words.lookUp.en }, { ...fit, sizes: [2.7] }), { x, y: top + 18.8, align });
  const address = page.set({ ...strong(COLOUR.bamboo), text: words.address }, { ...fit, sizes: [3.4, 3, 2.6] });
  page.putLink(address, { x, y: top + 23.8, align }, verifyUrl, words.linkAlternative);
}

/** The mark as the stamp of an office. It stands for Trúc, not for an agency's own seal. */
function drawSeal(page: CertificatePage): void {
  const side = 24;
  page.putOrnament(
    (document) => {
      document.scale(side / 40);
      document.roundedRect(0, 0, 40, 40, 3).fill(COLOUR.lacquer);
      document.lineWidth(0.7).roundedRect(1.7, 1.7, 36.6, 36.6, 2).stroke(COLOUR.paper);
      document.translate(3.4, 3.4).scale(0.83).path(MARK).fill(COLOUR.paper);
    },
    { x: CENTRE - side / 2, y: 161 },
  );
}

function drawIssuer(page: CertificatePage, { placeAndDate, issuedBy, issuer }: Wording): void {
  const [x, width] = [222, 98];
  page.put(page.set({ ...plain(), text: placeAndDate.vi }, { width, sizes: [4, 3.6], lines: 2 }), { x, y: 163.4 });
  page.put(page.set({ ...english(), text: placeAndDate.en }, { width, sizes: [3], lines: 2 }), { x, y: 167.8 });
  rule(page, { x, y: 172, length: 70, colour: COLOUR.gold });
  const label = page.set({ ...plain(COLOUR.soft), text: issuedBy.vi }, { width, sizes: [3], lines: 1 });
  const labelEnglish = page.set({ ...english(), text: issuedBy.en }, { width, sizes: [2.7], lines: 1 });
  const left = x - (page.width(label) + WORD + page.width(labelEnglish)) / 2;
  page.put(label, { x: left, y: 177, align: 'left' });
  page.put(labelEnglish, { x: left + page.width(label) + WORD, y: 177, align: 'left' });
  page.put(page.set({ ...strong(), text: issuer.vi }, { width, sizes: [4, 3.6, 3.2], lines: 2 }), { x, y: 182.8 });
}

function rule(page: CertificatePage, line: { x: number; y: number; length: number; colour: string }): void {
  const { x, y, length, colour } = line;
  page.putOrnament((document) => {
    document
      .lineWidth(0.3)
      .moveTo(x - length / 2, y)
      .lineTo(x + length / 2, y)
      .stroke(colour);
  });
}
