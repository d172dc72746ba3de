import type { World } from '#app/platform/world.ts';
import { LATENCY_GRACE_MS } from './save-answers.server.ts';
import { expireAttempt } from './submit-attempt.server.ts';

/** Finishes what only the clock finishes: attempts past their deadline and its grace. Answers how many. */
export async function sweepAttempts(
  world: Pick<World, 'db' | 'random' | 'now' | 'enqueue' | 'log' | 'appUrl'>,
): Promise<number> {
  const before = new Date(world.now().getTime() - LATENCY_GRACE_MS);
  const due = await world.db.rows<{ id: string }>`
    SELECT id FROM "Attempt" WHERE state = 'IN_PROGRESS' AND "checkStateAt" <= ${before}
     ORDER BY "checkStateAt" LIMIT 500`;
  let finished = 0;
  for (const { id } of due) {
    try {
      if ((await expireAttempt(world, id)) === 'finished') finished++;
    } catch (error) {
      world.log.error({ err: error, attemptId: id }, 'an attempt past its deadline could not be finished');
    }
  }
  return finished;
}
