/** The part of fontkit that is used here; the package ships no types. */
declare module 'fontkit' {
  export type Font = {
    postscriptName: string;
    characterSet: readonly number[];
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): unknown;
    unitsPerEm: number;
    layout(text: string, features?: unknown): { advanceWidth: number };
  };
  export function create(file: Uint8Array): Font;
}
