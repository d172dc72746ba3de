import { useEffect, useRef } from 'react';
import { type KeptLesson, keepLesson } from '#app/http/kept-lessons.ts';
import { useLine } from '../browser.tsx';
import { useSite } from '../site.tsx';

/**
 * Keeps a lesson on the device when finishing it did not reach the server; it is sent when the line is back. Answers
 * what the form that finishes it does when it is sent: a line that is gone may end the sending before a page shows it.
 */
export function useKeptLesson(lesson: KeptLesson): () => void {
  const { person } = useSite();
  const line = useLine();
  const wasSent = useRef(false);
  const latest = useRef(lesson);
  latest.current = lesson;
  const personId = person?.id;
  useEffect(() => {
    if (!line.isUp && line.lost.what === 'act' && wasSent.current && personId) keepLesson(personId, latest.current);
    wasSent.current = false;
  }, [line, personId]);
  return () => {
    wasSent.current = true;
  };
}
