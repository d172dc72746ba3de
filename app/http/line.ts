import { askServer } from './ask-server.ts';

/** What did not come through: a page, the page after an act that was done, an act, a file, a finished lesson, a sign-out. */
export type Lost = { what: 'page' | 'act' | 'file' | 'lesson' | 'sign-out' } | { what: 'next-page'; href: string };
export type Line = { isUp: true } | { isUp: false; lost: Lost; times: number };

const UP: Line = { isUp: true };
/** The first look comes late enough for the words to be read. */
const LOOK_AGAIN_MS = [4_000, 4_000, 6_000, 9_000, 15_000];

let line: Line = UP;
let looked = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();
const returns = new Set<() => void>();

export const readLine = (): Line => line;

/** Calls `changed` on every change, also when the same is lost once more; answers the way to stop. */
export function watchLine(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** Calls `back` each time the line is there again, with what then waits to be sent. */
export function onLineBack(back: () => void): () => void {
  returns.add(back);
  return () => returns.delete(back);
}

/** Something was not reached: said until the line is back, for which it is looked with growing pauses. */
export function lineIsDown(lost: Lost): void {
  line = { isUp: false, lost, times: line.isUp ? 1 : line.times + 1 };
  looked = 0;
  tell();
  lookLater();
}

/** Our server has answered. */
export function lineIsUp(): void {
  clearTimeout(timer);
  if (line.isUp) return;
  line = UP;
  tell();
  for (const back of [...returns]) back();
}

/** Whether our own server answers right now, within the time limit of every request. */
export async function isLineUp(): Promise<boolean> {
  const asked = await askServer('/line', {
    read: (body) => ((body as { line?: unknown } | null)?.line === 'up' ? true : null),
  });
  return asked.outcome === 'answered';
}

/** Looks now and says what it found; for what waits to be sent when nobody has pressed anything. */
export async function lookAtLine(): Promise<void> {
  clearTimeout(timer);
  if (await isLineUp()) lineIsUp();
  else if (!line.isUp) lookLater();
}

function lookLater(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void lookAtLine(), LOOK_AGAIN_MS[Math.min(looked++, LOOK_AGAIN_MS.length - 1)]);
}

function tell(): void {
  for (const changed of [...watchers]) changed();
}
