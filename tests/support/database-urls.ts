/** The superuser's URL of the server that the test run started (tests/support/global-setup.ts). */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error('TEST_DATABASE_URL is not set: run the tests with npm test, or vitest with the global set-up');
  return url;
}

export function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

/** The role of web and worker on the server of the tests; it has the superuser's password. */
export const PRODUCT_ROLE = 'truc_test_product';

/** The same database as web and worker reach it. What is no address of the superuser's stays as it is. */
export function productUrl(url: string): string {
  const own = new URL(url);
  const server = process.env.TEST_DATABASE_URL;
  if (server && own.username === new URL(server).username) own.username = PRODUCT_ROLE;
  return own.href;
}
