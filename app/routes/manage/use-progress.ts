import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Looks again every two seconds while the worker is busy with what the page shows; a hidden page waits. */
export function useProgress(isBusy: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') revalidate();
    }, 2_000);
    return () => clearInterval(timer);
  }, [isBusy, revalidate]);
}
