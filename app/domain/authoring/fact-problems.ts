import type { Fact } from './registers.ts';

/** Why something may not rest on these facts. */
export const factProblems = (ids: readonly string[], facts: ReadonlyMap<string, Fact> | null): string[] =>
  ids.flatMap((id) => {
    if (!facts) return [];
    const fact = facts.get(id);
    if (!fact) return [`facts.yaml has no ${id}`];
    return fact.standing === 'unverified' ? [`${id} was not verified: nothing may rest on it`] : [];
  });
