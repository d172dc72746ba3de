import { json, redirect } from '@remix-run/node';
import { z } from 'zod';
import { endSession } from '#app/domain/accounts/sessions.server.ts';
import { signOutEverywhere } from '#app/domain/accounts/sign-out-everywhere.server.ts';
import { NO_STORE } from '#app/http/headers.ts';
import { serveJson } from '#app/http/serve.server.ts';
import { clearedSessionCookie, readSessionToken } from '#app/http/session-cookie.ts';

const Body = z.object({ personId: z.uuid(), everywhere: z.boolean() });

/** Signing out changes something, so a link cannot do it. */
export const loader = serveJson(async () => {
  throw redirect('/');
});

/**
 * Signing out as a page with script asks for it, perhaps long after the button was pressed: it ends the session of the
 * person who pressed, and of nobody who has signed in on the device since.
 */
export const action = serveJson(async ({ request, context, world }) => {
  const body = Body.safeParse(await request.json().catch(() => null));
  if (!body.success) return json({ outcome: 'malformed' }, { status: 400, headers: NO_STORE });
  const { personId, everywhere } = body.data;
  const actor = await context.actor();
  if (actor && actor.personId !== personId) return json({ outcome: 'another-person' }, { headers: NO_STORE });
  const token = readSessionToken(request.headers.get('Cookie') ?? undefined);
  if (actor && everywhere) await signOutEverywhere(world, personId, context);
  else if (token) await endSession(world, token);
  return json(
    { outcome: 'signed-out' },
    { headers: { ...NO_STORE, 'Set-Cookie': clearedSessionCookie(), 'Clear-Site-Data': '"cache"' } },
  );
});
