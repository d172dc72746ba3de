import { json, redirect } from '@remix-run/node';
import { z } from 'zod';
import { Saves, saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { serve } from '#app/http/serve.server.ts';

const Body = z.object({ saves: Saves });
const STATUS = { saved: 200, over: 409, 'not-on-paper': 422, 'not-found': 404 } as const;

/** Nothing to see here: who opens the address by hand goes to the attempt. */
export const loader = serve(async ({ params }) => {
  throw redirect(`/attempts/${parseId(params.attemptId)}`);
});

/** Answers saved while somebody writes: JSON in, what stands in each slot out. 401 where the session is over. */
export const action = serve(async ({ world, context, params, request }) => {
  const actor = await context.actor();
  if (!actor) return json({ outcome: 'sign-in' }, { status: 401, headers: NO_STORE });
  const attemptId = parseId(params.attemptId);
  const parsed = Body.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return json({ outcome: 'malformed' }, { status: 400, headers: NO_STORE });
  const result = await saveAnswers(world, { attemptId, personId: actor.personId, saves: parsed.data.saves });
  return json(result, { status: STATUS[result.outcome], headers: NO_STORE });
});
