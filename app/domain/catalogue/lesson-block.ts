import type { Locale } from '#app/words/locale.ts';

/*
 * A lesson as an edition keeps it.
 */

const blockKinds = [
  'opening',
  'paragraph',
  'heading',
  'list',
  'figure',
  'term',
  'example',
  'todo',
  'check',
  'aid',
  'sources',
] as const;
export type BlockKind = (typeof blockKinds)[number];

export type InLanguages<T> = { vi: T; en: T };

/**
 * A piece of a lesson. `html` is sanitised: p, ul, ol, li and strong without attributes, and buttons that open the
 * definition of a term; of a heading it is what goes inside the element, of a figure its drawings. Lists of a job aid that
 * are filled in by hand carry the class fill. `title` is plain text (heading, term, example, check, aid, the caption of a
 * figure). `id` is an anchor, the same in both languages: section-1, section-2 …, figure-1 …, example, todo, and checks on
 * the first check.
 */
export type Block = { kind: BlockKind; id?: string; title?: string; html: string };

/** A term that a lesson uses, with what it means, in one language. */
export type LessonTerm = { id: string; term: string; definition: string };

/** The anchor of a definition: both languages may stand on one page. */
export const termAnchor = (locale: Locale, id: string): string => `term-${locale}-${id}`;
