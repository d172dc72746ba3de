import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

export type Fonts = { regular: Font; semiBold: Font };

const FILES = {
  regular: '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
  semiBold: '@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf',
};

let parsed: Fonts | undefined;

/** Be Vietnam Pro, read and parsed once in a process and shared by all its documents: parsing costs twice a drawing. */
export function certificateFonts(): Fonts {
  parsed ??= { regular: openFont(FILES.regular), semiBold: openFont(FILES.semiBold) };
  return parsed;
}

/** The characters of a name that a certificate cannot print, each once, in order. Asked when names are imported. */
export function unprintableCharacters(name: string): string[] {
  return [...new Set(name.normalize('NFC'))].filter((character) => !isPrintable(character));
}

/** What stands on the page: NFC, with a question mark for each character that cannot be printed: nothing is lost unseen. */
export function printable(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => (isPrintable(character) ? character : '?')).join('');
}

/** Controls, invisible marks and halves of characters have no place in a name, even where a font maps them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;

function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const { regular, semiBold } = certificateFonts();
  return !INVISIBLE.test(character) && regular.hasGlyphForCodePoint(code) && semiBold.hasGlyphForCodePoint(code);
}

/**
 * fontkit remembers with each glyph the characters it was first asked for, and these go into every later document as
 * the text behind the glyph. Asking for all characters now makes the bytes of a document independent of earlier ones.
 */
function openFont(file: string): Font {
  const font = create(readFileSync(createRequire(import.meta.url).resolve(file)));
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
