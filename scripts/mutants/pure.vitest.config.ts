import { defineConfig } from 'vitest/config';

/** The unit tests of the rules that Stryker changes, and no others: it runs them again for every mutant. */
export default defineConfig({
  test: {
    include: ['app/domain/*.test.ts', 'app/domain/{accounts,assessment,reporting,training}/*.test.ts'],
    testTimeout: 60_000,
  },
});
