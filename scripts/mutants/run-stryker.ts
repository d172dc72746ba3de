import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../start/run-program.mjs';
import { showChange, type Verdict } from './mutant.ts';

const root = path.resolve(import.meta.dirname, '../..');

type Position = { line: number; column: number };
type Found = {
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: Position; end: Position };
};
type Report = { files: Record<string, { source: string; mutants: Found[] }> };

/** Whatever else Stryker says, such as that it does not compile, is no mutant. */
const STATUS: Record<string, Verdict['status']> = {
  Killed: 'killed',
  // whoever does not end has noticed too
  Timeout: 'killed',
  Survived: 'survived',
  NoCoverage: 'not reached',
};

/** Stryker's verdicts on every mutant of the files that do no input or output (stryker.config.mjs), or of one of them. */
export async function runStryker(only?: string): Promise<Verdict[]> {
  const program = path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const args = [program, 'run', 'scripts/mutants/stryker.config.mjs', ...(only ? ['--mutate', only] : [])];
  await run(process.execPath, args, { inherit: true });
  const report = JSON.parse(readFileSync(path.join(root, 'test-results/mutants.json'), 'utf8')) as Report;
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.flatMap(({ mutatorName, replacement = '', status, location }) => {
      const change = { start: offsetOf(source, location.start), end: offsetOf(source, location.end), replacement };
      const known = STATUS[status];
      return known ? [{ file, operator: mutatorName, ...showChange(source, change), status: known }] : [];
    }),
  );
}

/** Stryker counts lines and columns from one. */
function offsetOf(source: string, { line, column }: Position): number {
  const before = source.split('\n').slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}
