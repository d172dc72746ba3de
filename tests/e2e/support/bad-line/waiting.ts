import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until it holds or the time is up; whether it held. */
export async function eventually(holds: () => Promise<boolean>, withinMs: number, everyMs = 150): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (;;) {
    if (await holds()) return true;
    if (Date.now() > until) return false;
    await sleep(everyMs);
  }
}

/** A page whose document never comes answers no question about itself; then `otherwise` is the answer. */
export function within<T, O>(ms: number, work: Promise<T>, otherwise: O): Promise<T | O> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<O>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  return Promise.race([work.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
}
