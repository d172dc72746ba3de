import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { nameCharacter, withoutInvisible } from '#app/domain/clean-text.ts';

export type Weight = 'regular' | 'semiBold';
/** A stretch of text in one font. */
export type Run = { text: string; font: Font };

/** Be Vietnam Pro; for words that it cannot set, Noto Sans: ƀ ĕ ĭ ŏ ŭ of Êđê, Jrai and Bahnar names, and much else. */
const FILES: Record<Weight, readonly [first: string, second: string]> = {
  regular: ['be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf', 'noto-sans/400Regular/NotoSans_400Regular.ttf'],
  semiBold: [
    'be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf',
    'noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  ],
};

/** A text that no font of the certificate can set. `characters` names what is missing, each once, in order. */
export class UnprintableText extends Error {
  constructor(readonly characters: readonly string[]) {
    super(`no font of the certificate has ${characters.map(nameCharacter).join(', ')}`);
  }
}

type Order = 0 | 1;
const parsed = new Map<string, Font>();

/** Read and parsed once in a process and shared by all its documents: parsing costs twice a drawing. */
function fontOf(weight: Weight, order: Order): Font {
  const file = FILES[weight][order];
  const font = parsed.get(file) ?? openFont(file);
  parsed.set(file, font);
  return font;
}

/** What most words are set in. */
export const firstFont = (weight: Weight): Font => fontOf(weight, 0);

/**
 * The text in stretches of one font each. A word is set in one font: a letter of another in its midst would show.
 * @throws UnprintableText rather than set anything in place of a character
 */
export function runsOf(text: string, weight: Weight): Run[] {
  if (covers(weight, 0, text)) return [{ text, font: firstFont(weight) }];
  refuseUnprintable(text);
  const runs: Run[] = [];
  for (const [word] of text.matchAll(/[^ ]+ *| +/g)) {
    const font = fontOf(weight, covers(weight, 0, word) ? 0 : 1);
    const last = runs.at(-1);
    if (last?.font === font) last.text += word;
    else runs.push({ text: word, font });
  }
  return runs;
}

/** @throws UnprintableText with all that is missing in it */
export function refuseUnprintable(text: string): void {
  const missing = unprintableCharacters(text);
  if (missing.length > 0) throw new UnprintableText(missing);
}

/** The characters of a text that a certificate cannot print, each once, in order. Asked when names are registered. */
export function unprintableCharacters(text: string): string[] {
  const isSet = (order: Order, word: string) => covers('regular', order, word) && covers('semiBold', order, word);
  const unset = printed(text)
    .split(' ')
    .filter((word) => !isSet(0, word) && !isSet(1, word))
    .flatMap((word) => [...word].filter((character) => !isSet(1, character)));
  return [...new Set(unset)];
}

/** Text as it is set: composed, without what has no shape. */
export const printed = (text: string): string => withoutInvisible(text.normalize('NFC'));

/** Letters of which it is known, without opening a font, that Be Vietnam Pro has them all. */
const VIETNAMESE =
  /^[\x20-\x7e\u00c0-\u00ff\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]*$/;
const INVISIBLE_TO_FIRST = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;

/** What renderer 1 put on paper: a question mark for each character that Be Vietnam Pro lacks or that nobody sees. */
export function printedByFirstRenderer(text: string): string {
  const composed = text.normalize('NFC');
  if (VIETNAMESE.test(composed)) return composed;
  const fonts = [firstFont('regular'), firstFont('semiBold')];
  const isPrinted = (character: string) =>
    !INVISIBLE_TO_FIRST.test(character) &&
    fonts.every((font) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
  return Array.from(composed, (character) => (isPrinted(character) ? character : '?')).join('');
}

/** Controls and halves of characters have no place on paper, even where a font maps them. */
const SHAPELESS = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;
/** Scripts whose letters stand one after another: fontkit sets others wrongly, although the font has their shapes. */
const SET_RIGHT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u;

/** Be Vietnam Pro has marks, and stacks askew those that do not compose: the breve of ê̆ runs into its circumflex. */
const LOOSE_MARK = /\p{M}/u;

function covers(weight: Weight, order: Order, text: string): boolean {
  if (order === 0 && LOOSE_MARK.test(text)) return false;
  const font = fontOf(weight, order);
  return [...text].every(
    (character) =>
      !SHAPELESS.test(character) &&
      SET_RIGHT.test(character) &&
      font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
  );
}

/**
 * fontkit remembers with each glyph the characters it was first asked for, and these go into every later document as
 * the text behind the glyph. Asking for all characters now makes the bytes of a document independent of earlier ones.
 */
function openFont(file: string): Font {
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/${file}`);
  const font = create(readFileSync(path));
  for (const character of font.characterSet) font.glyphForCodePoint(character);
  return rememberLayouts(font);
}

/**
 * Shaping words takes longer than the rest of a drawing, and most words of a certificate stand on the next one too.
 * PDFKit scales the shaped positions in place, to 1000 units an em: in a font of 1000 units that changes nothing.
 */
function rememberLayouts(font: Font): Font {
  if (font.unitsPerEm !== 1000) throw new Error(`${font.postscriptName} has ${font.unitsPerEm} units an em, not 1000`);
  const shape = font.layout.bind(font);
  const shaped = new Map<string, ReturnType<Font['layout']>>();
  font.layout = (text, features) => {
    if (features !== undefined) return shape(text, features);
    const run = shaped.get(text) ?? shape(text);
    if (shaped.size >= 4_000) shaped.clear();
    shaped.set(text, run);
    return run;
  };
  return font;
}
