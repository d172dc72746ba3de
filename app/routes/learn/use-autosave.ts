import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer } from '#app/domain/assessment/question.ts';
import type { Saving } from '#app/ui/quiz-bar.tsx';

export type Kept = { answer: Answer | null; revision: number; flagged: boolean };
type SlotOutcome = { slot: number; outcome: 'saved' | 'stale'; revision: number; answer?: Answer | null };

const DEBOUNCE_MS = 600;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

const keyOf = (attemptId: string) => `truc.answers.${attemptId}`;

/** What this device still holds and the server has not acknowledged. */
export function unsavedOf(attemptId: string): Record<string, Kept> {
  try {
    return JSON.parse(localStorage.getItem(keyOf(attemptId)) ?? '{}') as Record<string, Kept>;
  } catch {
    // Storage may be refused or full; then only this page holds what is not saved yet.
    return {};
  }
}

function keepOnDevice(attemptId: string, unsaved: ReadonlyMap<number, Kept>): void {
  try {
    if (unsaved.size === 0) localStorage.removeItem(keyOf(attemptId));
    else localStorage.setItem(keyOf(attemptId), JSON.stringify(Object.fromEntries(unsaved)));
  } catch {
    // See above: the page still holds it.
  }
}

export type Autosave = {
  answers: ReadonlyMap<number, Kept>;
  saving: Saving | null;
  /** The slot in which a newer answer from elsewhere stands now. */
  staleSlot: number | null;
  signedOut: boolean;
  over: boolean;
  change(slot: number, answer: Answer | null, flagged: boolean): void;
  /** Sends what is not saved yet and says whether nothing is left. */
  flush(): Promise<boolean>;
};

/**
 * Saves changed answers: shortly after a change, on leaving the page, again after a failure. A slot's revision grows with
 * each change, so that the newest answer stands whatever the network does to the order. Until the server
 * acknowledges it, a change is kept on the device.
 */
export function useAutosave(
  attemptId: string,
  initial: readonly ({ slot: number; savedAt: string } & Kept)[],
): Autosave {
  const [answers, setAnswers] = useState<ReadonlyMap<number, Kept>>(
    () => new Map(initial.map(({ slot, answer, revision, flagged }) => [slot, { answer, revision, flagged }])),
  );
  const newest = initial
    .map((each) => each.savedAt)
    .sort()
    .at(-1);
  const [saving, setSaving] = useState<Saving | null>(newest ? { state: 'saved', savedAt: newest } : null);
  const [staleSlot, setStaleSlot] = useState<number | null>(null);
  const [signedOut, setSignedOut] = useState(false);
  const [over, setOver] = useState(false);
  const known = useRef(new Map(answers));
  const unsaved = useRef(new Map<number, Kept>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const inFlight = useRef<Promise<boolean>>(undefined);
  const failures = useRef(0);

  const put = useCallback((slot: number, kept: Kept) => {
    known.current.set(slot, kept);
    setAnswers(new Map(known.current));
  }, []);

  const send = useCallback(async (): Promise<boolean> => {
    if (unsaved.current.size === 0) return true;
    const batch = new Map(unsaved.current);
    setSaving({ state: 'saving' });
    let response: Response;
    try {
      response = await fetch(`/attempts/${attemptId}/answers`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ saves: [...batch].map(([slot, kept]) => ({ slot, ...kept })) }),
        keepalive: true,
      });
    } catch {
      response = new Response(null, { status: 599 });
    }
    if (response.status === 401) {
      setSignedOut(true);
      setSaving({ state: 'offline' });
      return false;
    }
    if (response.status === 409 || response.status === 404 || response.status === 422) {
      unsaved.current.clear();
      keepOnDevice(attemptId, unsaved.current);
      setOver(true);
      return false;
    }
    if (!response.ok) {
      const wait = RETRY_MS[Math.min(failures.current++, RETRY_MS.length - 1)] ?? 15_000;
      setSaving({ state: navigator.onLine ? 'retrying' : 'offline' });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flushRef.current(), wait);
      return false;
    }
    failures.current = 0;
    const { savedAt, slots } = (await response.json()) as { savedAt: string; slots: SlotOutcome[] };
    for (const outcome of slots) {
      const sent = batch.get(outcome.slot);
      if (unsaved.current.get(outcome.slot) === sent) unsaved.current.delete(outcome.slot);
      if (outcome.outcome === 'stale' && sent) {
        put(outcome.slot, {
          answer: outcome.answer ?? null,
          revision: Math.max(outcome.revision, sent.revision),
          flagged: sent.flagged,
        });
        setStaleSlot(outcome.slot);
      }
    }
    keepOnDevice(attemptId, unsaved.current);
    setSaving({ state: 'saved', savedAt });
    return unsaved.current.size === 0;
  }, [attemptId, put]);

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    // One request at a time; what changed meanwhile follows it.
    while (inFlight.current) await inFlight.current;
    inFlight.current = send();
    try {
      return await inFlight.current;
    } finally {
      inFlight.current = undefined;
    }
  }, [send]);
  const flushRef = useRef(flush);
  flushRef.current = flush;

  const change = useCallback(
    (slot: number, answer: Answer | null, flagged: boolean) => {
      const before = known.current.get(slot);
      if (before && before.flagged === flagged && JSON.stringify(before.answer) === JSON.stringify(answer)) return;
      if (!before && answer === null && !flagged) return;
      const kept = { answer, flagged, revision: (before?.revision ?? 0) + 1 };
      put(slot, kept);
      unsaved.current.set(slot, kept);
      keepOnDevice(attemptId, unsaved.current);
      setStaleSlot((stale) => (stale === slot ? null : stale));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flushRef.current(), DEBOUNCE_MS);
    },
    [attemptId, put],
  );

  useEffect(() => {
    for (const [slot, kept] of Object.entries(unsavedOf(attemptId))) {
      const standing = known.current.get(Number(slot));
      if (!standing || kept.revision > standing.revision) {
        put(Number(slot), kept);
        unsaved.current.set(Number(slot), kept);
      }
    }
    if (unsaved.current.size > 0) void flushRef.current();
    else keepOnDevice(attemptId, unsaved.current);
    const now = () => void flushRef.current();
    const hidden = () => {
      if (document.visibilityState === 'hidden') now();
    };
    addEventListener('online', now);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      removeEventListener('online', now);
      document.removeEventListener('visibilitychange', hidden);
      now();
      clearTimeout(timer.current);
    };
  }, [attemptId, put]);

  return { answers, saving, staleSlot, signedOut, over, change, flush };
}
