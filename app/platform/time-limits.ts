/**
 * How long one statement may run before the server ends it, by who waits for it: somebody who looks at an empty page; a
 * job, which is tried again; or what goes through everything there is, such as a file of a nation or the recount.
 */
export const STATEMENT_MS = { page: 10_000, job: 120_000, whole: 30 * 60_000 } as const;

export type Kind = keyof typeof STATEMENT_MS;
