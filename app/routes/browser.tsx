import { useLocation, useNavigation, useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { isPersonAnother, keepPageOf } from '#app/http/keep-page.ts';
import { keptLessons, sendKeptLessons, watchKeptLessons } from '#app/http/kept-lessons.ts';
import { finishLeaving, leave, readLeaving, resumeLeaving, watchLeaving } from '#app/http/leaving.ts';
import { type Line, lookAtLine, onLineBack, readLine, watchLine } from '#app/http/line.ts';
import { carryNativePresses } from '#app/http/native-presses.ts';
import { fetchFilesAhead, fetchFilesFirst } from '#app/http/route-files.ts';
import { Icon } from '#app/ui/icon.tsx';
import { A } from '#app/ui/link.tsx';
import { lineWords } from '#app/words/line.ts';
import type { Locale } from '#app/words/locale.ts';
import { HeldAnswers } from './learn/answers/held-answers.tsx';
import { useSite } from './site.tsx';

const UP: Line = { isUp: true };
const SLOW_MS = 400;

export const useLine = (): Line => useSyncExternalStore(watchLine, readLine, () => UP);
export const useLeaving = () => useSyncExternalStore(watchLeaving, readLeaving, () => null);

const useKeptCount = (personId: string | undefined): number =>
  useSyncExternalStore(
    watchKeptLessons,
    () => (personId ? keptLessons(personId).length : 0),
    () => 0,
  );

let isStarted = false;

/** What the browser does around every page: it keeps the page when the line is gone, shows progress, moves the focus. */
export function Browser() {
  const { locale, person, manages } = useSite();
  const personId = person?.id;
  useEffect(() => {
    if (isStarted) return;
    isStarted = true;
    const router = window.__remixRouter;
    keepPageOf(router);
    fetchFilesFirst(router);
    carryNativePresses(router, ({ action, data }) => {
      const { person: signedIn } = (router.state.loaderData.root ?? {}) as { person?: { id: string } | null };
      if (action !== '/sign-out' || !signedIn) return false;
      leave({ personId: signedIn.id, everywhere: data.get('everywhere') === '1' });
      return true;
    });
    addEventListener('online', () => void lookAtLine());
    onLineBack(() => void finishLeaving());
  }, []);
  useEffect(() => resumeLeaving(personId ?? null), [personId]);
  const { reports, assignments, administration } = manages;
  useEffect(
    () => fetchFilesAhead({ manages: reports || assignments, administers: administration }),
    [reports, assignments, administration],
  );
  usePersonOfPage();
  useFocusOnChange();
  return (
    <>
      <Progress locale={locale} />
      <LineNotice locale={locale} personId={personId} />
    </>
  );
}

/** Counts the answers that acts have got, for what is read out anew with each. */
export function useAnswers(): number {
  const { state, formMethod } = useNavigation();
  const [answers, setAnswers] = useState(0);
  const isActing = state !== 'idle' && formMethod !== undefined && formMethod !== 'GET';
  const wasActing = useRef(false);
  useEffect(() => {
    if (wasActing.current && !isActing && readLine().isUp) setAnswers((count) => count + 1);
    wasActing.current = isActing;
  }, [isActing]);
  return answers;
}

/** When the session is another than the frame around the page says, the frame is loaded anew. */
function usePersonOfPage(): void {
  const { state } = useNavigation();
  const { key } = useLocation();
  const { revalidate } = useRevalidator();
  const asked = useRef<string>(undefined);
  useEffect(() => {
    if (state !== 'idle' || asked.current === key || !isPersonAnother()) return;
    asked.current = key;
    revalidate();
  }, [state, key, revalidate]);
}

/** After a change of page the focus stands on its heading, which is then read out; within a page it stays where it is. */
function useFocusOnChange(): void {
  const { pathname, hash, key } = useLocation();
  const before = useRef({ pathname, key });
  useEffect(() => {
    const { pathname: left, key: leftKey } = before.current;
    before.current = { pathname, key };
    if (leftKey === key) return;
    const isSamePage = left === pathname || isWithinAttempt(left, pathname);
    const hasFocus = document.activeElement !== null && document.activeElement !== document.body;
    if (isSamePage && hasFocus) return;
    // Faults take the focus themselves.
    if (document.querySelector('main .faults')) return;
    const target = (hash && document.getElementById(decodeURIComponent(hash.slice(1)))) || document.querySelector('h1');
    if (!(target instanceof HTMLElement)) return;
    if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }, [pathname, hash, key]);
}

const attemptOf = (pathname: string) => /^\/attempts\/([^/]+)(\/check)?$/.exec(pathname)?.[1];
const isWithinAttempt = (from: string, to: string): boolean =>
  attemptOf(from) !== undefined && attemptOf(from) === attemptOf(to);

/** A thin bar, and a sentence for who cannot see it, when a page takes longer than is noticed. */
function Progress({ locale }: { locale: Locale }) {
  const { state } = useNavigation();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (state === 'idle') return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const words = lineWords(locale);
  return (
    <div className="under-way" role="status">
      {isSlow && state !== 'idle' ? (
        <>
          <span className="under-way-bar" aria-hidden="true" />
          <span className="unseen">{state === 'submitting' ? words.sending : words.opening}</span>
        </>
      ) : null}
    </div>
  );
}

/** The one place of every page that says that the line is down, until it is back, and what became of what waited for it. */
function LineNotice({ locale, personId }: { locale: Locale; personId: string | undefined }) {
  const line = useLine();
  const isLeaving = useLeaving() !== null;
  const kept = useKeptCount(personId);
  const [sent, setSent] = useState(0);
  const { revalidate } = useRevalidator();
  const words = lineWords(locale);
  useEffect(() => {
    if (!personId) return;
    const send = () =>
      void sendKeptLessons(personId).then((recorded) => {
        if (recorded === 0) return;
        setSent(recorded);
        revalidate();
      });
    send();
    return onLineBack(send);
  }, [personId, revalidate]);
  useEffect(() => {
    if (sent === 0) return;
    const timer = setTimeout(() => setSent(0), 10_000);
    return () => clearTimeout(timer);
  }, [sent]);
  return (
    <div className="line-notice" role="status">
      {line.isUp ? (
        sent > 0 && (
          <p key="sent">
            <Icon name="check" /> {words.lessonsSent(sent)}
          </p>
        )
      ) : (
        <p key={line.times}>
          <Icon name="alert" />
          <span>
            <b>{words.down}</b>{' '}
            {line.lost.what === 'lesson' ? words.lessonKept(Math.max(kept, 1)) : words.lost[line.lost.what]}{' '}
            {line.lost.what === 'next-page' ? <A href={line.lost.href}>{words.openNext}</A> : null}
          </span>
        </p>
      )}
      {personId && !isLeaving ? <HeldAnswers key={personId} personId={personId} locale={locale} /> : null}
    </div>
  );
}
