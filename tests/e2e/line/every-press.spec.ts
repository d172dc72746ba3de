import type { Browser, Locator, Page } from '@playwright/test';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { giveLearnerHistory } from '../support/learner-history.ts';
import { becomeAlive, goOffline, goOnline, notice } from '../support/line.ts';
import { PAGES, type PageState, type Who } from '../support/pages.ts';
import { giveSession } from '../support/session.ts';
import { expect, type Site, test } from '../support/site.ts';

const TYPED = 'chữ đã gõ';

/** Signing out ends the walk; it has tests of its own. */
const SIGN_OUT = /^post \/sign-out /;

/** An attempt at hand goes on without a line. */
const WITHOUT_LINE = ['/attempts/:attemptId/:view?'];

/**
 * What can be pressed on a page and would leave it: links and buttons that send a form, each once. `kinds`: what is made
 * alike counts as the same, links by where on a page they stand and how they look, buttons by the form that they send.
 */
async function pressable(page: Page, seen: Set<string>, { kinds }: { kinds: boolean }): Promise<string[]> {
  const found = await page.evaluate((alike) => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].filter(
      (link) => isShown(link) && link.origin === location.origin && !link.getAttribute('href')?.startsWith('#'),
    );
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('form button')].filter(
      (button) => isShown(button) && button.type === 'submit',
    );
    const blank = (text: string) => (alike ? text.replace(/[0-9a-f]{8}-[\w-]{27}|VN\.[\w.]+|\d+/g, '…') : text);
    const keyOfLink = (link: HTMLAnchorElement) => {
      const within = link.closest('nav, table, .masthead, .foot, .note, main');
      const kind = `link ${within?.tagName} ${within?.className} ${link.className} ${/\.(pdf|csv)$/.exec(link.pathname)}`;
      return alike ? kind : link.href.replace(/[?&](page|to|returnTo)=[^&]*/, '');
    };
    const keyOfButton = (button: HTMLButtonElement) => {
      const to = button.getAttribute('formaction') ?? button.form?.getAttribute('action') ?? '';
      const action = new URL(to, location.href).pathname;
      const says = alike && button.closest('table, ol, ul') ? button.className : button.textContent;
      return blank(`${button.form?.method} ${action} ${button.name} ${says}`);
    };
    return [
      ...links.map((element) => ({ element, key: keyOfLink(element) })),
      ...buttons.map((element) => ({ element, key: keyOfButton(element) })),
    ].map(({ element, key }, at) => {
      element.setAttribute('data-press', String(at));
      return { key, at };
    });
  }, kinds);
  return found
    .filter(({ key }) => !SIGN_OUT.test(key) && !seen.has(key) && seen.add(key))
    .map(({ at }) => `[data-press="${at}"]`);
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
  if (await pressed.evaluate((element) => element instanceof HTMLButtonElement)) await fill(pressed);
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

/** Walks the pages of somebody and presses what was not pressed before; answers how often. */
async function walk(browser: Browser, site: Site, who: Who, seen: Set<string>, kinds: boolean): Promise<number> {
  const states: PageState[] = Object.entries(PAGES).flatMap(([pattern, rows]) =>
    rows === 'no page' || WITHOUT_LINE.includes(pattern) ? [] : rows.filter((row) => row.who === who),
  );
  const context = await browser.newContext({ baseURL: site.url, viewport: WIDTHS[who] });
  const page = await context.newPage();
  if (who === 'learner') await giveLearnerHistory(site);
  if (who !== 'visitor') {
    const email = DEMO_ACCOUNTS.find((each) => each.key === who)?.email ?? '';
    // A journey may have left her pages in English.
    const { id } = await site.db.person.update({ where: { email }, data: { locale: 'vi' } });
    await giveSession(context, site, id);
  }
  let pressed = 0;
  for (const state of states) {
    const path = await state.path(site);
    await page.goto(path);
    await becomeAlive(page);
    for (const selector of await pressable(page, seen, { kinds })) {
      await pressOffline(page, selector, `${who} ${path} ${await page.locator(selector).textContent()}`);
      pressed += 1;
    }
  }
  await context.close();
  return pressed;
}

/** Whose links and buttons are pressed one by one, some hundreds: EVERY_PRESS=visitor,learner,manager,viewer,administrator. */
const ONE_BY_ONE = (process.env.EVERY_PRESS?.split(',') ?? []) as Who[];

if (ONE_BY_ONE.length === 0)
  test('without a line every kind of link and every form of everybody leaves the page as it is and says so', async ({
    browser,
    site,
  }) => {
    const seen = new Set<string>();
    for (const who of Object.keys(WIDTHS) as Who[]) {
      const pressed = await walk(browser, site, who, seen, true);
      expect.soft(pressed, who).toBeGreaterThan(0);
    }
    expect(seen.size).toBeGreaterThan(50);
  });

for (const who of ONE_BY_ONE)
  test(`without a line every link and form of a ${who} leaves the page as it is and says so`, async ({
    browser,
    site,
  }) => {
    test.setTimeout(1_800_000);
    expect(await walk(browser, site, who, new Set(), false)).toBeGreaterThan(15);
  });
