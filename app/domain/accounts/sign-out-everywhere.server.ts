import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import type { World } from '#app/platform/world.ts';
import { forgetDevices } from './known-devices.server.ts';
import { endAllSessions } from './sessions.server.ts';

/** Ends all sessions of whoever asks for it herself and forgets her devices; both are in the audit trail. */
export async function signOutEverywhere(
  world: Pick<World, 'db' | 'now'>,
  personId: string,
  { requestId, address }: { requestId: string; address: string },
): Promise<void> {
  await endAllSessions(world, personId);
  await forgetDevices(world, personId);
  await recordAudit(world.db, {
    at: world.now(),
    actorId: personId,
    action: 'person.signed-out',
    subjectType: 'person',
    subjectId: personId,
    requestId,
    address,
  });
}
