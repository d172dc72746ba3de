import type { LessonPage } from '#app/domain/learning/get-lesson.server.ts';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { learnWords } from '#app/words/learn.ts';
import type { Locale } from '#app/words/locale.ts';

type CorrectionsProps = { corrections: LessonPage['lesson']['corrections']; slug: string; locale: Locale };

/** What a newer edition corrected in the lesson, each with its source. */
export function LessonCorrections({ corrections, slug, locale }: CorrectionsProps) {
  const words = learnWords(locale).lesson;
  return corrections.map(({ on, text, source }) => (
    <Note key={`${on} ${text.vi}`} tone="warn" icon="info" title={words.corrected(on)}>
      <p>{text[locale]}</p>
      <p className="small">{words.source(source[locale])}</p>
      <p className="small">
        <A href={`/courses/${slug}`}>{words.toCourse}</A>
      </p>
    </Note>
  ));
}

/** The way to the job aid of the lesson; nothing where it has none. */
export function LessonAid({ title, href, locale }: { title: string | null; href: string; locale: Locale }) {
  if (title === null) return null;
  return (
    <p className="no-print">
      {learnWords(locale).lesson.aid} <A href={href}>{title}</A>
    </p>
  );
}
