import { redirect } from '@remix-run/node';
import { updatePreferences } from '#app/domain/accounts/update-preferences.server.ts';
import { parseTheme, preferenceCookie } from '#app/http/preference-cookie.ts';
import { returnPath } from '#app/http/return-path.ts';
import { serveForm } from '#app/http/serve.server.ts';
import { isLocale } from '#app/words/locale.ts';

/** Nothing to see here: who opens the address by hand goes to the first page. */
export const loader = serveForm(async () => {
  throw redirect('/');
});

/** Language and theme, for this browser in a cookie and for a person on all her devices; then back to the page. */
export const action = serveForm(async ({ request, context, world }) => {
  const form = await request.formData();
  const typedLocale = form.get('locale');
  const locale = isLocale(typedLocale) ? typedLocale : undefined;
  const theme = parseTheme(form.get('theme'));
  const headers = new Headers();
  if (locale) headers.append('Set-Cookie', preferenceCookie({ locale }, context.isSecure));
  if (theme) headers.append('Set-Cookie', preferenceCookie({ theme }, context.isSecure));
  const actor = await context.actor();
  if (actor && (locale || theme)) {
    await updatePreferences(world, actor.personId, { ...(locale ? { locale } : {}), ...(theme ? { theme } : {}) });
  }
  return redirect(returnPath(form.get('returnTo'), '/'), { status: 303, headers });
});
