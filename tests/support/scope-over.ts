import { scopeOfGrants } from '#app/domain/accounts/policy.ts';
import type { Scope } from '#app/domain/agencies/scope.ts';

const EVER = new Date('2026-01-01T00:00:00Z');

/** What a training manager of these agencies reaches, with everything below them. */
export const scopeOver = (...agencyIds: readonly string[]): Scope =>
  scopeOfGrants(
    agencyIds.map((agencyId) => ({ role: 'TRAINING_MANAGER', agencyId })),
    'assign-courses',
    EVER,
  );

/** What a training manager of these agencies alone reaches, without what is below them. */
export const scopeAlone = (...agencyIds: readonly string[]): Scope =>
  scopeOfGrants(
    agencyIds.map((agencyId) => ({ role: 'TRAINING_MANAGER', agencyId, withSubunits: false })),
    'assign-courses',
    EVER,
  );
