import type { BrowserContext } from '@playwright/test';
import type { Db } from '../../../app/platform/database.server.ts';
import { signInAs } from '../../support/factories.ts';

/** Signed in as by a link that came another way: no page and no password has a part in it. */
export async function giveSession(
  context: BrowserContext,
  { db, now }: { db: Db; now?: () => Date },
  personId: string,
): Promise<void> {
  const { token } = await signInAs(db, personId, now);
  // Chromium takes a cookie of this name for an address with https alone, and sends it to this one, which is local, as well.
  await context.addCookies([
    { name: '__Host-truc', value: token, url: 'https://localhost/', secure: true, httpOnly: true, sameSite: 'Lax' },
  ]);
}
