import { defineConfig } from 'vitest/config';

/** Measures how long others wait: nothing runs beside it. */
const ALONE = 'tests/http/hostile-shapes.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['app/**/*.test.ts', 'jobs/**/*.test.ts', 'scripts/**/*.test.ts'],
          // Property tests count cases, not seconds: a machine that does something else beside them breaks none.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/flows/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          setupFiles: ['tests/support/trace-statements.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // More lanes than cores: the files about queues, clocks and guesses mostly wait.
          maxWorkers: 5,
        },
      },
      {
        test: {
          name: 'statements',
          include: ['tests/statements/**/*.test.ts'],
          testTimeout: 60_000,
          maxWorkers: 1,
          // After the integration tests, whose statements it looks at.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'http',
          include: ['tests/http/**/*.test.ts'],
          exclude: [ALONE],
          globalSetup: ['tests/support/require-build.ts', 'tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'http-alone',
          include: [ALONE],
          globalSetup: ['tests/support/require-build.ts', 'tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'architecture',
          include: ['tests/architecture.test.ts', 'tests/documents.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
