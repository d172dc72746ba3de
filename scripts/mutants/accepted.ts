import type { Shown } from './mutant.ts';

/** Mutants that no test can notice, or that change nothing anybody could see: which, and why. */
export const ACCEPTED: readonly (Pick<Shown, 'file' | 'text' | 'becomes'> & { reason: string })[] = [];
