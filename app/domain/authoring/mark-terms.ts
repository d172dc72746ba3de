import type { Element, ElementContent, Root } from 'hast';
import { type LessonTerm, termAnchor } from '#app/domain/catalogue/lesson-block.ts';
import type { Locale } from '#app/words/locale.ts';
import type { GlossarySheet, Term } from './registers.ts';

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Words as a whole, with their first letter large or small; an English plural is the same word. */
function formOf(text: string, locale: Locale): string {
  const first = text.charAt(0);
  const [small, large] = [first.toLocaleLowerCase(locale), first.toLocaleUpperCase(locale)];
  const start = small === large ? escapePattern(first) : `[${small}${large}]`;
  return `${start}${escapePattern(text.slice(1))}${locale === 'en' && /[a-z]$/.test(text) ? 's?' : ''}`;
}

const alone = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}+-])(?:${pattern})(?![\\p{L}\\p{N}+])`, 'u');

/**
 * Finds the first use of each term in a lesson. One marker reads one lesson, block by block, in the order of reading:
 * what it has marked it does not mark again.
 */
export class TermMarker {
  readonly found: LessonTerm[] = [];
  private readonly byForm = new Map<string, Term>();
  private readonly open: { term: Term; forms: string[] }[];
  private pattern: RegExp | null = null;

  constructor(
    glossary: GlossarySheet | null,
    private readonly locale: Locale,
  ) {
    this.open = (glossary?.terms ?? []).flatMap((term) =>
      term.forms[locale].length > 0 ? [{ term, forms: term.forms[locale] }] : [],
    );
    for (const { term, forms } of this.open) {
      for (const form of forms) this.byForm.set(form.toLocaleLowerCase(locale), term);
    }
    this.compile();
  }

  /** The lesson itself defines what stands in this title: its words are not marked. */
  leaveOut(title: string): void {
    const defined = this.open.filter(({ forms }) => forms.some((form) => alone(formOf(form, this.locale)).test(title)));
    for (const { term } of defined) this.close(term);
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
    let rest = text;
    for (let hit = this.pattern?.exec(rest); hit; hit = this.pattern?.exec(rest)) {
      const term = this.termOf(hit[0]);
      if (!term) break;
      if (hit.index > 0) parts.push({ type: 'text', value: rest.slice(0, hit.index) });
      parts.push({
        type: 'element',
        tagName: 'button',
        properties: { type: 'button', className: ['gloss'], popoverTarget: termAnchor(this.locale, term.id) },
        children: [{ type: 'text', value: hit[0] }],
      });
      this.found.push({ id: term.id, term: term.term[this.locale], definition: term.definition[this.locale] });
      rest = rest.slice(hit.index + hit[0].length);
      this.close(term);
    }
    if (rest !== '') parts.push({ type: 'text', value: rest });
    return parts;
  }

  private termOf(words: string): Term | undefined {
    const low = words.toLocaleLowerCase(this.locale);
    return this.byForm.get(low) ?? this.byForm.get(low.replace(/s$/, ''));
  }

  private close(term: Term): void {
    const at = this.open.findIndex((each) => each.term === term);
    if (at >= 0) this.open.splice(at, 1);
    this.compile();
  }

  /** Of two forms that begin at the same place the longer one is meant. */
  private compile(): void {
    const forms = this.open.flatMap((each) => each.forms).sort((a, b) => b.length - a.length);
    this.pattern = forms.length > 0 ? alone(forms.map((form) => formOf(form, this.locale)).join('|')) : null;
  }
}

export type WrongVariant = { wrong: string; right: string };

/** The wrong variants of terms and names that stand in a text. Letters count as they are written. */
export function wrongVariants(text: string, glossary: GlossarySheet, locale: Locale): WrongVariant[] {
  const rules = [
    ...glossary.terms.map(({ term, avoid }) => ({ right: term[locale], avoid: avoid?.[locale] ?? [] })),
    ...glossary.names.map((name) => ({ right: name[locale], avoid: name.avoid[locale] })),
  ];
  return rules.flatMap(({ right, avoid }) =>
    avoid.filter((wrong) => alone(escapePattern(wrong)).test(text)).map((wrong) => ({ wrong, right })),
  );
}
