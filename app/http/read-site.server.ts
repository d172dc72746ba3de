import { may } from '#app/domain/accounts/policy.ts';
import { countRequests } from '#app/domain/assessment/list-requests.server.ts';
import { isManagement } from './management.ts';
import type { RequestContext } from './request-context.server.ts';

/** What the frame of every page shows: language and look, who is signed in, and what she manages. */
export async function readSite(context: RequestContext, url: URL) {
  const { world } = context;
  const actor = await context.actor();
  return {
    locale: await context.locale(),
    theme: await context.theme(),
    appUrl: world.appUrl,
    person: actor ? { id: actor.personId, name: actor.fullName } : null,
    manages: {
      reports: may(actor, 'read-reports'),
      assignments: may(actor, 'assign-courses'),
      administration: may(actor, 'administer'),
      // Only the frame of management shows it.
      waiting: actor && isManagement(url) ? await countRequests(world.db, actor) : 0,
    },
  };
}
