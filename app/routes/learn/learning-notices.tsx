import { Form } from '@remix-run/react';
import type { ListedCourse } from '#app/domain/learning/list-courses.server.ts';
import type { unseenCorrections } from '#app/domain/progress/unseen-corrections.server.ts';
import { Button } from '#app/ui/button.tsx';
import { A } from '#app/ui/link.tsx';
import { Note } from '#app/ui/note.tsx';
import { learnWords } from '#app/words/learn.ts';
import { useLocale } from '../site.tsx';

/** The assignments that she has not seen yet; nothing without any. */
export function NewAssignments({ unseen }: { unseen: readonly ListedCourse[] }) {
  const locale = useLocale();
  const words = learnWords(locale).learning;
  if (unseen.length === 0) return null;
  return (
    <Note tone="info" title={words.newTitle(unseen.length)}>
      <ul className="plainlist">
        {unseen.map((course) => (
          <li key={course.slug}>
            <A href={`/courses/${course.slug}`}>{course.title[locale]}</A>
            {course.mine?.assignment?.note ? `: ${course.mine.assignment.note}` : null}
          </li>
        ))}
      </ul>
      <Form method="post">
        <Button look="quiet" slim>
          {words.seen}
        </Button>
      </Form>
    </Note>
  );
}

type NewCorrectionsProps = { corrected: Awaited<ReturnType<typeof unseenCorrections>> };

/** What was corrected in courses that she completed before; nothing without any. */
export function NewCorrections({ corrected }: NewCorrectionsProps) {
  const locale = useLocale();
  const words = learnWords(locale).learning;
  if (corrected.length === 0) return null;
  return (
    <Note tone="warn" icon="info" title={words.corrected(new Set(corrected.map(({ code }) => code)).size)}>
      <p>{words.correctedText}</p>
      <ul className="bullets">
        {corrected.map(({ slug, code, title, changeNumber, lessons, correctedOn }) => (
          <li key={`${code} ${changeNumber}`}>
            <A href={`/courses/${slug}`}>{title[locale]}</A>
            <ul className="bullets">
              {lessons.map((lesson) => (
                <li key={lesson.code}>
                  <strong>{learnWords(locale).lesson.correctedOf(lesson.code, correctedOn)}.</strong>{' '}
                  {lesson.text[locale]}{' '}
                  <span className="muted">{learnWords(locale).lesson.source(lesson.source[locale])}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <Form method="post">
        {corrected.map(({ code, changeNumber }) => (
          <input key={`${code} ${changeNumber}`} type="hidden" name="correction" value={`${code}:${changeNumber}`} />
        ))}
        <Button look="quiet" slim name="do" value="corrections">
          {words.seen}
        </Button>
      </Form>
    </Note>
  );
}
