import { type Actor, may } from '#app/domain/accounts/policy.ts';
import { DomainError } from '#app/domain/errors.ts';

/** @throws forbidden for everybody who administers nothing */
export function requireAdministrator(actor: Actor): void {
  if (!may(actor, 'administer')) throw new DomainError('forbidden', { deed: 'administer' });
}
