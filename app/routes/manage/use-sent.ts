import { useNavigation } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { useLine } from '../browser.tsx';

/** Whether the form was sent and its answer is on the way; an answer, a line that is gone and coming back forget it. */
export function useSent(): [isSent: boolean, onSubmit: () => void] {
  const [isSent, setSent] = useState(false);
  const { state } = useNavigation();
  const line = useLine();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time the line is lost the press has come to nothing
  useEffect(() => {
    if (state === 'idle') setSent(false);
  }, [state, line]);
  useEffect(() => {
    const forget = () => setSent(false);
    window.addEventListener('pageshow', forget);
    return () => window.removeEventListener('pageshow', forget);
  }, []);
  return [isSent, () => setSent(true)];
}
