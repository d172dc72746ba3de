/** The rules that do no input or output: grading, drawing, rights, boundaries of time, pages of lists. */
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'app/domain/{calendar,clean-text}.ts',
    'app/domain/accounts/policy.ts',
    'app/domain/assessment/{asking,draw-paper,fraction,grade-paper,read-typed,review-paper,shuffle}.ts',
    'app/domain/reporting/rate.ts',
    'app/domain/training/{cursor,due-day}.ts',
  ],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutants/pure.vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 15_000,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: 'test-results/mutants.json' },
  tempDirName: 'test-results/mutants',
  ignorePatterns: ['.data', 'build', 'content', 'docs', 'prisma/seed', 'test-results', 'tests/e2e'],
  // A message of an error is for a person to read: no test holds its words.
  mutator: { excludedMutations: ['StringLiteral'] },
};
