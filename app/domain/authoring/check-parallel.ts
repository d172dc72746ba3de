import type { BlockKind } from '#app/domain/catalogue/lesson-block.ts';
import type { Problem } from './problem.ts';

/** What the other language must match: the kind of the block and of each thing inside it. */
export type Shape = { kind: BlockKind; line: number; parts: readonly string[] };

/**
 * Whether the English runs beside the Vietnamese: the same kinds in the same order, holding the same things, lists of
 * the same length. Only the first difference is told, the rest follows from it.
 */
export function checkParallel(file: string, vi: readonly Shape[], en: readonly Shape[]): Problem[] {
  const named = ({ kind, parts }: Shape) => (parts.length > 0 ? `${kind} (${parts.join(', ')})` : kind);
  for (let index = 0; index < Math.max(vi.length, en.length); index++) {
    const [master, here] = [vi[index], en[index]];
    if (master && here && named(master) === named(here)) continue;
    const line = here?.line ?? en.at(-1)?.line ?? 1;
    const message = `the languages part here: ${master ? `vi.md, line ${master.line}, has ${named(master)}` : 'vi.md has ended'}, ${here ? `here is ${named(here)}` : 'en.md has ended'}`;
    return [{ file, line, message }];
  }
  return [];
}
