import type { BrowserContext } from '@playwright/test';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { startProduct } from '../../support/start-product.ts';
import { giveLearnerHistory } from '../support/learner-history.ts';
import { look, lookAtColours, lookAtWords, overflowOf } from '../support/look.ts';
import { PAGES, type PageState, patterns, type Who } from '../support/pages.ts';
import { giveSession } from '../support/session.ts';
import { expect, type Site, test } from '../support/site.ts';

const WHO: Record<Exclude<Who, 'visitor'>, string> = {
  learner: 'learner',
  manager: 'manager',
  viewer: 'viewer',
  administrator: 'administrator',
};

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/**
 * Vietnamese on a phone, light and dark, English on a desk; Vietnamese there for its colours alone, and neither with a
 * sideways scroll at 320 px. What is wrong but for colours hangs on a language or a width, hardly on both together.
 */
async function lookAtAll(
  context: BrowserContext,
  site: Site,
  who: Who,
  states: { pattern: string; state: PageState }[],
) {
  for (const locale of ['vi', 'en'] as const) {
    await context.addCookies([{ name: 'locale', value: locale, url: site.url }]);
    if (who !== 'visitor') {
      const account = DEMO_ACCOUNTS.find((each) => each.key === WHO[who]);
      await site.db.person.update({ where: { email: account?.email ?? '' }, data: { locale } });
    }
    const page = await context.newPage();
    for (const { pattern, state } of states) {
      const path = await state.path(site);
      const what = `${pattern} (${state.name}) ${locale}`;
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.setViewportSize(DESK);
      await page.goto(path);
      expect(await page.locator('html').getAttribute('lang'), what).toBe(locale);
      expect(await page.locator('h1').count(), `${what}: one h1`).toBe(1);
      if (locale === 'en') await lookAtWords(page, `${what} light 1280`);
      else {
        await lookAtColours(page, `${what} light 1280`);
        expect.soft(await overflowOf(page), `${what} at 1280 px`).toBeLessThanOrEqual(0);
        await page.setViewportSize(PHONE);
        await look(page, `${what} light 360`);
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
        await lookAtColours(page, `${what} dark 360`);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      expect.soft(await overflowOf(page), `${what} at 320 px`).toBeLessThanOrEqual(0);
    }
    await page.close();
  }
}

test('every route has its row', () => {
  expect(patterns().sort()).toEqual(Object.keys(PAGES).sort());
});

for (const who of ['visitor', 'learner', 'manager', 'viewer', 'administrator'] as const) {
  test(`pages of a ${who}: WCAG 2.2 AA in both languages, light and dark, on a phone and a desk`, async ({
    browser,
    site,
  }) => {
    test.setTimeout(900_000);
    const states = Object.entries(PAGES).flatMap(([pattern, rows]) =>
      rows === 'no page' ? [] : rows.filter((row) => row.who === who).map((state) => ({ pattern, state })),
    );
    expect(states.length).toBeGreaterThan(0);
    const context = await browser.newContext({ baseURL: site.url });
    // Her manager has her request before him.
    if (who === 'learner' || who === 'manager') await giveLearnerHistory(site);
    if (who !== 'visitor') {
      const email = DEMO_ACCOUNTS.find((each) => each.key === WHO[who])?.email ?? '';
      await giveSession(context, site, (await site.db.person.findUniqueOrThrow({ where: { email } })).id);
    }
    await lookAtAll(context, site, who, states);
    await context.close();
  });
}

test('every component in every state: WCAG 2.2 AA in both languages, light and dark, on a phone and a desk', async ({
  browser,
  site,
}) => {
  test.setTimeout(900_000);
  const product = await startProduct({ databaseUrl: site.databaseUrl, env: { TEST_GALLERY: '1' } });
  const context = await browser.newContext({ baseURL: product.url });
  for (const locale of ['vi', 'en'] as const) {
    await context.addCookies([{ name: 'locale', value: locale, url: product.url }]);
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto('/ui');
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await (locale === 'vi' ? look : lookAtWords)(page, `/ui ${locale} light ${width}`);
    }
    if (locale === 'vi') {
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await lookAtColours(page, '/ui vi dark 360');
    }
    await page.close();
  }
  await context.close();
  await product.stop();
});
