import { redirect } from '@remix-run/node';
import { may } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';
import { serveActor } from '#app/http/serve.server.ts';

/** The door of management: the first tab that the person's grants open. */
export const loader = serveActor(async ({ actor }) => {
  if (may(actor, 'read-reports')) throw redirect('/manage/reports');
  if (may(actor, 'assign-courses')) throw redirect('/manage/assignments');
  if (may(actor, 'administer')) throw redirect('/admin');
  throw new DomainError('forbidden', { page: 'manage' });
});

export default function ManageHome() {
  return null;
}
