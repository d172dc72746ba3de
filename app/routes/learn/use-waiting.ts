import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Looks again while something is being made: every second at first, then less and less often. Needs nobody's hand. */
export function useWaiting(isWaiting: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isWaiting) return;
    let timer: ReturnType<typeof setTimeout>;
    let waitMs = 700;
    const again = () => {
      if (document.visibilityState === 'visible') revalidate();
      waitMs = Math.min(waitMs * 1.3, 10_000);
      timer = setTimeout(again, waitMs);
    };
    timer = setTimeout(again, waitMs);
    return () => clearTimeout(timer);
  }, [isWaiting, revalidate]);
}
