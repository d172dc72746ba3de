import type { Route } from '@playwright/test';
import { bar, heldOnDevice, saved, savedNow, test, words } from '../../support/at-bad-line.ts';
import { option, standing } from '../../support/at-question.ts';
import { expect } from '../../support/site.ts';

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
    sit,
    site,
  }) => {
    const { sitting, context, page } = await sit(360);
    await context.route('**/answers', stranger);
    await option(page, sitting, sitting.options[0]).check();
    await expect(bar(page)).toContainText(/Chưa lưu được, đang thử lại|Mất mạng/);
    expect(await heldOnDevice(page)).toBe(1);
    await context.unroute('**/answers');
    await savedNow(page);
    expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
    expect(await heldOnDevice(page)).toBe(0);
  });
}

test('a request that never answers is given up after its time, said, and does not hold up handing in', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(1280);
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
});

test('a session that ended: words and a way in that leads back, and the answer is saved after it', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(360, { settled: true });
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
});

test('an answer still on its way stands on its page when she comes back to it, and is saved from there', async ({
  sit,
  site,
}) => {
  const { sitting, context, page } = await sit(360);
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
});

test('a browser that keeps nothing says so, and the answer is saved all the same', async ({ sit, site }) => {
  const { sitting, context, page } = await sit(360);
  await context.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.reload();
  await context.route('**/answers', (route) => route.abort());
  await option(page, sitting, sitting.options[0]).check();
  await expect(page.getByText(words.line.deviceRefuses)).toBeVisible();
  await context.unroute('**/answers');
  await savedNow(page);
  expect(await standing(site, sitting, sitting.slot)).toEqual({ choice: sitting.options[0] });
  await expect(page.getByText(words.line.deviceRefuses)).toHaveCount(0);
});

test('at three seconds a request, going on takes no time', async ({ sit }) => {
  const { sitting, context, page } = await sit(360, { slot: 1, settled: true });
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
});
