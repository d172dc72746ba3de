import { redirect } from '@remix-run/node';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveJson } from '#app/http/serve.server.ts';
import { serveSaves } from './serve-saves.ts';

/** Nothing to see here: who opens the address by hand goes to the attempt. */
export const loader = serveJson(async ({ params }) => {
  throw redirect(`/attempts/${parseId(params.attemptId)}/check`);
});

/**
 * Hands in, with the answers that the device still held. An attempt is handed in once: sent again after an answer that was
 * lost, this says so, and what became of the answers.
 */
export const action = serveSaves(async (world, saves) => {
  const result = await submitAttempt(world, saves);
  return result.outcome === 'not-found' ? result : { outcome: result.outcome, slots: result.slots };
});
