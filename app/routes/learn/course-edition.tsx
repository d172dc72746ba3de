import { Form } from '@remix-run/react';
import { Button } from '#app/ui/button.tsx';
import { Note } from '#app/ui/note.tsx';
import { courseWords } from '#app/words/course.ts';
import { learnWords } from '#app/words/learn.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './course.tsx';

/** For whoever is enrolled: a newer edition to change to, and what was wrong in the one she reads. */
export function CourseEdition({ course: { edition, mine } }: Pick<Loaded, 'course'>) {
  const locale = useLocale();
  const words = courseWords(locale);
  if (!mine?.enrolment || (!edition.newer && edition.corrections.length === 0)) return null;
  return (
    <Note
      tone="warn"
      icon="info"
      title={edition.corrections.length > 0 ? words.corrected : words.newer(edition.newer?.number ?? 0)}
    >
      {edition.newer && !mine?.completion && !mine?.attempts.isPassed ? (
        <>
          <p>{mine?.attempts.inProgressId ? words.paperOpen : words.newerText}</p>
          {mine?.attempts.inProgressId ? null : (
            <Form method="post">
              <Button look="quiet" slim name="do" value="change-edition">
                {words.changeTo(edition.newer.number)}
              </Button>
            </Form>
          )}
        </>
      ) : null}
      {edition.corrections.length > 0 ? (
        <ul className="bullets">
          {edition.corrections.map(({ lessonCode, on, text, source }) => (
            <li key={`${lessonCode} ${on} ${text.vi}`}>
              <strong>{learnWords(locale).lesson.correctedOf(lessonCode, on)}.</strong> {text[locale]}{' '}
              <span className="muted">{learnWords(locale).lesson.source(source[locale])}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Note>
  );
}
