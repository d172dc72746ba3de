import type { Element, ElementContent, Root } from 'hast';
import { type LessonTerm, termAnchor } from '#app/domain/catalogue/lesson-block.ts';
import type { Locale } from '#app/words/locale.ts';
import type { GlossarySheet, Term } from './registers.ts';

const WORD_OR_JOINT = /[\p{L}\p{N}+-]/u;
const WORD = /[\p{L}\p{N}+]/u;

/** One spelling of a term: words as a whole, with their first letter large or small; an English plural is the same word. */
type Form = { term: Term; rest: string; length: number; hasPlural: boolean };

/**
 * The spellings of all terms by the letter that they begin with, the longest first: of two that begin at the same place
 * the longer one is meant.
 */
function formsByLetter(glossary: GlossarySheet | null, locale: Locale): Map<string, Form[]> {
  const byLetter = new Map<string, Form[]>();
  for (const term of glossary?.terms ?? [])
    for (const text of term.forms[locale]) {
      const first = text.charAt(0);
      const form = {
        term,
        rest: text.slice(1),
        length: text.length,
        hasPlural: locale === 'en' && /[a-z]$/.test(text),
      };
      for (const letter of new Set([first.toLocaleLowerCase(locale), first.toLocaleUpperCase(locale)]))
        byLetter.set(letter, [...(byLetter.get(letter) ?? []), form]);
    }
  for (const forms of byLetter.values()) forms.sort((a, b) => b.length - a.length);
  return byLetter;
}

/** A glossary is read once and asked by every lesson. */
const known = new WeakMap<GlossarySheet, Partial<Record<Locale, Map<string, Form[]>>>>();

function formsOf(glossary: GlossarySheet | null, locale: Locale): Map<string, Form[]> {
  if (!glossary) return new Map();
  const read = known.get(glossary) ?? {};
  known.set(glossary, read);
  read[locale] ??= formsByLetter(glossary, locale);
  return read[locale];
}

/**
 * Finds the first use of each term in a lesson. One marker reads one lesson, block by block, in the order of reading:
 * what it has marked it does not mark again.
 */
export class TermMarker {
  readonly found: LessonTerm[] = [];
  private readonly forms: Map<string, Form[]>;
  private readonly closed = new Set<Term>();

  constructor(
    glossary: GlossarySheet | null,
    private readonly locale: Locale,
  ) {
    this.forms = formsOf(glossary, locale);
  }

  /** The lesson itself defines what stands in this title: its words are not marked. */
  leaveOut(title: string): void {
    const defined = new Set<Term>();
    for (let at = 0; at < title.length; at++) for (const { term } of this.formsAt(title, at)) defined.add(term);
    for (const term of defined) this.closed.add(term);
  }

  /** Marks first uses inside the paragraphs and list items of a block. */
  mark(root: Root): void {
    this.markChildren(root);
  }

  private markChildren(node: Root | Element): void {
    const children: (Root['children'][number] | ElementContent)[] = [];
    for (const child of node.children) {
      if (child.type === 'text') children.push(...this.split(child.value));
      else {
        if (child.type === 'element') this.markChildren(child);
        children.push(child);
      }
    }
    node.children = children as typeof node.children;
  }

  private split(text: string): ElementContent[] {
    const parts: ElementContent[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const hit = this.formsAt(text, at).find(({ term }) => !this.closed.has(term));
      if (!hit) continue;
      const { term, end } = hit;
      if (at > from) parts.push({ type: 'text', value: text.slice(from, at) });
      parts.push({
        type: 'element',
        tagName: 'button',
        properties: { type: 'button', className: ['gloss'], popoverTarget: termAnchor(this.locale, term.id) },
        children: [{ type: 'text', value: text.slice(at, end) }],
      });
      this.found.push({ id: term.id, term: term.term[this.locale], definition: term.definition[this.locale] });
      this.closed.add(term);
      from = end;
      at = end - 1;
    }
    if (from < text.length) parts.push({ type: 'text', value: text.slice(from) });
    return parts;
  }

  /** The spellings that stand at this place as words of their own, the longest first, and where each ends. */
  private formsAt(text: string, at: number): { term: Term; end: number }[] {
    const forms = this.forms.get(text.charAt(at));
    if (!forms || (at > 0 && WORD_OR_JOINT.test(text.charAt(at - 1)))) return [];
    return forms.flatMap(({ term, rest, length, hasPlural }) => {
      if (!text.startsWith(rest, at + 1)) return [];
      const end = at + length + (hasPlural && text.charAt(at + length) === 's' ? 1 : 0);
      return WORD.test(text.charAt(end)) ? [] : [{ term, end }];
    });
  }
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const alone = (text: string) => new RegExp(`(?<![\\p{L}\\p{N}+-])${escapePattern(text)}(?![\\p{L}\\p{N}+])`, 'u');

export type WrongVariant = { wrong: string; right: string };

/** The wrong variants of terms and names that stand in a text. Letters count as they are written. */
export function wrongVariants(text: string, glossary: GlossarySheet, locale: Locale): WrongVariant[] {
  const rules = [
    ...glossary.terms.map(({ term, avoid }) => ({ right: term[locale], avoid: avoid?.[locale] ?? [] })),
    ...glossary.names.map((name) => ({ right: name[locale], avoid: name.avoid[locale] })),
  ];
  return rules.flatMap(({ right, avoid }) =>
    avoid.filter((wrong) => text.includes(wrong) && alone(wrong).test(text)).map((wrong) => ({ wrong, right })),
  );
}
