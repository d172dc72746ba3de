import { json, redirect } from '@remix-run/node';
import { readStanding } from '#app/domain/assessment/read-standing.server.ts';
import { saveAnswers } from '#app/domain/assessment/save-answers.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { serveJson } from '#app/http/serve.server.ts';
import { serveSaves } from './serve-saves.ts';

/** What stands, for a page of the attempt that asks anew. Who opens the address by hand goes to the attempt. */
export const loader = serveJson(async ({ world, context, params, request }) => {
  const attemptId = parseId(params.attemptId);
  if (request.headers.get('Accept') !== 'application/json') throw redirect(`/attempts/${attemptId}`);
  const actor = await context.actor();
  if (!actor) return json({ outcome: 'sign-in' }, { status: 401, headers: NO_STORE });
  const standing = await readStanding(world.db, { attemptId, personId: actor.personId });
  return standing
    ? json({ outcome: 'standing', ...standing }, { headers: NO_STORE })
    : json({ outcome: 'not-found' }, { status: 404, headers: NO_STORE });
});

/** Saves answers while somebody writes. */
export const action = serveSaves((world, saves) => saveAnswers(world, saves));
