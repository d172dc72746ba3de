import type { ReactNode } from 'react';
import { A } from '#app/ui/link.tsx';
import { Masthead } from '#app/ui/masthead.tsx';
import { PageShell } from '#app/ui/page-shell.tsx';
import { quizWords } from '#app/words/quiz.ts';
import { useLocale } from '../site.tsx';

type FrameProps = {
  code: string;
  leaveTo: string;
  bar?: ReactNode;
  width?: 'page' | 'narrow';
  leave?: ReactNode;
  children: ReactNode;
};

/** Quiz pages drop the navigation: where one is, that it is saved, and the way out. */
export function AttemptFrame({ code, leaveTo, bar, width = 'page', leave, children }: FrameProps) {
  const locale = useLocale();
  const words = quizWords(locale);
  return (
    <PageShell
      locale={locale}
      width={width}
      masthead={
        <Masthead
          locale={locale}
          home={leaveTo}
          under={words.title(code)}
          tools={leave ?? <A href={leaveTo}>{words.leave}</A>}
        />
      }
      below={bar}
    >
      {children}
    </PageShell>
  );
}
