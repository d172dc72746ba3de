import { test as base, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '#prisma/seed/demo-accounts.ts';
import { type Db, openDatabase } from '../../../app/platform/database.server.ts';
import { cloneDatabase } from '../../support/clone-database.ts';
import { type Product, startProduct } from '../../support/start-product.ts';
import { demo } from './demo.ts';
import { giveSession } from './session.ts';

export type Site = {
  url: string;
  db: Db;
  databaseUrl: string;
  /** Moves the server's clock on; floors and deadlines stay as they are. */
  later(seconds: number): Promise<void>;
  now(): Date;
  product: Product;
};

/** Console errors that a test expects: Chromium reports every answer of 400 and more as one. */
const EXPECTED = /the server responded with a status of (401|403|404|409|410|422|429)/;

export const test = base.extend<object, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture asks for
    async ({}, use, worker) => {
      const clone = await cloneDatabase(demo().template);
      const db = openDatabase(clone.url, { max: 5, application: 'truc-e2e' });
      const product = await startProduct({
        databaseUrl: clone.url,
        redisUrl: worker.project.name === 'redis' ? process.env.TEST_REDIS_URL : undefined,
        worker: true,
        queueName: `e2e_${clone.name}`,
        env: { STORAGE_URL: demo().documentsUrl },
      });
      let offsetMs = 0;
      await use({
        url: product.url,
        db,
        databaseUrl: clone.url,
        product,
        now: () => new Date(Date.now() + offsetMs),
        async later(seconds) {
          offsetMs += seconds * 1000;
          await product.setClock({ offsetMs });
        },
      });
      await product.stop();
      await db.close();
      await clone.drop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  /** Nothing a page says in the console goes unnoticed. */
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) errors.push(message.text());
    });
    await use(page);
    base.expect(errors, 'errors in the console').toEqual([]);
  },
});
export { expect } from '@playwright/test';

/** At an address, signed in by a session that the browser has from before; the form and the password are tests of their own. */
export async function arrive(page: Page, site: Site, email: string, at = '/learning'): Promise<void> {
  const { id } = await site.db.person.findUniqueOrThrow({ where: { email }, select: { id: true } });
  await giveSession(page.context(), site, id);
  await page.goto(at);
}

/** Signs in by the form, as a person does. */
export async function signIn(
  page: Page,
  identifier: string,
  to = '/learning',
  password = DEMO_PASSWORD,
): Promise<void> {
  await page.goto(`/sign-in?${new URLSearchParams({ to })}`);
  await page.locator('input[name=identifier]').fill(identifier);
  await page.locator('input[name=password]').fill(password);
  await page.locator('main form button[type=submit].btn').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
