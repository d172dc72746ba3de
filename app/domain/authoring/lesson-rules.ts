import type { BlockKind } from '#app/domain/catalogue/lesson-block.ts';

/** As many words as an opening may have. */
export const OPENING_WORDS = 60;

/** Whether a box has a title, and what may stand in it. */
export type BoxRule = { titled: boolean; holds: readonly ('paragraph' | 'list')[] };
export const BOXES: Readonly<Record<string, BoxRule>> = {
  opening: { titled: false, holds: ['paragraph'] },
  term: { titled: true, holds: ['paragraph'] },
  example: { titled: true, holds: ['paragraph', 'list'] },
  todo: { titled: false, holds: ['list'] },
  check: { titled: true, holds: ['paragraph', 'list'] },
  aid: { titled: true, holds: ['paragraph', 'list'] },
  sources: { titled: false, holds: ['paragraph', 'list'] },
};

/** A lesson opens, explains, asks for action, lets the reader check herself, and names its sources. */
export const STAGE: Readonly<Record<BlockKind, number>> = {
  opening: 0,
  paragraph: 1,
  heading: 1,
  list: 1,
  figure: 1,
  term: 1,
  example: 1,
  todo: 2,
  check: 3,
  aid: 4,
  sources: 5,
};

/** How many of a kind a lesson has. */
export const HOW_MANY: readonly { kind: BlockKind; least: number; most: number; words: string }[] = [
  { kind: 'opening', least: 1, most: 1, words: 'one opening' },
  { kind: 'example', least: 1, most: 1, words: 'one example' },
  { kind: 'todo', least: 1, most: 1, words: 'one todo' },
  { kind: 'check', least: 2, most: 3, words: 'two or three checks' },
  { kind: 'aid', least: 0, most: 1, words: 'one aid at most' },
  { kind: 'sources', least: 1, most: 1, words: 'one sources' },
];

/** What Markdown knows and a lesson does not, with what is said of it. */
export const REFUSED: Readonly<Record<string, string>> = {
  html: 'no HTML',
  image: 'no images',
  imageReference: 'no images',
  emphasis: 'no italics',
  link: 'no links: write the address as text, under sources',
  linkReference: 'no links: write the address as text, under sources',
  definition: 'no links: write the address as text, under sources',
  code: 'no code: begin the line without spaces',
  inlineCode: 'no code',
  blockquote: 'no quotation blocks',
  thematicBreak: 'no rules across the page',
  break: 'no forced line breaks: begin a new paragraph',
  textDirective: 'a colon before a letter begins a command: put a space between',
  leafDirective: 'two colons begin a figure: a box has three',
};
