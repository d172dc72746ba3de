import { type Deed, scopeOf } from '#app/domain/accounts/policy.ts';
import { isAgencyWithin } from '#app/domain/agencies/get-agency.server.ts';
import type { RequestContext } from './request-context.server.ts';

/** Whether the caller may, at this moment, still do it over an agency and all below it. */
export async function mayStill(context: RequestContext, asked: { do: Deed; agencyId: string }): Promise<boolean> {
  const actor = await context.actorNow();
  return actor !== null && isAgencyWithin(context.world.db, asked.agencyId, scopeOf(actor, asked.do));
}
