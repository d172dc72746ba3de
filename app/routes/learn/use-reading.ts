import { type RefObject, useEffect, useState } from 'react';

/**
 * Whether the end of the text was reached and the page was visible for as long as the lesson's floor. It only tells the
 * server that the browser saw it: when the lesson was opened, and when its floor has passed, the server's clock says.
 */
export function useReading(end: RefObject<HTMLElement>, floorSeconds: number): boolean {
  const [reachedEnd, setReachedEnd] = useState(false);
  const [seenEnough, setSeenEnough] = useState(false);
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setReachedEnd(true);
    });
    watcher.observe(element);
    let seconds = 0;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      seconds += 1;
      if (seconds >= floorSeconds) setSeenEnough(true);
    }, 1000);
    return () => {
      watcher.disconnect();
      clearInterval(timer);
    };
  }, [end, floorSeconds]);
  return reachedEnd && seenEnough;
}
