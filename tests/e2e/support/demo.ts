import type { Demo } from '../../support/demo-database.ts';

/** The demo that the global set-up has provided. */
export function demo(): Demo {
  if (!process.env.TEST_DEMO) throw new Error('TEST_DEMO is not set: the global set-up of the browser tests sets it');
  return JSON.parse(process.env.TEST_DEMO);
}
