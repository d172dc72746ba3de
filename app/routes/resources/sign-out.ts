import { redirect } from '@remix-run/node';
import { endSession } from '#app/domain/accounts/sessions.server.ts';
import { signOutEverywhere } from '#app/domain/accounts/sign-out-everywhere.server.ts';
import { serveForm } from '#app/http/serve.server.ts';
import { clearedSessionCookie, readSessionToken } from '#app/http/session-cookie.ts';

/** Signing out changes something, so a link cannot do it. */
export const loader = serveForm(async () => {
  throw redirect('/');
});

/** Ends this session, or with `everywhere` all that the person has. */
export const action = serveForm(async ({ request, context, world }) => {
  const everywhere = (await request.formData()).get('everywhere') === '1';
  const actor = await context.actor();
  const token = readSessionToken(request.headers.get('Cookie') ?? undefined);
  if (actor && everywhere) await signOutEverywhere(world, actor.personId, context);
  else if (token) await endSession(world, token);
  return redirect(`/sign-in?signed-out=${actor && everywhere ? 'everywhere' : 'here'}`, {
    status: 303,
    headers: { 'Set-Cookie': clearedSessionCookie(), 'Clear-Site-Data': '"cache"' },
  });
});
