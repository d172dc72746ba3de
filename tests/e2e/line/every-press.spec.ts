import type { Locator, Page } from '@playwright/test';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { giveLearnerHistory } from '../support/learner-history.ts';
import { becomeAlive, goOffline, goOnline, notice } from '../support/line.ts';
import { PAGES, type PageState, type Who } from '../support/pages.ts';
import { expect, signIn, test } from '../support/site.ts';

const TYPED = 'chữ đã gõ';

/** An attempt at hand goes on without a line. */
const WITHOUT_LINE = ['/attempts/:attemptId/:view?'];

/** What can be pressed on a page and would leave it: links and buttons that send a form, each once for a person. */
async function pressable(page: Page, seen: Set<string>): Promise<string[]> {
  const found = await page.evaluate(() => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const mark = (element: Element, key: string, at: number) => {
      element.setAttribute('data-press', String(at));
      return { key, at };
    };
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].filter(
      (link) => isShown(link) && link.origin === location.origin && !link.getAttribute('href')?.startsWith('#'),
    );
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('form button')].filter(
      (button) => isShown(button) && button.type === 'submit',
    );
    return [
      ...links.map((link, at) => mark(link, link.href.replace(/[?&](page|to|returnTo)=[^&]*/, ''), at)),
      ...buttons.map((button, at) =>
        mark(
          button,
          `${button.form?.method} ${button.formAction || button.form?.getAttribute('action') || location.pathname} ${button.textContent}`,
          1000 + at,
        ),
      ),
    ];
  });
  return found.filter(({ key }) => !seen.has(key) && seen.add(key)).map(({ at }) => `[data-press="${at}"]`);
}

/** Types into what is empty, as somebody would before pressing; answers what stands in every field then. */
async function fill(button: Locator): Promise<void> {
  await button.evaluate((element, typed) => {
    const form = (element as HTMLButtonElement).form;
    for (const field of form?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [])
      if (/^(text|search|email|password|textarea)$/.test(field.type) && field.value === '') field.value = typed;
  }, TYPED);
}

const fieldsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('main :is(input, select, textarea)')].map((field) =>
      field.type === 'radio' || field.type === 'checkbox' ? String(field.checked) : field.value,
    ),
  );

/** Presses without a line: the page stays as it is with what was typed, says so in words, and nothing is called a fault. */
async function pressOffline(page: Page, selector: string, what: string): Promise<void> {
  const pressed = page.locator(selector);
  if (selector.match(/\d{4}/)) await fill(pressed);
  const words = await pressed.textContent();
  const before = { url: page.url(), title: await page.locator('h1').allTextContents(), fields: await fieldsOf(page) };
  await goOffline(page);
  await pressed.click({ noWaitAfter: true });
  await expect(notice(page), what).toContainText('Mất mạng', { timeout: 15_000 });
  await expect(notice(page)).toBeInViewport();
  expect.soft(page.url(), what).toBe(before.url);
  expect.soft(await page.locator('h1').allTextContents(), what).toEqual(before.title);
  expect.soft(await fieldsOf(page), what).toEqual(before.fields);
  expect.soft(await page.locator('body').innerText(), what).not.toContain('Lỗi ở phía hệ thống');
  await expect.soft(pressed, what).toHaveText(words ?? '');
  await expect.soft(pressed, what).not.toHaveAttribute('aria-disabled', 'true');
  await goOnline(page);
}

const WIDTHS: Record<Who, { width: number; height: number }> = {
  visitor: { width: 360, height: 740 },
  learner: { width: 360, height: 740 },
  manager: { width: 1280, height: 900 },
  viewer: { width: 360, height: 740 },
  administrator: { width: 1280, height: 900 },
};

/** Whose pages are walked in a run of the tests; the others press several hundred times: EVERY_PRESS=learner,manager,… walks them. */
const WALKED = (process.env.EVERY_PRESS ?? 'visitor').split(',') as Who[];

for (const who of WALKED) {
  test(`without a line every link and form of a ${who} leaves the page as it is and says so`, async ({
    browser,
    site,
  }) => {
    test.setTimeout(600_000);
    const states: PageState[] = Object.entries(PAGES).flatMap(([pattern, rows]) =>
      rows === 'no page' || WITHOUT_LINE.includes(pattern) ? [] : rows.filter((row) => row.who === who),
    );
    const context = await browser.newContext({ baseURL: site.url, viewport: WIDTHS[who] });
    const page = await context.newPage();
    if (who === 'learner') await giveLearnerHistory(site);
    if (who !== 'visitor') await signIn(page, DEMO_ACCOUNTS.find((each) => each.key === who)?.email ?? '');
    const seen = new Set<string>(['post /sign-out Đăng xuất', 'post /sign-out Đăng xuất ở mọi nơi']);
    let pressed = 0;
    for (const state of states) {
      const path = await state.path(site);
      await page.goto(path);
      await becomeAlive(page);
      for (const selector of await pressable(page, seen)) {
        await pressOffline(page, selector, `${path} ${await page.locator(selector).textContent()}`);
        pressed += 1;
      }
    }
    console.log(`${who}: ${pressed} links and buttons`);
    expect(pressed).toBeGreaterThan(15);
    await context.close();
  });
}
