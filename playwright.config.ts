import { defineConfig } from '@playwright/test';

const executablePath = process.env.CHROMIUM_PATH;
const MAIN_JOB = /e2e\/journeys\/main-job\.spec\.ts/;
/** The main journey in Vietnamese goes over Redis, in English and without a script over PostgreSQL. */
const IN_VIETNAMESE = /assigned, learnt, .*\(vi\)$/;

/**
 * Browser tests of the built product over a demo database. `npm test -- browser` starts the servers that it needs and says where
 * Chromium is; `postgres` and `redis` run the main journey on each queue backend.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/e2e/global-setup.ts',
  // Many wait for a line that hangs: a third worker uses what two leave of two cores.
  workers: 3,
  // Each test makes what it needs, so a long file is shared by all workers.
  fullyParallel: true,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  use: {
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 || process.env.CHROMIUM_NO_SANDBOX ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // A project's workers start product and browser anew, so they are few.
  projects: [
    // The longest test, which mostly waits: all others go on beside it.
    { name: 'walks', testMatch: /e2e\/line\/walks\.spec\.ts/ },
    { name: 'looks', testMatch: /e2e\/looks\/.*\.spec\.ts/ },
    // The queue knows neither languages nor scripts: one journey shows that everything comes on this backend too.
    { name: 'redis', testMatch: MAIN_JOB, grep: IN_VIETNAMESE },
    {
      name: 'postgres',
      testMatch: /e2e\/(journeys|line)\/.*\.spec\.ts/,
      testIgnore: /e2e\/line\/walks\.spec\.ts/,
      grepInvert: IN_VIETNAMESE,
    },
  ],
});
