import { useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { type KeptLesson, keepLesson } from '#app/http/kept-lessons.ts';
import { useLine } from '../browser.tsx';
import { useSite } from '../site.tsx';

/** Keeps a lesson on the device when finishing it did not reach the server; it is sent when the line is back. */
export function useKeptLesson(lesson: KeptLesson): void {
  const { person } = useSite();
  const { state, formMethod } = useNavigation();
  const line = useLine();
  const wasSent = useRef(false);
  const latest = useRef(lesson);
  latest.current = lesson;
  const personId = person?.id;
  useEffect(() => {
    if (state === 'submitting' && formMethod === 'POST') wasSent.current = true;
  }, [state, formMethod]);
  useEffect(() => {
    if (!line.isUp && line.lost.what === 'act' && wasSent.current && personId) keepLesson(personId, latest.current);
    wasSent.current = false;
  }, [line, personId]);
}
