/** `asean`: a declaration, charter, treaty or plan of ASEAN. `page`: a page of a public body, which is no document. */
export const sourceKinds = ['law', 'resolution', 'decree', 'decision', 'asean', 'page'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Whose page the address is: of the gazette, of the state, of whoever issued it, or a copy of the text elsewhere. */
export const sourceHosts = ['gazette', 'portal', 'issuer', 'copy'] as const;
export type SourceHost = (typeof sourceHosts)[number];
