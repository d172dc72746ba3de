/** Who is signed in, with what she was granted: the agency of a grant stands for everything below it. */
export type Role = 'TRAINING_MANAGER' | 'REPORT_VIEWER' | 'ADMINISTRATOR';
export type ActorGrant = { role: Role; agencyId: string; agencyCode: string };
export type Actor = {
  personId: string;
  sessionId: string;
  fullName: string;
  email: string;
  locale: 'vi' | 'en';
  theme: 'auto' | 'light' | 'dark';
  grants: readonly ActorGrant[];
};

/** Deeds that need a grant. Learning needs none: everybody who is signed in learns. */
export type Deed = 'assign-courses' | 'read-reports' | 'export-people' | 'administer';

export const ROLES: Record<Deed, readonly Role[]> = {
  'assign-courses': ['TRAINING_MANAGER'],
  'read-reports': ['TRAINING_MANAGER', 'REPORT_VIEWER'],
  'export-people': ['TRAINING_MANAGER', 'REPORT_VIEWER'],
  administer: ['ADMINISTRATOR'],
};

/** The agencies over which (themselves and all below) the actor may do it. None means: not at all. */
export function scopeOf(actor: Actor, deed: Deed): string[] {
  return actor.grants.filter((grant) => ROLES[deed].includes(grant.role)).map((grant) => grant.agencyId);
}

/** Whether the actor may do it anywhere, so that a link to it makes sense. */
export const may = (actor: Actor | null, deed: Deed): boolean => actor !== null && scopeOf(actor, deed).length > 0;
