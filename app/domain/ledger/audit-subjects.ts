/** What an audit event can be about. A new kind joins here, in the names of the list (AUDIT_NAMES) and in its words. */
export const AUDIT_SUBJECTS = [
  'person',
  'agency',
  'assignment',
  'assignment-batch',
  'attempt-request',
  'storage',
  'reports',
] as const;
/** The subject `person` of a failed sign-in to an account that there is not. */
export const NO_ACCOUNT = 'unknown';
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];
