import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readJson, root } from '../start/paths.mjs';

export const reporterArgs = {
  vitest: (file) => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  playwright: () => ['--reporter=list,json'],
};

export const reporterEnv = {
  vitest: () => ({}),
  playwright: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
};

/** What the tool itself counted, and which tests failed; undefined when it ended before it wrote anything. */
export function readReport(kind, file) {
  const report = readJson(file);
  if (!report) return undefined;
  if (kind === 'vitest') {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: report.testResults.flatMap(failuresOfFile),
    };
  }
  const { expected, unexpected, flaky, skipped } = report.stats;
  // a test that passes only when it is tried again has failed
  return { passed: expected, failed: unexpected + flaky, skipped, failures: report.suites.flatMap(failuresOfSuite) };
}

/** A file that broke before its first test is told as a whole. */
function failuresOfFile({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [tell(file, message)] : [];
  return failed.map(({ fullName, failureMessages }) => tell(`${file} › ${fullName}`, failureMessages[0]));
}

function failuresOfSuite({ specs, suites = [] }) {
  const own = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) =>
        tell(`[${projectName}] ${file}:${line} › ${title}`, results.find(({ error }) => error)?.error.message),
      ),
  );
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

const MESSAGE_LINES = 12;

/** The test, and the first lines of what it says. */
function tell(test, message = '') {
  const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, MESSAGE_LINES);
  return [`✗ ${test}`, ...lines.map((line) => `    ${line}`)].join('\n');
}
