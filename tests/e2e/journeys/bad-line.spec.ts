import type { Page, Route } from '@playwright/test';
import { quizWords } from '#app/words/quiz.ts';
import { uiWords } from '#app/words/ui.ts';
import { newBrowser, option, type Sitting, sitDown, standing } from '../support/at-question.ts';
import { look } from '../support/look.ts';
import { expect, signIn, test } from '../support/site.ts';

const words = quizWords('vi');
const saved = uiWords('vi').saved;
const bar = (page: Page) => page.locator('.quizbar .saved');
const savedNow = (page: Page) => expect(bar(page)).toContainText('Đã lưu lúc', { timeout: 30_000 });
const WIDTHS = [360, 1280] as const;

const question = (sitting: Sitting, slot: number) => `${sitting.at}?q=${slot}`;
const heldOnDevice = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('truc.outbox/')).length);

/** Answers of somebody else on the way: what a bad line makes of a save. */
const STRANGERS: Record<string, (route: Route) => Promise<void>> = {
  'the page of a Wi-Fi portal, with 200': (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Đăng nhập Wi-Fi</html>' }),
  'a redirect to another host': (route) =>
    route.fulfill({ status: 302, headers: { Location: 'http://portal.example/login' } }),
  'JSON of another shape': (route) => route.fulfill({ status: 200, json: { ok: true } }),
  'JSON of our shape from somebody else': (route) =>
    route.fulfill({
      status: 200,
      json: { outcome: 'kept', open: true, savedAt: '2026-01-01T00:00:00Z', slots: [], conflicts: [] },
    }),
  'a 404 of a proxy': (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not Found' }),
  'a 409 of a proxy': (route) => route.fulfill({ status: 409, json: { outcome: 'over' } }),
};

for (const [what, stranger] of Object.entries(STRANGERS)) {
  test(`${what} is no word of ours: the answer waits on the device and is saved when the line is ours again`, async ({
    browser,
    site,
  }) => {
    const sitting = await sitDown(site);
    const context = await newBrowser(browser, site, 360);
    const page = await context.newPage();
    await signIn(page, sitting.email, question(sitting, sitting.slot));
    await context.route('**/answers', stranger);
    await option(page, sitting, sitting.options[0]).check();
    await expect(bar(page)).toContainText(/Chưa lưu được, đang thử lại|Mất mạng/);
    expect(await heldOnDevice(page)).toBe(1);
    await context.unroute('**/answers');
    await savedNow(page);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
    expect(await heldOnDevice(page)).toBe(0);
    await context.close();
  });
}

test('a request that never answers is given up after its time, said, and does not hold up handing in', async ({
  browser,
  site,
}) => {
  const sitting = await sitDown(site);
  const context = await newBrowser(browser, site, 1280);
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, sitting.slot));
  await context.route('**/answers', () => new Promise(() => undefined));
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.saving);
  await expect(bar(page)).toContainText(saved.retrying, { timeout: 14_000 });
  await page.goto(`${sitting.at}/check`);
  const since = Date.now();
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await page.waitForURL(/\/result$/);
  expect(Date.now() - since).toBeLessThan(8_000);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
  await context.close();
});

for (const width of WIDTHS) {
  test(`offline at ${width} px: moving, marking, checking and handing in need no server; all goes on by itself`, async ({
    browser,
    site,
  }) => {
    const sitting = await sitDown(site);
    const context = await newBrowser(browser, site, width);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await signIn(page, sitting.email, question(sitting, 1));
    await expect(page.locator('.quizbar')).toContainText('Câu 1');
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    const all = sitting.questions.length;
    for (let slot = 1; slot <= all; slot++) {
      await expect(page.locator('.quizbar')).toContainText(`Câu ${slot}/${all}`);
      if (slot === sitting.slot) await option(page, sitting, sitting.options[1]).check();
      if (slot === 2) await page.getByLabel(words.flag).check();
      await page.getByRole('button', { name: slot < all ? words.next(slot + 1) : words.saveAndCheck }).click();
    }
    await expect(page).toHaveURL(/\/check$/);
    await expect(page.locator('h1')).toHaveText(words.checkTitle);
    await expect(bar(page)).toContainText(saved.offline);
    await look(page, `the list of questions, offline, ${width}`);
    await page.goBack();
    await expect(page.locator('.quizbar')).toContainText(`Câu ${all}/${all}`);
    await expect(page.getByText(words.line.offline)).toBeVisible();
    await look(page, `a question, offline, ${width}`);
    await page.goForward();
    await page.getByRole('button', { name: words.submit, exact: true }).click();
    await expect(page.getByText(words.line.handInOffline)).toBeVisible();
    await expect(page.getByRole('button', { name: words.submit, exact: true })).toBeVisible();
    await expect(page).toHaveURL(/\/check$/);
    await look(page, `handing in, offline, ${width}`);
    expect(await site.db.grading.count({ where: { attemptId: sitting.attemptId } })).toBe(0);
    await context.setOffline(false);
    await page.waitForURL(/\/result$/, { timeout: 45_000 });
    expect(await site.db.grading.count({ where: { attemptId: sitting.attemptId } })).toBe(1);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
    expect(await heldOnDevice(page)).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  test(`two devices at ${width} px: the newer answer is not replaced by the older one, and she chooses`, async ({
    browser,
    site,
  }) => {
    const sitting = await sitDown(site);
    const [phone, office] = [await newBrowser(browser, site, width), await newBrowser(browser, site, 1280)];
    const page = await phone.newPage();
    await signIn(page, sitting.email, question(sitting, sitting.slot));
    await page.waitForLoadState('networkidle');
    await phone.setOffline(true);
    const [one, two] = sitting.options;
    for (const id of [one, two, one]) {
      await option(page, sitting, id).check();
      await page.waitForTimeout(800);
    }
    await expect(bar(page)).toContainText(saved.offline);
    const desk = await office.newPage();
    await signIn(desk, sitting.email, question(sitting, sitting.slot));
    await option(desk, sitting, two).check();
    await savedNow(desk);
    await phone.setOffline(false);
    await expect(page.locator('h1')).toHaveText(words.choice.title, { timeout: 30_000 });
    await expect(bar(page)).toContainText(saved.choose);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: two });
    await look(page, `two answers, ${width}`);
    // The other device is asked as well.
    await desk.reload();
    await expect(desk.locator('h1')).toHaveText(words.choice.title);
    await desk.goto(`${sitting.at}/check`);
    await expect(desk.getByText(words.choice.onCheck(sitting.slot))).toBeVisible();
    await look(desk, `two answers in the list of questions, ${width}`);
    await page.getByRole('radio', { name: words.choice.here }).check();
    await page.getByRole('button', { name: words.choice.keepAndEdit }).click();
    await expect(option(page, sitting, one)).toBeChecked();
    await savedNow(page);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: one });
    const kept = await site.db.keptAnswer.findMany({ where: { attemptId: sitting.attemptId, reason: 'REPLACED' } });
    expect(kept.map((row) => row.answer)).toEqual([{ choice: two }]);
    expect(await heldOnDevice(page)).toBe(0);
    await phone.close();
    await office.close();
  });

  test(`two devices at ${width} px without script: both answers are kept, and a form asks`, async ({
    browser,
    site,
  }) => {
    const sitting = await sitDown(site);
    const plain = await newBrowser(browser, site, width, { javaScriptEnabled: false });
    const page = await plain.newPage();
    await signIn(page, sitting.email, question(sitting, sitting.slot));
    const [one, two] = sitting.options;
    const other = await plain.newPage();
    await other.goto(question(sitting, sitting.slot));
    await option(other, sitting, two).check();
    await other.getByRole('button', { name: words.check, exact: true }).click();
    await expect(other).toHaveURL(/\/check$/);
    await option(page, sitting, one).check();
    await page.getByRole('button', { name: words.check, exact: true }).click();
    await expect(page.locator('h1')).toHaveText(words.choice.title);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: two });
    await other.reload();
    await expect(other.getByText(words.choice.onCheck(sitting.slot))).toBeVisible();
    await other.getByRole('radio', { name: words.choice.other }).check();
    await other.getByRole('button', { name: words.choice.keep }).click();
    await expect(other).toHaveURL(/\/check$/);
    await expect(other.getByText(words.choice.onCheck(sitting.slot))).toHaveCount(0);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: one });
    // What was settled there asks no more here: a late press changes nothing.
    await page.getByRole('radio', { name: words.choice.standing }).check();
    await page
      .getByRole('button', { name: /Giữ bản đã chọn/ })
      .first()
      .click();
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: one });
    await plain.close();
  });
}

test('a stale tab does not overwrite what another tab of the same browser wrote', async ({ browser, site }) => {
  let sitting = await sitDown(site);
  for (let time = 0; time < 10 && sitting.typedSlot === 0; time++) sitting = await sitDown(site);
  expect(sitting.typedSlot, 'a paper with a typed question').toBeGreaterThan(0);
  const context = await newBrowser(browser, site, 1280);
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, sitting.typedSlot));
  const other = await context.newPage();
  await other.goto(question(sitting, sitting.typedSlot));
  await other.locator('input[type=text]').fill('11');
  await savedNow(other);
  await page.locator('input[type=text]').pressSequentially('tra loi 13 ky', { delay: 120 });
  await expect(page.locator('h1')).toHaveText(words.choice.title, { timeout: 30_000 });
  expect(await standing(site, sitting, sitting.typedSlot)).toEqual({ text: '11' });
  await expect(page.locator('.quote', { hasText: 'tra loi 13 ky' })).toBeVisible();
  await expect(page.locator('.quote', { hasText: '11' })).toBeVisible();
  await context.close();
});

test('two accounts on one browser: the answers of one wait for her, and the other is told and sees none', async ({
  browser,
  site,
}) => {
  const mine = await sitDown(site);
  const hers = await sitDown(site);
  const context = await newBrowser(browser, site, 1280);
  const page = await context.newPage();
  await signIn(page, mine.email, question(mine, mine.slot));
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await option(page, mine, mine.options[0]).check();
  await expect(bar(page)).toContainText(saved.offline);
  // The line is back, but not before a colleague has signed in.
  await context.route('**/answers', (route) => route.abort());
  await context.setOffline(false);
  await context.clearCookies();
  const other = await context.newPage();
  await signIn(other, hers.email, question(hers, hers.slot));
  await context.unroute('**/answers');
  await expect(other.getByText(words.line.holdsOthers)).toBeVisible();
  await expect(page.locator('h1')).toHaveText(words.line.otherAccount, { timeout: 30_000 });
  await expect(page.locator('input[type=radio]')).toHaveCount(0);
  await look(page, 'another account');
  expect(await standing(site, mine, mine.slot)).toBeNull();
  expect(await heldOnDevice(page)).toBe(1);
  await page.close();
  await context.clearCookies();
  await signIn(other, mine.email, question(mine, mine.slot));
  await expect(option(other, mine, mine.options[0])).toBeChecked();
  await savedNow(other);
  expect(await standing(site, mine, mine.slot)).toEqual({ choice: mine.options[0] });
  await context.close();
});

test('a session that ended: words and a way in that leads back, and the answer is saved after it', async ({
  browser,
  site,
}) => {
  const sitting = await sitDown(site);
  const context = await newBrowser(browser, site, 360);
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, sitting.slot));
  await page.waitForLoadState('networkidle');
  await context.clearCookies();
  await option(page, sitting, sitting.options[2]).check();
  await expect(page.getByText(words.signInAgain)).toBeVisible();
  await expect(bar(page)).toContainText(saved.signedOut);
  await page.getByRole('link', { name: words.signIn }).click();
  await page.locator('input[name=identifier]').fill(sitting.email);
  await page.locator('input[name=password]').fill('tre-xanh-muon-doi');
  await page.locator('main form button[type=submit].btn').first().click();
  await expect(page).toHaveURL(new RegExp(`q=${sitting.slot}`));
  await expect(option(page, sitting, sitting.options[2])).toBeChecked();
  await savedNow(page);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[2] });
  await context.close();
});

test('an answer still on its way stands on its page when she comes back to it, and is saved from there', async ({
  browser,
  site,
}) => {
  const sitting = await sitDown(site);
  const context = await newBrowser(browser, site, 360);
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, sitting.slot));
  await context.route('**/answers', (route) => route.abort());
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.offline);
  await page.getByRole('button', { name: words.leave }).click();
  await expect(page).toHaveURL(/\/courses\//);
  await page.goBack();
  await expect(option(page, sitting, sitting.options[1])).toBeChecked();
  await context.unroute('**/answers');
  await savedNow(page);
  await expect(option(page, sitting, sitting.options[1])).toBeChecked();
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
  await context.close();
});

test('a browser that keeps nothing says so, and the answer is saved all the same', async ({ browser, site }) => {
  const sitting = await sitDown(site);
  const context = await newBrowser(browser, site, 360);
  await context.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, sitting.slot));
  await context.route('**/answers', (route) => route.abort());
  await option(page, sitting, sitting.options[0]).check();
  await expect(page.getByText(words.line.deviceRefuses)).toBeVisible();
  await context.unroute('**/answers');
  await savedNow(page);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
  await expect(page.getByText(words.line.deviceRefuses)).toHaveCount(0);
  await context.close();
});

test('a page that was closed while offline: the next one takes over its answers', async ({ browser, site }) => {
  const sitting = await sitDown(site);
  const context = await newBrowser(browser, site, 360);
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, sitting.slot));
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await option(page, sitting, sitting.options[1]).check();
  await expect(bar(page)).toContainText(saved.offline);
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(question(sitting, sitting.slot));
  await expect(option(later, sitting, sitting.options[1])).toBeChecked();
  await savedNow(later);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[1] });
  await context.close();
});

test('at three seconds a request, going on takes no time', async ({ browser, site }) => {
  const sitting = await sitDown(site);
  const context = await newBrowser(browser, site, 360);
  const page = await context.newPage();
  await signIn(page, sitting.email, question(sitting, 1));
  await page.waitForLoadState('networkidle');
  await context.route('**/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await route.continue().catch(() => undefined);
  });
  const all = sitting.questions.length;
  const since = Date.now();
  for (let slot = 1; slot < all; slot++) {
    await page.getByRole('button', { name: words.next(slot + 1) }).click();
    await expect(page.locator('.quizbar')).toContainText(`Câu ${slot + 1}/${all}`);
  }
  await page.getByRole('button', { name: words.saveAndCheck }).click();
  await expect(page.locator('h1')).toHaveText(words.checkTitle);
  expect(Date.now() - since).toBeLessThan(3_000 * 3);
  await context.unroute('**/*');
  await context.close();
});
