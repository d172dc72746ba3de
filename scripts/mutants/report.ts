import { ACCEPTED } from './accepted.ts';
import { areaOf, type Shown, type Verdict } from './mutant.ts';

const LEAST_KILLED_PERCENT = 90;

const isSame = (a: Omit<Shown, 'line' | 'operator'>, b: typeof a) =>
  a.file === b.file && a.text === b.text && a.becomes === b.becomes;
const reasonOf = (mutant: Shown) => ACCEPTED.find((one) => isSame(one, mutant))?.reason;

/** What is accepted and is not there, or is noticed after all. `known` are all mutants there are, where all were looked for. */
function findStale(verdicts: readonly Verdict[], known: readonly Shown[] | null): string[] {
  return ACCEPTED.flatMap((one) => {
    const say = (what: string) => [`${one.file}: ${one.text}\n    → ${one.becomes}\n    ${what}`];
    if (known && !known.some((mutant) => isSame(one, mutant))) return say('is accepted and is not there');
    const tried = verdicts.filter((verdict) => isSame(one, verdict));
    return tried.some(({ status }) => status === 'killed') ? say('is accepted, and a test notices it') : [];
  });
}

/** Prints the survivors with their reasons and the count by area; true when enough were noticed and no reason is stale. */
export function report(
  verdicts: readonly Verdict[],
  { known, seconds }: { known: readonly Shown[] | null; seconds: number },
): boolean {
  const survivors = verdicts.filter(({ status }) => status !== 'killed');
  const lines = survivors
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
    .map((one) => {
      const { file, line, operator, status, text, becomes } = one;
      return `${status}: ${file}:${line} ${operator}\n    ${text}\n    → ${becomes}\n    ${reasonOf(one) ?? 'no reason is given'}`;
    });
  const stale = findStale(verdicts, known);
  const count = (name: string, some: readonly Verdict[]) => {
    const of = (status: Verdict['status']) => some.filter((one) => one.status === status).length;
    const accepted = some.filter((one) => one.status !== 'killed' && reasonOf(one) !== undefined).length;
    return {
      area: name,
      mutants: some.length,
      killed: of('killed'),
      survived: of('survived'),
      'not reached': of('not reached'),
      accepted,
    };
  };
  const areas = [...new Set(verdicts.map(({ file }) => areaOf(file)))].toSorted();
  console.log(['', ...lines, ...stale, ''].join('\n'));
  console.table([
    ...areas.map((area) =>
      count(
        area,
        verdicts.filter(({ file }) => areaOf(file) === area),
      ),
    ),
    count('all', verdicts),
  ]);
  const percent = (100 * (verdicts.length - survivors.length)) / verdicts.length;
  console.log(`${verdicts.length} mutants, ${percent.toFixed(1)} % killed, ${seconds} s`);
  return percent >= LEAST_KILLED_PERCENT && stale.length === 0;
}
