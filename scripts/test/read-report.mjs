import { readJson } from '../start/paths.mjs';

export const reporterArgs = {
  vitest: (file) => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  playwright: () => ['--reporter=list,json'],
};

export const reporterEnv = {
  vitest: () => ({}),
  playwright: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
};

/** What the tool itself counted; undefined when it ended before it wrote anything. */
export function readReport(kind, file) {
  const report = readJson(file);
  if (!report) return undefined;
  if (kind === 'vitest') {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  }
  const { expected, unexpected, flaky, skipped } = report.stats;
  // a test that passes only when it is tried again has failed
  return { passed: expected, failed: unexpected + flaky, skipped };
}
