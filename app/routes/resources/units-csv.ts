import { scopeOf } from '#app/domain/accounts/policy.ts';
import { getAgency } from '#app/domain/agencies/get-agency.server.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { exportUnits } from '#app/domain/reporting/export-units.server.ts';
import { mayStill } from '#app/http/may-still.server.ts';
import { serveFile } from '#app/http/serve.server.ts';
import { csvAnswer } from './csv-answer.ts';

/** Units × courses of an agency and everything below it. */
export const loader = serveFile(async ({ world, context, actor, locale, params }) => {
  const scope = scopeOf(actor, 'read-reports');
  const agency = await getAgency(world.db, params.agencyCode ?? '', scope);
  const now = world.now();
  await recordAudit(world.db, {
    at: now,
    actorId: actor.personId,
    action: 'units.exported',
    subjectType: 'agency',
    subjectId: agency.id,
    agencyId: agency.id,
    after: { agencyCode: agency.code, format: 'csv' },
    requestId: context.requestId,
    address: context.address,
  });
  const csv = exportUnits(world.heavy.file, { scope, agencyId: agency.id, locale });
  const still = () => mayStill(context, { do: 'read-reports', agencyId: agency.id });
  return csvAnswer(csv, { name: `units-${agency.code}`, now, still });
});
