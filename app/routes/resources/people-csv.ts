import { scopeOf } from '#app/domain/accounts/policy.ts';
import { getAgency } from '#app/domain/agencies/get-agency.server.ts';
import { recordAudit } from '#app/domain/ledger/record-audit.server.ts';
import { exportPeople } from '#app/domain/reporting/export-people.server.ts';
import { mayStill } from '#app/http/may-still.server.ts';
import { serveFile } from '#app/http/serve.server.ts';
import { csvAnswer } from './csv-answer.ts';

/** People × courses of an agency and everything below it: personal data, so it is on record before the first line. */
export const loader = serveFile(async ({ world, context, actor, locale, params }) => {
  const scope = scopeOf(actor, 'export-people');
  const agency = await getAgency(world.db, params.agencyCode ?? '', scope);
  const now = world.now();
  await recordAudit(world.db, {
    at: now,
    actorId: actor.personId,
    action: 'people.exported',
    subjectType: 'agency',
    subjectId: agency.id,
    agencyId: agency.id,
    after: { agencyCode: agency.code, format: 'csv' },
    requestId: context.requestId,
    address: context.address,
  });
  const csv = await exportPeople(world.copyRows, { scope, agencyId: agency.id, locale });
  const still = () => mayStill(context, { do: 'export-people', agencyId: agency.id });
  return csvAnswer(csv, { name: `people-${agency.code}`, now, still });
});
