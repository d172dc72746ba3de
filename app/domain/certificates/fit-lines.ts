export type Fitted = { size: number; lines: string[] };
export type Fit = { width: number; sizes: readonly number[]; lines: number };

/**
 * Sets a text of any length without cutting it: the first size at which it stands on one line; else the last size on
 * as many lines as are allowed; else smaller sizes until it fits. `measure` answers the width of a text at size 1.
 * A line keeps the space it was broken at, so that the lines read aloud or copied together are the text again.
 */
export function fitLines(text: string, measure: (text: string) => number, { width, sizes, lines }: Fit): Fitted {
  const space = measure(' ');
  const words = text.split(' ').map((word, index, all) => ({
    text: word,
    width: index === all.length - 1 ? measure(word) : measure(`${word} `) - space,
  }));
  const natural = words.reduce((sum, word) => sum + word.width, space * (words.length - 1));
  const oneLine = sizes.find((size) => natural * size <= width);
  if (oneLine !== undefined) return { size: oneLine, lines: [text] };

  const characters = new Map<string, number>();
  const breakWord = (word: Word, limit: number) => (word.width <= limit ? [word] : breakUp(word.text, limit));
  /** A word wider than the line is broken between characters, never between a letter and its mark. */
  const breakUp = (word: string, limit: number): Word[] => {
    const parts: Word[] = [];
    let part: Word = { text: '', width: 0 };
    for (const { segment } of SEGMENTER.segment(word)) {
      const characterWidth = characters.get(segment) ?? measure(segment);
      characters.set(segment, characterWidth);
      if (part.text !== '' && part.width + characterWidth > limit) {
        parts.push(part);
        part = { text: '', width: 0 };
      }
      part = { text: part.text + segment, width: part.width + characterWidth };
    }
    return [...parts, part];
  };
  const wrap = (limit: number): string[] =>
    fill(
      words.flatMap((word) => breakWord(word, limit)),
      space,
      limit,
    );

  let size = sizes.at(-1) ?? 1;
  while (wrap(width / size).length > lines) size *= 0.95;
  const widestWord = Math.max(...words.map((word) => word.width));
  return { size, lines: keepSpaces(text, evenly(wrap, width / size, widestWord)) };
}

type Word = { text: string; width: number };
const SEGMENTER = new Intl.Segmenter('vi');

function fill(words: Word[], space: number, limit: number): string[] {
  const lines: Word[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line === undefined || line.width + space + word.width > limit) lines.push({ ...word });
    else Object.assign(line, { text: `${line.text} ${word.text}`, width: line.width + space + word.width });
  }
  return lines.map((line) => line.text);
}

/** As few lines as `width` allows, then the narrowest measure that keeps their number: no last line of one word. */
function evenly(wrap: (limit: number) => string[], width: number, widestWord: number): string[] {
  let best = wrap(width);
  let [tooNarrow, enough] = [Math.min(width, widestWord), width];
  for (let step = 0; step < 12; step += 1) {
    const middle = (tooNarrow + enough) / 2;
    const lines = wrap(middle);
    if (lines.length <= best.length) [enough, best] = [middle, lines];
    else tooNarrow = middle;
  }
  return best;
}

function keepSpaces(text: string, lines: string[]): string[] {
  let at = 0;
  return lines.map((line) => {
    at += line.length;
    if (text[at] !== ' ') return line;
    at += 1;
    return `${line} `;
  });
}
