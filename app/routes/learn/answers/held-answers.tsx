import { useLocation } from '@remix-run/react';
import { type ComponentType, useEffect, useState } from 'react';
import { onLineBack } from '#app/http/line.ts';
import type { Locale } from '#app/words/locale.ts';
import { heldAttempts } from './held-attempts.ts';

export type HeldProps = { personId: string; locale: Locale };
/** `shown` is the attempt whose questions or result the page shows. */
export type TidingsProps = HeldProps & { shown: string | null };

/**
 * On any page: answers and papers of this person that wait on this device are sent by the rules of the attempt's page,
 * and she is told what became of them. What does that is fetched only where this device holds something of hers.
 */
export function HeldAnswers({ personId, locale }: HeldProps) {
  const { pathname } = useLocation();
  const [Tidings, setTidings] = useState<ComponentType<TidingsProps> | null>(null);
  useEffect(() => {
    let isGone = false;
    const { shown, isResult } = attemptOf(pathname);
    // A paper's questions send for themselves; its result is a page like others.
    const open = isResult ? null : shown;
    const look = async () => {
      if (!navigator.onLine || heldAttempts(personId).length === 0) return;
      // Where it cannot be fetched, the next occasion comes with the line.
      const held = await import('./held-tidings.tsx').catch(() => null);
      if (!held || isGone) return;
      held.sendHeld(personId, open);
      if (shown && isResult) held.tellOtherPages({ personId, attemptId: shown });
      setTidings(() => held.HeldTidings);
    };
    void look();
    const stop = onLineBack(look);
    addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      isGone = true;
      stop();
      removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [personId, pathname]);
  return Tidings ? <Tidings personId={personId} locale={locale} shown={attemptOf(pathname).shown} /> : null;
}

function attemptOf(pathname: string): { shown: string | null; isResult: boolean } {
  const [, shown = null, result] = /^\/attempts\/([^/]+)(\/result)?/.exec(pathname) ?? [];
  return { shown, isResult: result !== undefined };
}
