import type { Mark } from './grade-paper.ts';

/** The marks of a grading as they are kept: of slot after slot, `1`, `0` or `1/3`. Gradings of before name each slot. */
export type StoredMarks = string | Mark[];

export const storeMarks = (marks: readonly Mark[]): string =>
  marks.map(({ n, d }) => (d === 1 ? String(n) : `${n}/${d}`)).join(' ');

export function readMarks(stored: StoredMarks): Mark[] {
  if (typeof stored !== 'string') return stored;
  return stored
    .split(' ')
    .filter(Boolean)
    .map((mark, at) => {
      const [n = '0', d = '1'] = mark.split('/');
      return { slot: at + 1, n: Number(n), d: Number(d) };
    });
}
