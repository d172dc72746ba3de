import { useEffect, useState } from 'react';

/** Whether the form was sent and its answer is on the way; coming back to the page forgets it. */
export function useSent(): [isSent: boolean, onSubmit: () => void] {
  const [isSent, setSent] = useState(false);
  useEffect(() => {
    const forget = () => setSent(false);
    window.addEventListener('pageshow', forget);
    return () => window.removeEventListener('pageshow', forget);
  }, []);
  return [isSent, () => setSent(true)];
}
