import { json, redirect } from '@remix-run/node';
import { z } from 'zod';
import { SavesOnTheirWay } from '#app/domain/assessment/save-answers.server.ts';
import { submitAttempt } from '#app/domain/assessment/submit-attempt.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { deviceOf } from '#app/http/device.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { serve } from '#app/http/serve.server.ts';

const Body = z.object({ saves: SavesOnTheirWay });

/** Nothing to see here: who opens the address by hand goes to the attempt. */
export const loader = serve(async ({ params }) => {
  throw redirect(`/attempts/${parseId(params.attemptId)}/check`);
});

/**
 * Hands in, with the answers that the device still held. An attempt is handed in once: sent again after an answer that was
 * lost, this says so, and what became of the answers.
 */
export const action = serve(async ({ world, context, params, request }) => {
  const actor = await context.actor();
  if (!actor) return json({ outcome: 'sign-in' }, { status: 401, headers: NO_STORE });
  const attemptId = parseId(params.attemptId);
  const parsed = Body.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return json({ outcome: 'malformed' }, { status: 400, headers: NO_STORE });
  const result = await submitAttempt(world, {
    attemptId,
    personId: actor.personId,
    saves: parsed.data.saves,
    device: deviceOf(request.headers),
  });
  if (result.outcome === 'not-found') return json(result, { status: 404, headers: NO_STORE });
  return json({ outcome: result.outcome, slots: result.slots }, { headers: NO_STORE });
});
