import { createHash } from 'node:crypto';
import type { Mutant } from './find-mutants.ts';
import { areaOf } from './mutant.ts';

/** The same mutants for the same seed, evenly over areas and operators: one of each kind, then a second of each. */
export function sample(mutants: readonly Mutant[], size: number, seed: string): Mutant[] {
  const drawn = new Map<string, number>();
  const lot = ({ file, start, operator }: Mutant) =>
    createHash('sha256').update(`${seed} ${file} ${start} ${operator}`).digest('hex');
  return mutants
    .map((mutant) => ({ mutant, lot: lot(mutant) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ mutant }) => {
      const kind = `${areaOf(mutant.file)} ${mutant.operator}`;
      const round = drawn.get(kind) ?? 0;
      drawn.set(kind, round + 1);
      return { mutant, round };
    })
    .toSorted((a, b) => a.round - b.round)
    .slice(0, size)
    .map(({ mutant }) => mutant);
}
