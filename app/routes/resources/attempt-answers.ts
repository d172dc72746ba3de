import { json, redirect } from '@remix-run/node';
import { z } from 'zod';
import { SavesOnTheirWay, saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { deviceOf } from '#app/http/device.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { serve } from '#app/http/serve.server.ts';

const Body = z.object({ saves: SavesOnTheirWay });

/** Nothing to see here: who opens the address by hand goes to the attempt. */
export const loader = serve(async ({ params }) => {
  throw redirect(`/attempts/${parseId(params.attemptId)}`);
});

/**
 * Answers saved while somebody writes: JSON in, what became of each of them out. 401 where the session is over, 404 where
 * the attempt is another person's; what the answers themselves meet is said of each, with 200.
 */
export const action = serve(async ({ world, context, params, request }) => {
  const actor = await context.actor();
  if (!actor) return json({ outcome: 'sign-in' }, { status: 401, headers: NO_STORE });
  const attemptId = parseId(params.attemptId);
  const parsed = Body.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return json({ outcome: 'malformed' }, { status: 400, headers: NO_STORE });
  const result = await saveAnswers(world, {
    attemptId,
    personId: actor.personId,
    saves: parsed.data.saves,
    device: deviceOf(request.headers),
  });
  return json(result, { status: result.outcome === 'kept' ? 200 : 404, headers: NO_STORE });
});
