import type { Page, Route } from '@playwright/test';
import { enrol } from '#app/domain/training/enrol.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { DEMO_ACCOUNTS } from '#prisma/seed/demo-accounts.ts';
import { becomeAlive, goOffline, goOnline, notice } from '../support/line.ts';
import { arrive, expect, type Site, test } from '../support/site.ts';

const LEARNER = DEMO_ACCOUNTS.find((each) => each.key === 'learner')?.email ?? '';
const PORTAL = '<!doctype html><title>Wi-Fi</title><h1>Đăng nhập Wi-Fi</h1>';
const OURS = /\.data(\?|$)|\/line$|\/read$|\/finish$/;

/** What may stand between a phone and us. Documents and files come through: the page is open already. */
const LINES: Record<string, (route: Route) => Promise<unknown>> = {
  'a portal that answers everything with its own page': (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: PORTAL }),
  'a portal that sends to another host': (route) =>
    route.fulfill({ status: 302, headers: { Location: 'http://127.0.0.2:9/login' } }),
  'a portal that sends to its own page on our host': (route) =>
    route.request().url().includes('/accessibility')
      ? route.continue()
      : route.fulfill({ status: 302, headers: { Location: '/accessibility' } }),
  'a proxy whose server is gone': (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' }),
  'JSON of somebody else': (route) =>
    route.fulfill({ status: 200, contentType: 'application/json', body: '{"ok":true}' }),
  'an old answer of ours from a cache': (route) =>
    route.fulfill({
      status: 200,
      contentType: 'text/x-script',
      headers: { 'X-Remix-Response': 'yes' },
      body: '[{}]\n',
    }),
  'an answer of ours that is cut off': async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, Math.floor(body.length / 2)) });
  },
  'a connection that breaks': (route) => route.abort('connectionreset'),
  'a request that never is answered': () => new Promise(() => {}),
};

async function standsStill(page: Page, press: () => Promise<void>, what: string): Promise<void> {
  const before = { url: page.url(), title: await page.locator('h1').innerText() };
  const who = await page.locator('.masthead .who').textContent();
  const said = await notice(page)
    .locator('p')
    .elementHandle({ timeout: 1 })
    .catch(() => null);
  await press();
  // Each press is answered by words of its own.
  if (said) await page.waitForFunction((old) => !old.isConnected, said);
  await expect(notice(page), what).toContainText('Mất mạng', { timeout: 20_000 });
  await expect.poll(() => page.url(), what).toBe(before.url);
  expect.soft(await page.locator('h1').innerText(), what).toBe(before.title);
  expect.soft(await page.locator('.masthead .who').textContent(), what).toBe(who);
  expect.soft(await page.locator('body').innerText(), what).not.toContain('Lỗi ở phía hệ thống');
}

for (const [name, answer] of Object.entries(LINES)) {
  for (const width of [360, 1280]) {
    test(`${name}, ${width} px: links and forms stay, say so, and work when the line is back`, async ({
      browser,
      site,
    }) => {
      const context = await browser.newContext({ baseURL: site.url, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await arrive(page, site, LEARNER, '/certificates');
      await becomeAlive(page);
      // The files of both pages are here, so that it is the data of the page that does not come.
      await page.locator('.masthead nav a[href="/courses"]').click();
      await expect(page.locator('h1')).toHaveText('Khóa học');
      await context.route(OURS, answer);

      await standsStill(page, () => page.locator('.masthead nav a[href="/certificates"]').click(), `${name}: a link`);
      await page.locator('#q').fill('phục vụ');
      await standsStill(page, () => page.locator('#q').press('Enter'), `${name}: a search`);
      await expect(page.locator('#q')).toHaveValue('phục vụ');
      await standsStill(page, () => page.locator('.themes button[value=dark]').click(), `${name}: a choice`);
      await standsStill(page, () => page.evaluate(() => history.back()), `${name}: going back`);

      await context.unroute(OURS);
      await page.locator('#q').press('Enter');
      await page.waitForURL(/q=/);
      await expect(notice(page)).toHaveText('');
      await context.close();
    });
  }
}

/** Lan at a lesson of a course she has begun. */
async function openLesson(page: Page, site: Site): Promise<{ personId: string; path: string }> {
  const { id: personId } = await site.db.person.update({ where: { email: LEARNER }, data: { locale: 'vi' } });
  const world = { db: site.db, random: systemRandom, now: () => site.now() };
  await enrol(world, { personId, slug: 'asean-essentials' });
  const lessons = await site.db.lesson.findMany({
    where: { edition: { currentOf: { slug: 'asean-essentials' } } },
    orderBy: { position: 'asc' },
  });
  const unread = await site.db.lessonProgress.findMany({ where: { enrolment: { personId }, NOT: { readAt: null } } });
  const lesson = lessons.find((each) => !unread.some((read) => read.lessonCode === each.code));
  const path = `/courses/asean-essentials/lessons/${lesson?.slug}`;
  await arrive(page, site, LEARNER, path);
  await becomeAlive(page);
  return { personId, path };
}

for (const width of [360, 1280]) {
  test(`a lesson finished without a line is sent by itself when it is back, ${width} px`, async ({ browser, site }) => {
    const context = await browser.newContext({ baseURL: site.url, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const { personId, path } = await openLesson(page, site);
    await site.later(200);
    await goOffline(page);
    await page.locator('form.acts button.btn').first().click();
    await expect(notice(page)).toContainText('Mất mạng');
    await expect(notice(page)).toContainText('tự gửi khi có mạng');
    expect(page.url()).toContain(path);
    const readSince = () =>
      site.db.lessonProgress.count({
        where: {
          enrolment: { personId },
          lessonCode: { not: '' },
          readAt: { gt: new Date(site.now().getTime() - 60_000) },
        },
      });
    const before = await readSince();
    await context.setOffline(false);
    await expect(notice(page)).toContainText('Đã ghi nhận bài vừa học xong', { timeout: 45_000 });
    expect(await readSince()).toBe(before + 1);
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('truc.lessons'))),
    ).toEqual([]);
    await expect(page.locator('form.acts a.btn').first()).toBeVisible();
    await context.close();
  });

  test(`signing out without a line clears the screen at once and is finished when it is back, ${width} px`, async ({
    browser,
    site,
  }) => {
    const context = await browser.newContext({ baseURL: site.url, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await arrive(page, site, LEARNER, '/account');
    await becomeAlive(page);
    const name = (await page.locator('.masthead .who').textContent()) ?? '';
    await goOffline(page);
    await page.locator('form[action="/sign-out"] button').first().click();
    await expect(page.locator('h1')).toHaveText('Đã đăng xuất trên máy này');
    await expect(notice(page)).toContainText('Mất mạng');
    expect(await page.locator('body').innerText()).not.toContain(name);
    await context.setOffline(false);
    await page.waitForURL(/\/sign-in\?signed-out=here/, { timeout: 45_000 });
    await page.goto('/learning');
    expect(page.url()).toContain('/sign-in');
    await context.close();
  });
}

test('a slow page says so after a moment, to the eye and to a screen reader', async ({ browser, site }) => {
  const context = await browser.newContext({ baseURL: site.url });
  const page = await context.newPage();
  await page.goto('/courses');
  await becomeAlive(page);
  await context.route(/accessibility\.data/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await route.continue();
  });
  await page.locator('.foot a[href="/accessibility"]').click();
  await expect(page.locator('.under-way-bar')).toHaveCount(1);
  await expect(page.locator('.under-way')).toHaveText('Đang mở trang…');
  await page.waitForURL('**/accessibility');
  await expect(page.locator('.under-way-bar')).toHaveCount(0);
  await goOnline(page);
  await context.close();
});

test('after a change of page the focus stands on its heading, and not when the page is first loaded', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({ baseURL: site.url });
  const page = await context.newPage();
  await page.goto('/courses');
  await becomeAlive(page);
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  expect(await focused()).toBe('BODY');
  await page.locator('.foot a[href="/accessibility"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/accessibility');
  await expect(page.locator('h1')).toBeFocused();
  await page.goBack();
  await page.waitForURL('**/courses');
  await expect(page.locator('h1')).toBeFocused();
  // An error of a form takes the focus itself.
  await page.goto('/verify');
  await becomeAlive(page);
  await page.locator('main form button').first().click();
  await expect(page.locator('.faults')).toBeFocused();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await context.close();
});
