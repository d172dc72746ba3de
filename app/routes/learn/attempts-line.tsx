import { askingOf } from '#app/domain/assessment/asking.ts';
import type { MyCourse } from '#app/domain/learning/list-courses.server.ts';
import { A } from '#app/ui/link.tsx';
import { Tag } from '#app/ui/tag.tsx';
import { attemptRequestWords } from '#app/words/attempt-requests.ts';
import type { Locale } from '#app/words/locale.ts';
import { Answered, type AnswerOfRequest } from './attempt-request.tsx';
import { noneLeft } from './next-step.ts';

type Mine = Pick<MyCourse, 'enrolment' | 'nextLesson' | 'completedAt' | 'attempts'>;
export type AttemptsLine = {
  title: (course: string) => string;
  short: string;
  text: string;
  way: string;
  isWaiting: boolean;
  /** The decision to be read with it. */
  request: AnswerOfRequest | null;
};

/** What is to be said of a course whose lessons are read: no attempt is left, or one was granted. Null otherwise. */
export function attemptsLine(locale: Locale, mine: Mine | null): AttemptsLine | null {
  if (!mine?.enrolment || mine.nextLesson || mine.completedAt) return null;
  const asking = askingOf(mine.attempts);
  const name = noneLeft(mine.attempts) ?? (asking.kind === 'attempts-left' && asking.granted ? 'granted' : null);
  if (!name) return null;
  const words = attemptRequestWords(locale).short;
  const { title, text, way } = words[name];
  return {
    title: (course) => words.of(title, course),
    short: name === 'waiting' ? words.tag : title,
    text,
    way,
    isWaiting: name === 'waiting',
    request: 'declined' in asking ? asking.declined : asking.kind === 'attempts-left' ? asking.granted : null,
  };
}

export function AttemptsText({ locale, line }: { locale: Locale; line: AttemptsLine }) {
  return (
    <>
      <p>{line.text}</p>
      {line.request ? <Answered locale={locale} request={line.request} /> : null}
    </>
  );
}

/** The same in a row of a list: how it stands, and the way to it. */
export function AttemptsMeta({ locale, mine, href }: { locale: Locale; mine: Mine | null; href: string }) {
  const line = attemptsLine(locale, mine);
  if (!line) return null;
  return (
    <p className="meta">
      <Tag tone={line.isWaiting ? 'info' : 'warn'} icon={line.isWaiting ? 'clock' : 'info'}>
        {line.short}
      </Tag>
      <A href={href}>{line.way}</A>
    </p>
  );
}
