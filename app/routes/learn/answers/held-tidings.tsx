import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '#app/ui/icon.tsx';
import { A } from '#app/ui/link.tsx';
import { heldWords } from '#app/words/held-answers.ts';
import type { TidingsProps } from './held-answers.tsx';
import { readTidings, seeAttempt, type Tiding, watchTidings } from './open-keepers.ts';

export { sendHeld, tellOtherPages } from './open-keepers.ts';

const SAVED_SHOWN_MS = 10_000;

const pathOf = ({ attemptId, what }: Tiding): string =>
  ({
    'handed-in': `/attempts/${attemptId}/result`,
    choose: `/attempts/${attemptId}/check`,
    'hand-in-waits': `/attempts/${attemptId}/check`,
  })[what as string] ?? `/attempts/${attemptId}`;

/** What became of answers of hers that waited on this device, but for the attempt that the page shows. */
export function HeldTidings({ personId, locale, shown }: TidingsProps) {
  const all = useTidings(personId);
  const handedIn = all.filter((each) => each.what === 'handed-in').length;
  useFreshPage(handedIn);
  // Each time that one was handed in, she may be looking at its result.
  useEffect(() => {
    if (shown && handedIn >= 0) seeAttempt({ personId, attemptId: shown });
  }, [personId, shown, handedIn]);
  const tidings = all.filter((each) => each.attemptId !== shown);
  useShownLongEnough(personId, tidings.find((each) => each.what === 'saved')?.attemptId);
  return tidings.map((tiding) => {
    const words = heldWords(locale)[tiding.what];
    return (
      <p key={tiding.attemptId}>
        <Icon name={tiding.what === 'handed-in' || tiding.what === 'saved' ? 'check' : 'alert'} />
        <span>
          <b>{words.title}</b> {words.text} <A href={pathOf(tiding)}>{words.way}</A>
        </span>
      </p>
    );
  });
}

function useTidings(personId: string): Tiding[] {
  const [tidings, setTidings] = useState<Tiding[]>([]);
  useEffect(() => {
    const read = () =>
      setTidings((before) => {
        const next = readTidings(personId);
        return JSON.stringify(next) === JSON.stringify(before) ? before : next;
      });
    read();
    return watchTidings(read);
  }, [personId]);
  return tidings;
}

/** That answers were saved asks nothing of her: it is said for a while. */
function useShownLongEnough(personId: string, attemptId: string | undefined): void {
  useEffect(() => {
    if (!attemptId) return;
    const timer = setTimeout(() => seeAttempt({ personId, attemptId }), SAVED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [personId, attemptId]);
}

/** A paper that was handed in meanwhile changes what the page says of it. */
function useFreshPage(handedIn: number): void {
  const { revalidate } = useRevalidator();
  const known = useRef(0);
  useEffect(() => {
    if (handedIn > known.current) revalidate();
    known.current = handedIn;
  }, [handedIn, revalidate]);
}
