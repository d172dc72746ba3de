import { askServer } from './ask-server.ts';
import { lineIsDown } from './line.ts';

/** A lesson that was finished here and that the server does not know of yet, with what the browser saw of the reading. */
export type KeptLesson = { slug: string; lesson: string; in: 'vi' | 'en'; measured: boolean };

const SHORTEST_WAIT_S = 5;
const PREFIX = 'truc.lessons.';
const keyOf = (personId: string) => PREFIX + personId;
const isSame = (a: KeptLesson, b: KeptLesson) => a.slug === b.slug && a.lesson === b.lesson;

let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

export function watchKeptLessons(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

export function keptLessons(personId: string): KeptLesson[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(personId)) ?? '[]');
    return Array.isArray(kept) ? (kept as KeptLesson[]) : [];
  } catch {
    // No storage, or one that somebody else wrote into.
    return [];
  }
}

/** Whether this device holds lessons of anybody. */
export const holdsLessons = (): boolean => Object.keys(localStorage).some((key) => key.startsWith(PREFIX));

/** Keeps a finished lesson on this device, for this person alone, until the server has it. */
export function keepLesson(personId: string, lesson: KeptLesson): void {
  const kept = keptLessons(personId).filter((each) => !isSame(each, lesson));
  if (store(personId, [...kept, lesson])) lineIsDown({ what: 'lesson' });
}

/** Sends what is kept of this person; answers how many lessons the server has recorded by it. */
export async function sendKeptLessons(personId: string): Promise<number> {
  // One tab at a time; where browsers know no locks, the server takes the second for what it is.
  const send = () => sendEach(personId);
  return navigator.locks ? navigator.locks.request('truc.lessons', send) : send();
}

async function sendEach(personId: string): Promise<number> {
  clearTimeout(timer);
  let recorded = 0;
  for (const lesson of keptLessons(personId)) {
    const { slug, in: locale, measured } = lesson;
    const address = `/courses/${encodeURIComponent(slug)}/lessons/${encodeURIComponent(lesson.lesson)}/read`;
    const asked = await askServer(address, {
      method: 'POST',
      json: { personId, in: locale, measured },
      read: readOutcome,
    });
    if (asked.outcome !== 'answered') break;
    // Signed out, or somebody else is signed in: it waits for its person.
    if (asked.status === 401 || asked.status === 403 || asked.status >= 500) break;
    if (asked.body?.outcome === 'too-soon') {
      const seconds = Math.max(SHORTEST_WAIT_S, asked.body.secondsLeft ?? 0);
      timer = setTimeout(() => void sendKeptLessons(personId).then(tell), seconds * 1_000);
      continue;
    }
    if (asked.body?.outcome === 'read' || asked.body?.outcome === 'already-read') recorded += 1;
    store(
      personId,
      keptLessons(personId).filter((each) => !isSame(each, lesson)),
    );
  }
  return recorded;
}

function store(personId: string, kept: readonly KeptLesson[]): boolean {
  try {
    if (kept.length > 0) localStorage.setItem(keyOf(personId), JSON.stringify(kept));
    else localStorage.removeItem(keyOf(personId));
  } catch {
    return false;
  }
  tell();
  return true;
}

function tell(): void {
  for (const changed of [...watchers]) changed();
}

function readOutcome(body: unknown): { outcome: string; secondsLeft?: number } | null {
  const said = body as { outcome?: unknown; secondsLeft?: unknown } | null;
  if (typeof said?.outcome !== 'string') return null;
  return { outcome: said.outcome, ...(typeof said.secondsLeft === 'number' ? { secondsLeft: said.secondsLeft } : {}) };
}
