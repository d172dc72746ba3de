import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/** Measures how long others wait: nothing runs beside it. */
const ALONE = 'tests/http/others-wait.test.ts';

/**
 * The files of a lane share a process and the product's modules, which take longer to load than most files to run: each
 * leaves behind what it found. Lanes are more than cores, since the files about queues, clocks and guesses mostly wait.
 */
const SHARED_LANES = { isolate: false, maxWorkers: 5 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          include: ['app/**/*.test.ts', 'jobs/**/*.test.ts', 'scripts/**/*.test.ts'],
          // Property tests count cases, not seconds: a machine that does something else beside them breaks none.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          ...SHARED_LANES,
          include: ['tests/integration/**/*.test.ts', 'tests/flows/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          setupFiles: ['tests/support/trace-statements.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
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
          ...SHARED_LANES,
          include: ['tests/http/**/*.test.ts'],
          exclude: [ALONE],
          globalSetup: ['tests/support/require-build.ts', 'tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
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
          sequence: { groupOrder: 2 },
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
          ...SHARED_LANES,
          include: ['tests/simulation/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
