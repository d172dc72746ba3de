import { holdsLessons } from '#app/http/kept-lessons.ts';
import { PageShell, Title } from '#app/ui/page-shell.tsx';
import { lineWords } from '#app/words/line.ts';
import type { Locale } from '#app/words/locale.ts';
import { holdsAnswers } from './learn/answers/held-attempts.ts';

/** In place of any page, from the moment somebody signs out until the server knows. */
export function SignedOutHere({ locale }: { locale: Locale }) {
  const words = lineWords(locale).signedOut;
  const isKept = holdsLessons() || holdsAnswers();
  return (
    <PageShell locale={locale} width="narrow">
      <Title lede={words.text}>{words.title}</Title>
      {isKept ? <p>{words.kept}</p> : null}
    </PageShell>
  );
}
