/** A fault in one place of a file, as it is shown: the line where it begins becomes another. */
export type Shown = { file: string; line: number; text: string; becomes: string; operator: string };

export type Verdict = Shown & { status: 'killed' | 'survived' | 'not reached' };

/** The line in which `start` stands, before and after what stands from there to `end` is replaced. */
export function showChange(
  source: string,
  { start, end, replacement }: { start: number; end: number; replacement: string },
): Pick<Shown, 'line' | 'text' | 'becomes'> {
  const head = source.lastIndexOf('\n', start - 1) + 1;
  const restOf = (from: number) => source.slice(from).split('\n', 1)[0] ?? '';
  return {
    line: source.slice(0, start).split('\n').length,
    text: restOf(head).replace(/\s+/g, ' ').trim(),
    becomes: (source.slice(head, start) + replacement + restOf(end)).replace(/\s+/g, ' ').trim(),
  };
}

/** Where a file belongs: the area of the domain, or what all areas share. */
export const areaOf = (file: string): string => /^app\/domain\/(\w+)\//.exec(file)?.[1] ?? 'shared';
