import { type Block, type LessonTerm, termAnchor } from '#app/domain/catalogue/lesson-block.ts';
import { classes } from '#app/ui/classes.ts';
import { learnWords } from '#app/words/learn.ts';
import type { Locale } from '#app/words/locale.ts';

/** Sanitised when the edition was published: paragraphs, lists, strong, buttons that open a term, drawings. */
const inner = (html: string) => ({ dangerouslySetInnerHTML: { __html: html } });

type BlockProps = { block: Block; locale: Locale; anchors?: boolean };

/** One block of a lesson. */
export function LessonBlock({ block, locale, anchors = true }: BlockProps) {
  const words = learnWords(locale).lesson;
  const id = anchors && block.id ? block.id : undefined;
  switch (block.kind) {
    case 'opening':
      return <div className="opening" {...inner(block.html)} />;
    case 'heading':
      return <h2 id={id} {...inner(block.html)} />;
    case 'term':
      return (
        <details className="term">
          <summary>{block.title}</summary>
          <div className="inner" {...inner(block.html)} />
        </details>
      );
    case 'figure':
      return (
        <figure id={id}>
          <div {...inner(block.html)} />
          <figcaption>{block.title}</figcaption>
        </figure>
      );
    case 'example':
      return (
        <section className="boxed-example">
          <h2 id={id}>{block.title}</h2>
          <div {...inner(block.html)} />
        </section>
      );
    case 'todo':
      return (
        <section className="boxed-todo">
          <h2 id={id}>{words.todo}</h2>
          <div {...inner(block.html)} />
        </section>
      );
    case 'check':
      return (
        <details>
          <summary>{block.title}</summary>
          <div className="inner" {...inner(block.html)} />
        </details>
      );
    case 'sources':
      return (
        <div className="sources">
          <b>{words.sources}</b> <div {...inner(block.html)} />
        </div>
      );
    case 'aid':
    case 'paragraph':
    case 'list':
      return <div className={classes(block.kind === 'list' && 'list')} {...inner(block.html)} />;
    default:
      return block.kind satisfies never;
  }
}

/**
 * What the terms of a lesson mean, each opened by its button in the text, without script; in print they stand together
 * at the end.
 */
export function LessonTerms({ terms, locale }: { terms: readonly LessonTerm[]; locale: Locale }) {
  if (terms.length === 0) return null;
  return (
    <div className="terms" lang={locale}>
      <p className="label only-print">{learnWords(locale).lesson.terms}</p>
      {terms.map(({ id, term, definition }) => (
        <div key={id} id={termAnchor(locale, id)} className="term-card" {...{ popover: 'auto' }}>
          <p className="label">{term}</p>
          <p>{definition}</p>
        </div>
      ))}
    </div>
  );
}

/** A lesson in one language; the checks stand together under their heading. */
export function LessonText({ blocks, locale }: { blocks: readonly Block[]; locale: Locale }) {
  const words = learnWords(locale).lesson;
  const checks = blocks.filter((block) => block.kind === 'check');
  const firstCheck = blocks.findIndex((block) => block.kind === 'check');
  return (
    <>
      {blocks.map((block, at) =>
        block.kind !== 'check' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
          <LessonBlock key={at} block={block} locale={locale} />
        ) : at === firstCheck ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
          <section key={at} className="selfcheck">
            <h2 id={block.id}>{words.check}</h2>
            <p>{words.checkHint}</p>
            {checks.map((check) => (
              <LessonBlock key={check.title} block={check} locale={locale} anchors={false} />
            ))}
          </section>
        ) : null,
      )}
    </>
  );
}

/** Both languages, block beside block; on phones one under the other. Each carries its language. */
export function ParallelText({ vi, en }: { vi: readonly Block[]; en: readonly Block[] }) {
  return (
    <div className="pair">
      {vi.map((block, at) => {
        const beside = en[at];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
          <div key={at}>
            <div lang="vi">
              <LessonBlock block={block} locale="vi" />
            </div>
            <div lang="en">{beside ? <LessonBlock block={beside} locale="en" anchors={false} /> : null}</div>
          </div>
        );
      })}
    </div>
  );
}
