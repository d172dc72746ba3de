import { Scope } from '#app/domain/agencies/scope.ts';

/** Who is signed in, with what she was granted: the agency of a grant stands for everything below it. */
export type Role = 'TRAINING_MANAGER' | 'REPORT_VIEWER' | 'ADMINISTRATOR';
/** A role over an agency: with everything below it unless it says otherwise, and for as long as it says. */
export type HeldGrant = {
  role: Role;
  agencyId: string;
  withSubunits?: boolean;
  validFrom?: Date | null;
  validTo?: Date | null;
};
export type ActorGrant = HeldGrant & { agencyCode: string };
export type Actor = {
  personId: string;
  sessionId: string;
  fullName: string;
  email: string;
  locale: 'vi' | 'en';
  theme: 'auto' | 'light' | 'dark';
  grants: readonly ActorGrant[];
  /** When that was read. */
  at: Date;
};

/** Deeds that need a grant. Learning needs none: everybody who is signed in learns. */
export type Deed = 'assign-courses' | 'read-reports' | 'export-people' | 'administer';

const ROLES: Record<Deed, readonly Role[]> = {
  'assign-courses': ['TRAINING_MANAGER'],
  'read-reports': ['TRAINING_MANAGER', 'REPORT_VIEWER'],
  'export-people': ['TRAINING_MANAGER', 'REPORT_VIEWER'],
  administer: ['ADMINISTRATOR'],
};

/** Over which agencies grants allow a deed at an instant. */
export function scopeOfGrants(grants: readonly HeldGrant[], deed: Deed, at: Date): Scope {
  const allowing = grants.filter((grant) => ROLES[deed].includes(grant.role));
  return new Scope(
    allowing.map(({ agencyId, withSubunits = true, validFrom = null, validTo = null }) => ({
      ...{ agencyId, withSubunits, validFrom, validTo },
    })),
    at,
  );
}

/** Over which agencies the actor may do it. An empty scope means: not at all. */
export const scopeOf = (actor: Actor, deed: Deed): Scope => scopeOfGrants(actor.grants, deed, actor.at);

/** Whether the actor may do it anywhere, so that a link to it makes sense. */
export const may = (actor: Actor | null, deed: Deed): boolean => actor !== null && !scopeOf(actor, deed).isEmpty;
