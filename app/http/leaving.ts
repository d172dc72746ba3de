import { askServer } from './ask-server.ts';
import { lineIsDown } from './line.ts';

/** Who has signed out on this device, of which the server may not know yet. */
export type Leaving = { personId: string; everywhere: boolean };

const KEY = 'truc.leaving';
let leaving: Leaving | null = null;
let isSending = false;
const watchers = new Set<() => void>();

export const readLeaving = (): Leaving | null => leaving;

export function watchLeaving(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/**
 * Signs out: what this device shows and remembers of the person goes at once, the session as soon as the server can be
 * asked. What could not be sent yet is kept: it is no copy, and nobody else is shown it.
 */
export function leave(given: Leaving): void {
  leaving = given;
  try {
    // Where one was and how far one had read.
    sessionStorage.clear();
    localStorage.setItem(KEY, JSON.stringify(given));
  } catch {
    // Without storage this tab alone knows; it goes on asking.
  }
  tell();
  void finishLeaving();
}

/** Goes on with a signing out that was begun before this page was loaded. Somebody else's session is left alone. */
export function resumeLeaving(personId: string | null): void {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Leaving | null;
    if (!kept) return;
    if (kept.personId !== personId) localStorage.removeItem(KEY);
    else leaving = kept;
  } catch {
    // No storage, so nothing was begun in it.
  }
  tell();
  void finishLeaving();
}

/** Ends the session; then the door is opened as a document, so that nothing of the person stays in memory. */
export async function finishLeaving(): Promise<void> {
  if (!leaving || isSending) return;
  isSending = true;
  const asked = await askServer('/sign-out/finish', { method: 'POST', json: leaving, read: readOutcome });
  isSending = false;
  if (asked.outcome !== 'answered' || asked.body === null) return lineIsDown({ what: 'sign-out' });
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
  location.assign(`/sign-in?signed-out=${leaving.everywhere ? 'everywhere' : 'here'}`);
}

function tell(): void {
  for (const changed of [...watchers]) changed();
}

const readOutcome = (body: unknown): { outcome: string } | null =>
  typeof (body as { outcome?: unknown } | null)?.outcome === 'string' ? (body as { outcome: string }) : null;
